// A machine on paper: the few figures that times are predicted from, as a JSON file with units in its names. `spmd bench --calibrate FILE` measures and writes one;
// `examples/machines` has some, with the sources of their figures.
//
//   { "format": "spmd-machine-1", "name": "two cores", "coresPerNode": 2,
//     "memory":  { "latency_us": 0.2, "overhead_us": 0.1, "gap_us": 0.1, "bandwidth_GBps": 8 },     messages between ranks of one node
//     "network": { "latency_us": 1.5, "overhead_us": 0.4, "gap_us": 0.2, "bandwidth_GBps": 12 },    between nodes; absent: there is only one
//     "core":    { "operations_per_us": 2000, "bandwidth_GBps": 10, "launch_us": 3 },
//     "node":    { "bandwidth_GBps": 40, "cache_MB": 32 }, "switch_us": 20, "file_GBps": 1,
//     "kernels": { "heat/stencil_zipWith_1": { "ns_per_point": 0.8 } } }
//
// Messages are LogGP's (Alexandrov, Ionescu, Schauser, Scheiman, LogGP: Incorporating Long Messages into the LogP Model, 1995): a message of k bytes takes
// overhead + latency + k / bandwidth + overhead; the next may leave a gap (or an overhead, if that is longer) later.

export interface Link {
  /** L: from one rank to another, overheads not counted. */
  readonly latency_us: number;
  /** o: for which a rank is busy with a message, at either end. */
  readonly overhead_us: number;
  /** g: between the beginnings of two messages of one rank. */
  readonly gap_us: number;
  /** 1 / G, in 10^9 bytes a second. */
  readonly bandwidth_GBps: number;
}

export interface MachineFile {
  readonly format: typeof machineFormat;
  readonly name: string;
  /** Where the figures come from. */
  readonly source?: string;
  readonly coresPerNode: number;
  readonly memory: Link;
  readonly network?: Link;
  readonly core: {
    /** Of a kernel, as the compiler counts them (compiler/ir/work.ts), where its own rate was not measured. */
    readonly operations_per_us: number;
    /** What one core alone reads and writes of arrays. */
    readonly bandwidth_GBps: number;
    /** Around each kernel. */
    readonly launch_us: number;
  };
  /** What all cores of a node read and write together. */
  readonly node: {
    readonly bandwidth_GBps: number;
    /** Arrays that fit stay in the caches; absent: none do. */
    readonly cache_MB?: number;
  };
  /** With more ranks than cores: until a rank that waits runs again. */
  readonly switch_us: number;
  readonly file_GBps: number;
  /** Measured kernels: "PROGRAM/KERNEL". */
  readonly kernels?: { readonly [kernel: string]: { readonly ns_per_point: number } };
}

export const machineFormat = "spmd-machine-1";

const linkFields = ["latency_us", "overhead_us", "gap_us", "bandwidth_GBps"];
const needed: readonly (readonly [field: string, parts: readonly string[]])[] = [["memory", linkFields], ["core", ["operations_per_us", "bandwidth_GBps", "launch_us"]], ["node", ["bandwidth_GBps"]]];
/** Nothing takes no time, but what is divided by must not be 0. */
const divisors = /bandwidth|operations|GBps|cores/;

/** The machine, or a sentence of what is wrong with the text. */
export function readMachine(text: string): MachineFile | string {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch (error) {
    return `it is no JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
  if (!isObject(found)) return "it is no object";
  if (found.format !== machineFormat) return `its "format" is ${JSON.stringify(found.format)}, not "${machineFormat}"`;
  if (typeof found.name !== "string") return `its "name" is missing`;
  if (!(Number.isInteger(found.coresPerNode) && (found.coresPerNode as number) > 0)) return `"coresPerNode" is a whole number of 1 or more, not ${JSON.stringify(found.coresPerNode)}`;
  for (const [field, parts] of [...needed, ...(found.network === undefined ? [] : [["network", linkFields] as const])]) {
    const group = found[field];
    if (!isObject(group)) return `"${field}" is missing: ${parts.map((part) => `"${part}"`).join(", ")}`;
    const bad = parts.find((part) => !isFigure(group[part], part));
    if (bad !== undefined) return `"${field}.${bad}" is ${group[bad] === undefined ? "missing" : JSON.stringify(group[bad])}: a number${divisors.test(bad) ? " above 0" : " of 0 or more"} is needed`;
  }
  const bad = ["switch_us", "file_GBps"].find((field) => !isFigure(found[field], field));
  if (bad !== undefined) return `"${bad}" is ${found[bad] === undefined ? "missing" : JSON.stringify(found[bad])}: a number${divisors.test(bad) ? " above 0" : " of 0 or more"} is needed`;
  const { cache_MB } = found.node as { readonly cache_MB?: unknown };
  if (cache_MB !== undefined && !isFigure(cache_MB, "cache_MB")) return `"node.cache_MB" is ${JSON.stringify(cache_MB)}: a number of 0 or more is needed`;
  if (found.kernels !== undefined && !(isObject(found.kernels) && Object.values(found.kernels).every((kernel) => isObject(kernel) && isFigure(kernel.ns_per_point, "ns")))) return `each of "kernels" has a number "ns_per_point"`;
  return found as unknown as MachineFile;
}

const isObject = (value: unknown): value is { readonly [field: string]: unknown } => typeof value === "object" && value !== null && !Array.isArray(value);
const isFigure = (value: unknown, field: string): boolean => typeof value === "number" && Number.isFinite(value) && (divisors.test(field) ? value > 0 : value >= 0);
