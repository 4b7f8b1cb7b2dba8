// What an expression of host code turns out to be when it is lowered, and how such a value becomes the binding of a variable.
import type { ts } from "ts-morph";
import type { ValueId } from "../ir/types.ts";
import type { Binding, Bindings } from "./bindings.ts";
import { snapshot } from "./cells.ts";
import type { Code } from "./hostText.ts";
import { codeOf } from "./hostText.ts";
import { abandoned, pushHost } from "./place.ts";
import type { Place } from "./place.ts";
import { readSlot } from "./slots.ts";

export type Value =
  | { readonly kind: "array"; readonly value: ValueId }
  /** JavaScript text; `constant`: the value does not change any more, as the name of a const does not. */
  | { readonly kind: "host"; readonly code: Code; readonly constant?: boolean }
  | { readonly kind: "function"; readonly node: ts.Expression | ts.FunctionDeclaration; readonly bindings: Bindings }
  /** A list or object with arrays in it. */
  | { readonly kind: "parts"; readonly parts: ReadonlyMap<string, Binding> };

export const hostValue = (code: Code, constant = false): Value => ({ kind: "host", code, constant });
/** A host variable that never changes. */
export const nameValue = (name: string): Value => hostValue(codeOf(name, [name]), true);

/** What the variable stands for at this place: a slot is read. */
export function valueOf(place: Place, binding: Binding, node: ts.Node): Value {
  switch (binding.kind) {
    case "array":
    case "function":
      return binding;
    case "parts":
      return snapshot(place, binding, node) as Value;
    case "slot":
      return { kind: "array", value: readSlot(place, binding.slot, node) };
    case "host":
      return hostValue(codeOf(binding.name, [binding.name]), !binding.mutable);
    case "unknown":
      throw abandoned;
  }
}

/** A binding for a value that nothing assigns later: host code is evaluated here, once. */
export function bindingOf(place: Place, value: Value, node: ts.Node, base: string): Binding {
  if (value.kind !== "host") return value;
  return { kind: "host", name: hold(place, value.code, node, base, value.constant === true), mutable: false };
}

/** The name of a const that holds the code's value; the code itself if it is one already. */
export function hold(place: Place, code: Code, node: ts.Node, base: string, constant: boolean): string {
  if (constant && /^[\w$]+$/.test(code.text) && code.reads.has(code.text)) return code.text;
  const name = place.lowering.names.fresh(base);
  pushHost(place, place.lowering.span(node), `const ${name} = ${code.text};`, code.reads, [name], code.arithmetic);
  return name;
}
