// Host scalars that kernels read. The driver passes their values at the call, so each must be the name of a host variable that never changes; where the
// kernel needs an integer of it, the driver checks that it is one, once.
//
//   let k = 3; map(a, (x, i) => x * k, "f64")          const k$1 = k;             captures [k$1]
//   const m = param("m", 10); generate([n], i => i % m, "i32")     const m$1 = $rt.integer(m, "m", "main.ts:3:33");   captures [m$1]
import { ts } from "ts-morph";
import type { Capture } from "./kernel/request.ts";
import { complain, pushHost, siteOf } from "./place.ts";
import type { Place } from "./place.ts";

/** The names of host constants with the captures' values. */
export const captureNames = (place: Place, captures: readonly Capture[], call: ts.Node): string[] => captures.map((capture) => captureName(place, capture, call));

function captureName(place: Place, capture: Capture, call: ts.Node): string {
  const { lowering, facts } = place, binding = place.bindings.get(capture.symbol), shown = [capture.name, ...capture.path].join(".");
  if (binding && binding.kind !== "host") {
    if (binding.kind !== "unknown") complain(lowering, "SPMD1016", capture.node, { name: shown });
    return "undefined";
  }
  const name = binding?.name ?? (ts.isIdentifier(capture.node) ? capture.node.text : capture.name), mutable = binding ? binding.mutable : capture.mutable;
  const text = name + capture.path.map((part) => (/^[A-Za-z_$][\w$]*$/.test(part) ? `.${part}` : `[${JSON.stringify(part)}]`)).join(""), constant = capture.path.length === 0 ? binding?.constant : undefined;
  const checks = capture.needsInteger && !(typeof constant === "number" && Number.isInteger(constant)) && binding?.extent === undefined;
  const fixed = !mutable && capture.path.length === 0;
  if (fixed && !checks) return name;
  const key = `${checks ? "integer" : "copy"} ${text}`, before = fixed ? facts.known(key) : undefined;
  if (typeof before === "string") return before;
  const copy = lowering.names.fresh(shown.replaceAll(".", "_")), span = lowering.span(call);
  pushHost(place, span, `const ${copy} = ${checks ? `$rt.integer(${text}, ${JSON.stringify(shown)}, ${JSON.stringify(siteOf(span))})` : text};`, [name], [copy]);
  if (fixed) facts.learn(key, copy);
  return copy;
}
