// Host scalars that kernels read. The driver passes their values at the call, so each must be the name of a host variable that never changes; where the
// kernel needs an integer of it, the driver checks that it is one, once.
//
//   let k = 3; map(a, (x, i) => x * k, "f64")          const k$1 = k;             captures [k$1]
//   const m = param("m", 10); generate([n], i => i % m, "i32")     const m$1 = $rt.integer(m, "m", "main.ts:3:33");   captures [m$1]
import { ts } from "ts-morph";
import type { Binding } from "./bindings.ts";
import { extentText } from "./extents.ts";
import type { Code } from "./hostText.ts";
import type { Capture } from "./kernel/request.ts";
import { complain, pushHost, siteOf, typeOf } from "./place.ts";
import type { Place } from "./place.ts";
import { readSlot } from "./slots.ts";
import { hold } from "./value.ts";

/** The names of host constants with the captures' values. */
export const captureNames = (place: Place, captures: readonly Capture[], call: ts.Node): string[] => captures.map((capture) => captureName(place, capture, call));

/** `a.shape[0]` in a kernel: the one thing of an array that is a host scalar. */
function extentRead(place: Place, binding: Binding, { path, node }: Capture): Code | undefined {
  if ((binding.kind !== "array" && binding.kind !== "slot") || path.length !== 2 || path[0] !== "shape") return undefined;
  const value = binding.kind === "array" ? binding.value : readSlot(place, binding.slot, node), extent = typeOf(place, value).shape[Number(path[1])];
  return extent === undefined ? undefined : extentText(extent);
}

const isImportedName = (place: Place, { node }: Capture): boolean =>
  place.lowering.files.has(node.getSourceFile()) && ts.isIdentifier(node) && ((place.lowering.language.checker.getSymbolAtLocation(node)?.flags ?? 0) & ts.SymbolFlags.Alias) !== 0;

function captureName(place: Place, capture: Capture, call: ts.Node): string {
  const { lowering, facts } = place, binding = place.bindings.get(capture.symbol), shown = [capture.name, ...capture.path].join(".");
  if (binding && binding.kind !== "host") {
    const extent = extentRead(place, binding, capture);
    if (extent) return hold(place, extent, call, "$e", true);
    if (binding.kind !== "unknown") complain(lowering, "SPMD1016", capture.node, { name: shown });
    return "undefined";
  }
  const home = capture.symbol.valueDeclaration?.getSourceFile();
  // A variable of a module that is imported is only there if it is imported by name.
  if (!binding && home && !home.isDeclarationFile && !lowering.files.has(home) && !isImportedName(place, capture)) lowering.needed.add(home);
  const name = binding?.name ?? (ts.isIdentifier(capture.node) ? capture.node.text : capture.name), mutable = binding ? binding.mutable : capture.mutable;
  const text = name + capture.path.map((part) => (/^[A-Za-z_$][\w$]*$/.test(part) ? `.${part}` : `[${JSON.stringify(part)}]`)).join(""), constant = capture.path.length === 0 ? binding?.constant : undefined;
  const checks = capture.needsInteger && !(typeof constant === "number" && Number.isInteger(constant)) && binding?.extent === undefined;
  // TypeScript has not seen to it that the value is a number.
  const unsure = !checks && constant === undefined && binding?.extent === undefined && ts.isExpression(capture.node) && lowering.language.isOf(capture.node, ts.TypeFlags.Any);
  const fixed = !mutable && capture.path.length === 0, check = checks ? "integer" : unsure ? "scalar" : undefined;
  if (fixed && !check) return name;
  const key = `${check ?? "copy"} ${text}`, before = fixed ? facts.known(key) : justCopied(place, key);
  if (typeof before === "string") return before;
  const copy = lowering.names.fresh(shown.replaceAll(".", "_")), span = lowering.span(call);
  pushHost(place, span, `const ${copy} = ${check ? `$rt.${check}(${text}, ${JSON.stringify(shown)}, ${JSON.stringify(siteOf(span))})` : text};`, [name], [copy]);
  if (fixed) facts.learn(key, copy);
  else lowering.copied.set(place.out.at(-1)!, { key, copy });
  return copy;
}

/** The copy of a variable that may change, if no host code of the program stands between: arrays alone change no variable. */
function justCopied({ lowering, out }: Place, key: string): string | undefined {
  for (let k = out.length - 1; k >= 0; k--) {
    const { kind } = out[k]!, made = lowering.copied.get(out[k]!);
    if (made?.key === key) return made.copy;
    if (!made && kind !== "array" && kind !== "read" && kind !== "write") return undefined;
  }
  return undefined;
}
