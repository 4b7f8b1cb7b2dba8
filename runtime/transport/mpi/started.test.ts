import { suite } from "uvu";
import * as assert from "uvu/assert";
import { startedBy } from "./started.ts";

const test = suite("who started this process");

/** What srun tells its tasks. */
const step = { SLURM_STEP_ID: "0", SLURM_STEP_NUM_TASKS: "4", SLURM_PROCID: "2", SLURM_NTASKS: "4" };

test("launchers by what they tell their processes", () => {
  assert.is(startedBy({ PATH: "/bin" }), undefined);
  assert.equal(startedBy({ OMPI_COMM_WORLD_RANK: "1", OMPI_COMM_WORLD_SIZE: "3", PMIX_RANK: "1" }), { launcher: "mpirun of Open MPI", family: "Open MPI", rank: 1, size: 3, wired: true });
  assert.equal(startedBy({ PMI_RANK: "1", PMI_SIZE: "3", MPI_LOCALRANKID: "1" }), { launcher: "mpiexec of MPICH (PMI)", family: "MPICH", likely: "MPICH", rank: 1, size: 3, wired: true });
});

test("Slurm, by the plugin that srun is told", () => {
  assert.equal(startedBy({ ...step, PMIX_RANK: "2", SLURM_MPI_TYPE: "pmix" }), { launcher: "srun (PMIx)", family: undefined, rank: 2, size: 4, wired: true });
  assert.equal(startedBy({ ...step, PMI_RANK: "2", PMI_SIZE: "4", PMI_FD: "11", SLURM_MPI_TYPE: "pmi2" }), { launcher: "srun (PMI)", family: undefined, likely: "MPICH", rank: 2, size: 4, wired: true });
  assert.equal(startedBy(step), { launcher: "srun", family: undefined, rank: 2, size: 4, wired: false });
  assert.is(startedBy({ ...step, SLURM_STEP_NUM_TASKS: "1", SLURM_PROCID: "0" }), undefined);
});

test("in an allocation of Slurm, launchers of their own: their words count, not srun's, which only started them", () => {
  const own = { ...step, SLURM_STEP_NUM_TASKS: "1", SLURM_PROCID: "0" };
  assert.is(startedBy({ ...own, PMI_RANK: "1", PMI_SIZE: "2", MPI_LOCALRANKID: "1" })!.family, "MPICH");
  assert.is(startedBy({ ...own, OMPI_COMM_WORLD_RANK: "1", OMPI_COMM_WORLD_SIZE: "2" })!.family, "Open MPI");
});

test.run();
