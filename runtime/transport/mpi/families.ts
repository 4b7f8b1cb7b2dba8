// The binary interfaces of MPI libraries, as far as this transport uses them. Two families cover what is in use: Open MPI (versions 4 and 5), whose handles are addresses
// of exported objects, and MPICH (version 3.1 and later, and all that keep its ABI: Intel MPI, MVAPICH, Cray MPICH), whose handles are 32-bit numbers. Everything
// else is the same: counts and ranks are C ints, statuses are ignored (messages say themselves what they are), so their layout does not matter.

export type FamilyName = "Open MPI" | "MPICH";

/** A predefined handle: the exported symbol whose address it is, or the number. */
export type Predefined = string | number;

export interface Family {
  readonly name: FamilyName;
  /** How a handle is passed. */
  readonly handle: "uintptr_t" | "int";
  readonly handleBytes: 4 | 8;
  readonly world: Predefined;
  readonly errorsReturn: Predefined;
  readonly infoNull: Predefined;
  readonly statusIgnore: number;
  readonly anySource: number;
  readonly typeShared: number;
  readonly lockShared: number;
  readonly noCheck: number;
  /** What stands for a buffer whose data is in the other one already. */
  readonly inPlace: number | bigint;
  readonly types: { readonly [name in TypeName]: Predefined };
  readonly ops: { readonly [name in OpName]: Predefined };
  /** Names under which the library is looked for. */
  readonly files: readonly string[];
  /** What `srun --mpi=` offers it. */
  readonly srun: string;
  /** Programs that start jobs of this family. */
  readonly launchers: readonly string[];
}

export type TypeName = "byte" | "i8" | "u8" | "i16" | "u16" | "i32" | "u32" | "i64" | "u64" | "f32" | "f64";
export type OpName = "SUM" | "PROD" | "MAX" | "MIN" | "LAND" | "LOR" | "LXOR" | "BAND" | "BOR" | "BXOR" | "REPLACE" | "NO_OP";

export const openMpi: Family = {
  name: "Open MPI",
  handle: "uintptr_t",
  handleBytes: 8,
  world: "ompi_mpi_comm_world",
  errorsReturn: "ompi_mpi_errors_return",
  infoNull: "ompi_mpi_info_null",
  statusIgnore: 0,
  anySource: -1,
  typeShared: 0,
  lockShared: 2,
  noCheck: 1,
  inPlace: 1,
  types: {
    byte: "ompi_mpi_byte", i8: "ompi_mpi_signed_char", u8: "ompi_mpi_unsigned_char", i16: "ompi_mpi_short", u16: "ompi_mpi_unsigned_short", i32: "ompi_mpi_int", u32: "ompi_mpi_unsigned",
    i64: "ompi_mpi_long_long_int", u64: "ompi_mpi_unsigned_long_long", f32: "ompi_mpi_float", f64: "ompi_mpi_double",
  },
  ops: {
    SUM: "ompi_mpi_op_sum", PROD: "ompi_mpi_op_prod", MAX: "ompi_mpi_op_max", MIN: "ompi_mpi_op_min", LAND: "ompi_mpi_op_land", LOR: "ompi_mpi_op_lor", LXOR: "ompi_mpi_op_lxor", BAND: "ompi_mpi_op_band", BOR: "ompi_mpi_op_bor", BXOR: "ompi_mpi_op_bxor",
    REPLACE: "ompi_mpi_op_replace", NO_OP: "ompi_mpi_op_no_op",
  },
  files: ["libmpi.so.40", "/usr/lib64/openmpi/lib/libmpi.so.40", "/usr/lib/openmpi/lib/libmpi.so.40", "libmpi.40.dylib", "/opt/homebrew/lib/libmpi.40.dylib", "/usr/local/lib/libmpi.40.dylib"],
  srun: "pmix",
  launchers: ["mpirun.openmpi", "/usr/lib64/openmpi/bin/mpirun", "mpirun", "mpiexec"],
};

export const mpich: Family = {
  name: "MPICH",
  handle: "int",
  handleBytes: 4,
  world: 0x44000000,
  errorsReturn: 0x54000001,
  infoNull: 0x1c000000,
  statusIgnore: 1,
  anySource: -2,
  typeShared: 1,
  lockShared: 235,
  noCheck: 1024,
  inPlace: 2n ** 64n - 1n,
  types: {
    byte: 0x4c00010d, i8: 0x4c000118, u8: 0x4c000102, i16: 0x4c000203, u16: 0x4c000204, i32: 0x4c000405, u32: 0x4c000406, i64: 0x4c000809, u64: 0x4c000819, f32: 0x4c00040a, f64: 0x4c00080b,
  },
  ops: { SUM: 0x58000003, PROD: 0x58000004, MAX: 0x58000001, MIN: 0x58000002, LAND: 0x58000005, LOR: 0x58000007, LXOR: 0x58000009, BAND: 0x58000006, BOR: 0x58000008, BXOR: 0x5800000a, REPLACE: 0x5800000d, NO_OP: 0x5800000e },
  files: ["libmpich.so.12", "libmpi.so.12", "/usr/lib64/mpich/lib/libmpi.so.12", "/usr/lib64/mvapich2/lib/libmpi.so.12", "libmpi.12.dylib", "/opt/homebrew/lib/libmpi.12.dylib", "/usr/local/lib/libmpi.12.dylib"],
  srun: "pmi2",
  launchers: ["mpirun.mpich", "mpiexec.hydra", "mpiexec.mpich", "/usr/lib64/mpich/bin/mpirun", "mpirun", "mpiexec"],
};

export const families: readonly Family[] = [openMpi, mpich];
