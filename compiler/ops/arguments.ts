// Which argument of a call belongs to which parameter. Parameters that are optional are passed over when the argument is of another kind, so that
// `zipWith(a, b, f)`, `zipWith(a, b, c, f)` and `scanRows(a, add, "f64")` all read well. 1-check pairs expressions, an uncompiled call pairs values:
// both by this function, so that one program has one reading.
//
//   zipWith  [a, b, (c), (d), f, (element)]   with  (x, y, f, "i32")   ->   a = x, b = y, f = f, element = "i32"
import type { Parameter } from "./defineOp.ts";

export type Assignment<Argument> =
  | { readonly ok: true; readonly of: ReadonlyMap<string, Argument> }
  /** Either a parameter without an argument, or an argument without a parameter (then `parameter` is undefined). */
  | { readonly ok: false; readonly parameter: Parameter | undefined; readonly at: number };

/** `fits`: whether this argument can be read as this parameter; asked only where the parameter could be passed over. */
export function assignArguments<Argument>(parameters: readonly Parameter[], args: readonly Argument[], fits: (parameter: Parameter, argument: Argument) => boolean): Assignment<Argument> {
  const of = new Map<string, Argument>();
  let at = 0;
  for (const parameter of parameters) {
    const optional = "optional" in parameter && parameter.optional === true;
    if (at < args.length && (!optional || fits(parameter, args[at]!))) of.set(parameter.name, args[at++]!);
    else if (!optional) return { ok: false, parameter, at };
  }
  return at === args.length ? { ok: true, of } : { ok: false, parameter: undefined, at };
}
