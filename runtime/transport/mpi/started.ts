// Who started this process: an MPI launcher tells each of its processes who it is through the environment. Read before MPI is touched, so that a launcher and a library that
// do not fit are found out before every process believes to be rank 0 of 1.
import type { FamilyName } from "./families.ts";

export interface Started {
  /** "mpirun of Open MPI", for messages. */
  readonly launcher: string;
  /** The family that the launcher belongs to, where only one understands it. */
  readonly family: FamilyName | undefined;
  /** Where several may: the one that does as it is usually built. */
  readonly likely?: FamilyName;
  readonly rank: number;
  /** How many processes were started; undefined where the launcher does not say. */
  readonly size: number | undefined;
  /** Whether the launcher offers what an MPI library needs to find the others. */
  readonly wired: boolean;
}

type Environment = { readonly [variable: string]: string | undefined };

/** Undefined: no MPI launcher started this process. */
export function startedBy(environment: Environment): Started | undefined {
  const number = (name: string): number | undefined => {
    const text = environment[name];
    return text === undefined || !/^\d+$/.test(text) ? undefined : Number(text);
  };
  const slurmStep = number("SLURM_STEP_NUM_TASKS"), slurmRank = number("SLURM_PROCID"), slurm = number("SLURM_STEP_ID") !== undefined && slurmStep !== undefined && slurmRank !== undefined;
  const ompiRank = number("OMPI_COMM_WORLD_RANK"), pmixRank = number("PMIX_RANK"), pmiRank = number("PMI_RANK");
  if (ompiRank !== undefined) return { launcher: "mpirun of Open MPI", family: "Open MPI", rank: ompiRank, size: number("OMPI_COMM_WORLD_SIZE"), wired: true };
  if (pmixRank !== undefined) return { launcher: slurm ? "srun (PMIx)" : "a PMIx launcher", family: undefined, rank: pmixRank, size: slurm ? slurmStep : undefined, wired: true };
  // Inside an allocation of Slurm, MPICH's launcher uses srun only to start itself on each host; then it says more than Slurm's own PMI.
  const srun = slurm && number("MPI_LOCALRANKID") === undefined;
  if (pmiRank !== undefined) return { launcher: srun ? "srun (PMI)" : "mpiexec of MPICH (PMI)", family: srun ? undefined : "MPICH", likely: "MPICH", rank: pmiRank, size: number("PMI_SIZE"), wired: true };
  if (slurm && slurmStep > 1) return { launcher: "srun", family: undefined, rank: slurmRank, size: slurmStep, wired: false };
  return undefined;
}
