// What goes wrong while a program runs, in words: every SPMD5xxx text, and those SPMD2xxx that could not be decided at compile time. The launcher shows a
// failure once for the whole job, with the user's line; numbers are never reused (5011, 5014, 5015 and 5017 were).
import type { Site } from "./abi.ts";

export interface RuntimeEntry {
  readonly message: string;
  /** What to do about it. */
  readonly help: string;
}

export const catalogue = {
  SPMD2001: { message: "{op}: shapes {a} and {b} differ", help: "both arrays must have the same extents; look at where each is made" },
  SPMD2012: { message: "{op}: {size} elements do not fill the shape {shape}", help: "the product of the extents must be the number of elements" },
  SPMD2016: { message: "{op}: {reason}", help: "give a typed array, or a nested list of numbers or booleans whose rows have equal lengths" },
  SPMD2017: { message: "{op}: {file} holds {found} elements with {axes} axes, not {dtype} elements with {ndim}", help: "{instead}" },
  SPMD2070: { message: "{op}: {what}, for an array of shape {shape}", help: "axes are numbered from 0, or from -1 at the last one; what is given for each axis must suit its extent" },
  SPMD2092: { message: "{op}: inner dimensions differ: {a} x {b}", help: "the last extent of the first array is the one that is summed over; transpose one of them if rows and columns are exchanged" },
  SPMD2072: { message: "{op}: index {index} is not a position of an axis of {extent}", help: "positions go from 0 to the extent less 1" },
  SPMD2101: { message: "{what} is {value}, which is not an extent", help: "an extent is a whole number from 0 to 2147483647" },
  SPMD2102: { message: "{name} is {value}, but the kernel that captures it needs an integer", help: "give it a whole number, or round where it is made: Math.floor, Math.round, Math.trunc" },
  SPMD2103: { message: "{name} is {value}, which a kernel cannot capture", help: "kernels capture numbers and booleans; convert it outside" },
  SPMD5001: { message: "out of memory: {what} needs {asked}, {used} are in use, and {limit}", help: "{way}" },
  SPMD5002: { message: "the job did not end within {seconds} s", help: "raise --timeout, or leave it out" },
  SPMD5003: { message: "the program has no param \"{name}\"", help: "its params are: {known}" },
  SPMD5004: { message: "param {name} is \"{value}\", but it must be {kind}, as its default is", help: "write --{name} {fallback}, for example" },
  SPMD5005: { message: "{who} called process.exit({status}) while others were still running", help: "let every rank reach the end, or throw an Error to end the job" },
  SPMD5006: { message: "{who} crashed: {reason}", help: "a rank's thread ended without a JavaScript error; too deep a recursion in native code or too little memory does that" },
  SPMD5007: { message: "ranks cannot share memory here", help: "serve the page with the headers Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp, or run with one rank" },
  SPMD5008: { message: "{file} is not a readable .npy file: {reason}", help: "write it with writeNpy or numpy.save, without pickled objects" },
  SPMD5009: { message: "cannot {action} {file}: {reason}", help: "check the path, which starts at the directory that the program is run from, and the space on the disk" },
  SPMD5010: { message: "imshow: {reason}", help: "it shows a 2-D array of numbers or booleans: imshow(a, { colormap, file, vmin, vmax, scale })" },
  SPMD5012: { message: "there is no colormap \"{name}\"", help: "there are: {known}" },
  SPMD5013: { message: "{reason}", help: "usage: {usage}" },
  SPMD5014: { message: "plot: {reason}", help: "it draws lines: plot(y), plot([x, y], { file: \"lines.svg\", title: \"...\", labels: [...] })" },
  SPMD5015: { message: "{file} cannot be read: {reason}", help: "every line holds as many numbers as the first, separated by commas; readCsv(file, { header: true, delimiter: \";\" }) passes over a first line of names" },
  SPMD5017: { message: "writeCsv: {reason}", help: "it writes rows and columns of numbers: writeCsv(\"a.csv\", a, { header: [\"x\", \"y\"] })" },
  SPMD5016: { message: "the kernels of this bundle cannot be loaded: {reason}", help: "build it again with spmdc build, or run it with --kernels js" },
  SPMD5018: { message: "{who} ran out of memory for JavaScript's own values", help: "keep large data in arrays of spmd or typed arrays, or raise the limit: NODE_OPTIONS=--max-old-space-size=8192 (MiB)" },
  SPMD5019: { message: "once: {reason}", help: "its function gives back what can be copied to every rank: numbers, texts, lists, plain objects, Map, Set, typed arrays" },
  SPMD5020: { message: "{report}", help: "every receive needs a send that its sender reaches; where two ranks exchange, let one receive first, or use Sendrecv or Isend" },
  SPMD5021: { message: "{report}", help: "let every rank call the same collectives in the same order, with the same root and counts" },
  SPMD5030: { message: "no {what} can be opened here (tried {tried})", help: "install one (Debian, Ubuntu: apt-get install openmpi-bin libopenmpi-dev, or mpich; Fedora: dnf install openmpi; macOS: brew install open-mpi), or name its file: SPMD_LIBMPI=/path/to/libmpi.so" },
  SPMD5031: { message: "{launcher} started {count} processes, but {library} does not find the others: {why}. Each of them would believe to be rank 0 of 1", help: "{way}" },
  SPMD5032: { message: "SPMD_LIBMPI={file} cannot be used: {reason}", help: "name the libmpi of Open MPI 4 or 5 (libmpi.so.40) or of MPICH 4 and its family (libmpi.so.12), or leave SPMD_LIBMPI out to have one found" },
  SPMD5033: { message: "{library} cannot be started: {reason}", help: "start each program of a job by mpirun, mpiexec or srun, or by spmd run --transport mpi, once in a process" },
  SPMD5034: { message: "-np {asked}, but {launcher} started {count} processes", help: "leave -np to the launcher: mpirun -np N spmd run FILE" },
  SPMD5035: { message: "the job cannot be started over MPI: {reason}", help: "{way}" },
  SPMD5036: { message: "{report}", help: "look at that host and the network to it; the job has to be started again" },
  SPMD5037: { message: "the package koffi, through which MPI is called, is not installed here", help: "npm install koffi, beside spmd or the bundle, or run on threads: --transport threads" },
  SPMD5099: { message: "internal error: {reason}", help: "this is a mistake in spmd, not in your program; please report it with the program" },
} as const satisfies { readonly [code: string]: RuntimeEntry };

export type RuntimeCode = keyof typeof catalogue;

/** A mistake in the program, its input or its surroundings. Every rank of a global-view program throws the same one. */
export class SpmdError extends Error {
  override readonly name = "SpmdError";
  constructor(
    readonly code: RuntimeCode,
    message: string,
    readonly help: string,
    readonly site: Site | undefined,
  ) {
    super(message);
  }
}

/** An error of the catalogue, with `{name}` replaced by `values.name`. */
export function spmdError(code: RuntimeCode, values: { readonly [name: string]: string | number } = {}, site?: Site): SpmdError {
  const put = (text: string): string => text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
  return new SpmdError(code, put(catalogue[code].message), put(catalogue[code].help), site);
}

/** An error that a kernel threw: class and text are the user's, the place is known without a stack. */
export class KernelError extends Error {
  override readonly name: string;
  constructor(
    name: string,
    message: string,
    readonly site: Site,
  ) {
    super(message);
    this.name = name;
  }
}

/** A value as error texts show it: short. */
export function showValue(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}...` : value);
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
  if (typeof value === "function") return `the function ${value.name || "(without a name)"}`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (value !== null && typeof value === "object") return ArrayBuffer.isView(value) ? `a ${value.constructor.name}` : "an object";
  return String(value);
}

export function showShape(shape: readonly number[]): string {
  return `[${shape.join(", ")}]`;
}

export function showBytes(bytes: number): string {
  const units = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"], unit = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10));
  const scaled = bytes / 1024 ** unit;
  return `${unit === 0 || scaled >= 100 ? Math.round(scaled) : scaled.toPrecision(3)} ${units[unit]!}`;
}
