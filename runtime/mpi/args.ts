// Arguments: positional in mpi4py's order, or an options object with mpi4py's names at any place from `from` on, for the parameters that are left.
//
//   comm.Gatherv(send, [all, counts], 0)     comm.Gatherv(send, { recvbuf: [all, counts], root: 0 })     comm.Gatherv({ sendbuf: send, recvbuf: [all, counts], root: 0 })
import { Exception } from "./exception.ts";

/** An object literal, not one of the things that calls take as arguments. */
export function isOptions(value: unknown): value is { readonly [name: string]: unknown } {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

export function named(args: readonly unknown[], names: readonly string[], from = 0): readonly unknown[] {
  const last = args.length - 1, options = args[last];
  if (last < from || !isOptions(options)) return args;
  for (const name of Object.keys(options)) {
    const at = names.indexOf(name);
    if (at < 0) throw new Exception("ERR_ARG", `there is no option ${name}; there are ${names.slice(last).join(", ")}`);
    if (at < last) throw new Exception("ERR_ARG", `${name} is given twice`);
  }
  return names.map((name, k) => (k < last ? args[k] : options[name]));
}
