// Effects: what the host does with whole arrays. Arguments are evaluated in order; arrays among them become inputs.
//
//   print("u", u, n)        effect print [%1] ("u", { array: 0 }, n)
import { ts } from "ts-morph";
import type { HostCode } from "../ir/host.ts";
import type { ValueId } from "../ir/types.ts";
import type { EffectDefinition } from "../ops/defineOp.ts";
import { constantOf } from "./constants.ts";
import { codeOf } from "./hostText.ts";
import { lowerExpression, shortText } from "./lowerExpression.ts";
import { fail, hostCode } from "./place.ts";
import type { Place } from "./place.ts";
import { hold, hostValue, nameValue, valueOf } from "./value.ts";
import type { Value } from "./value.ts";

export function lowerEffect(place: Place, call: ts.CallExpression, effect: EffectDefinition, hint: string | undefined): Value {
  const { lowering } = place, inputs: ValueId[] = [], args: HostCode[] = [], span = lowering.span(call);
  for (const [k, argument] of call.arguments.entries()) {
    const value = lowerExpression(place, argument), argumentSpan = lowering.span(argument);
    const listed = effect.lists && value.kind === "parts" ? [...value.parts.values()].map((part) => valueOf(place, part, argument)) : [];
    if (listed.length > 0 && listed.every((part) => part.kind === "array")) {
      for (const part of listed) args.push(hostCode(argumentSpan, `{ array: ${inputs.push(part.value) - 1} }`, []));
      continue;
    }
    if (value.kind === "function" || value.kind === "parts") fail(place, value.kind === "parts" ? "SPMD1203" : "SPMD1216", argument, { name: shortText(argument) });
    if (value.kind === "array") {
      if (effect.arrays !== "any" && k !== (effect.arrays === "first" ? 0 : 1)) fail(place, "SPMD1206", argument, { name: shortText(argument), callee: effect.name });
      args.push(hostCode(argumentSpan, `{ array: ${inputs.length} }`, []));
      inputs.push(value.value);
      continue;
    }
    const later = call.arguments.slice(k + 1).some((a) => lowering.parts.has(a)), fixed = value.constant === true || constantOf(lowering.language, place.bindings, argument) !== undefined;
    const name = later && !fixed ? hold(place, value.code, argument, "$t", false) : undefined;
    const code = name === undefined ? value.code : codeOf(name, [name]);
    args.push(hostCode(argumentSpan, code.text, code.reads, code.writes));
  }
  const gives = !lowering.language.isOf(call, ts.TypeFlags.Void | ts.TypeFlags.Undefined);
  const name = gives ? (hint ?? lowering.names.fresh("$r")) : null;
  place.out.push({ kind: "effect", effect: effect.name, name, inputs, arguments: args, span });
  return name === null ? hostValue(codeOf("undefined"), true) : nameValue(name);
}
