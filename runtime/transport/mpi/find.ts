// Which MPI library this process uses: the one that SPMD_LIBMPI names, else the first of the launcher's family that can be opened, else the first of any family.
import { spmdError } from "../../errors.ts";
import { families, type Family, type FamilyName } from "./families.ts";
import { type Mpi, openMpi, UnknownLibrary } from "./library.ts";
import type { Started } from "./started.ts";

export interface Wanted {
  /** SPMD_LIBMPI. */
  readonly file: string | undefined;
  readonly family: FamilyName | undefined;
  /** To be tried first. */
  readonly likely?: FamilyName | undefined;
}

/** Throws an `SpmdError` that says what was tried. */
export function findMpi(koffi: string, wanted: Wanted): Mpi {
  if (wanted.file !== undefined && wanted.file !== "") return named(koffi, wanted.file);
  const tried: string[] = [];
  const rank = (family: Family): number => (family.name === wanted.likely ? 0 : 1);
  for (const family of families.filter(({ name }) => wanted.family === undefined || name === wanted.family).sort((a, b) => rank(a) - rank(b)))
    for (const file of family.files) {
      try {
        const found = openMpi(koffi, file);
        if (found.family === family) return found;
      } catch {
        if (!tried.includes(file)) tried.push(file);
      }
    }
  throw spmdError("SPMD5030", { what: wanted.family === undefined ? "MPI library" : `library of ${wanted.family}`, tried: tried.join(", ") });
}

function named(koffi: string, file: string): Mpi {
  try {
    return openMpi(koffi, file);
  } catch (error) {
    const reason = error instanceof Error ? error.message.trim().replace(/\s+/g, " ") : String(error);
    throw error instanceof UnknownLibrary ? spmdError("SPMD5032", { file, reason }) : spmdError("SPMD5032", { file, reason: `it cannot be loaded: ${reason}` });
  }
}

/** Before MPI is started: a library that does not understand its launcher would make every process rank 0 of 1. */
export function checkFits(mpi: Mpi, started: Started): void {
  if (!started.wired) throw spmdError("SPMD5031", { launcher: started.launcher, count: started.size ?? "several", library: described(mpi), why: "it offers no PMI, which an MPI library needs", way: srunWay(mpi) });
  if (started.family !== undefined && started.family !== mpi.family.name)
    throw spmdError("SPMD5031", {
      launcher: started.launcher, count: started.size ?? "several", library: described(mpi), why: `that library belongs to ${mpi.family.name}`,
      way: `use the launcher that came with the library (${mpi.family.launchers[0]!}), or leave SPMD_LIBMPI out, so that the library of the launcher is found`,
    });
}

/** After it: the same found out the hard way. */
export function checkSize(mpi: Mpi, started: Started, size: number): void {
  if (started.size === undefined || started.size === size) return;
  throw spmdError("SPMD5031", {
    launcher: started.launcher, count: started.size, library: described(mpi), why: `it sees ${size === 1 ? "only itself" : `${size} of them`}`,
    way: started.launcher.startsWith("srun") ? srunWay(mpi) : "launcher and library must come from the same installation: name the library with SPMD_LIBMPI, or use its own mpirun",
  });
}

const srunWay = ({ family: { name, srun } }: Mpi): string => `with ${name} start it by srun --mpi=${srun} (srun --mpi=list shows what there is), or name a library of another family with SPMD_LIBMPI`;

export const described = (mpi: Mpi): string => `${mpi.file} (${mpi.version})`;
