// Lists and objects of arrays that are assigned more than once: a cell for each part, a slot for an array and a variable for a host value. Whoever reads
// such a variable gets what its cells hold at that moment.
//
//   let s = { u: zeros([n]), t: 0 };       write s$u = %1      let s$t = 0;
//   s = step(s);                           %2 = read s$u  ...  write s$u = %5      s$t = $t3;
import type { ts } from "ts-morph";
import type { Binding } from "./bindings.ts";
import { codeOf } from "./hostText.ts";
import { shortText } from "./lowerExpression.ts";
import { fail, pushHost } from "./place.ts";
import type { Place } from "./place.ts";
import { newSlot, readSlot, writeSlot } from "./slots.ts";
import { hold } from "./value.ts";

/** Cells for a value of this form, without anything in them. `key` names them in every run; `base` is what they are called after. */
export function newCells(place: Place, form: Binding, base: string, key: string, node: ts.Node): Binding {
  if (form.kind === "parts") return { kind: "parts", parts: new Map([...form.parts].map(([name, part]) => [name, newCells(place, part, base.startsWith("$") ? base : `${base}$${name}`, `${key}.${name}`, node)])) };
  if (form.kind === "array" || form.kind === "slot") return { kind: "slot", slot: newSlot(place, base, key, node) };
  if (form.kind !== "host") return fail(place, "SPMD1203", node, { name: shortText(node) });
  const name = base.startsWith("$") ? place.lowering.names.fresh(base) : place.lowering.names.declare(base);
  pushHost(place, place.lowering.span(node), `let ${name};`, [], [name]);
  place.lowering.mutableNames.add(name);
  return { kind: "host", name, mutable: true };
}

/** Puts a value into cells of its form. */
export function storeCells(place: Place, cells: Binding, value: Binding, node: ts.Node): void {
  if (cells.kind === "parts" && value.kind === "parts" && cells.parts.size === value.parts.size) {
    for (const [key, cell] of cells.parts) storeCells(place, cell, value.parts.get(key) ?? fail(place, "SPMD1203", node, { name: shortText(node) }), node);
  } else if (cells.kind === "slot" && value.kind === "array") writeSlot(place, cells.slot, value.value, node);
  else if (cells.kind === "host" && value.kind === "host") pushHost(place, place.lowering.span(node), `${cells.name} = ${value.name};`, [value.name], [cells.name]);
  else fail(place, "SPMD1213", node, { name: shortText(node) });
}

/** What a binding holds at this moment: nothing assigns it later. */
export function snapshot(place: Place, binding: Binding, node: ts.Node): Binding {
  if (binding.kind === "slot") return { kind: "array", value: readSlot(place, binding.slot, node) };
  if (binding.kind === "parts") return { kind: "parts", parts: new Map([...binding.parts].map(([key, part]) => [key, snapshot(place, part, node)])) };
  if (binding.kind !== "host" || !binding.mutable) return binding;
  return { kind: "host", name: hold(place, codeOf(binding.name, [binding.name]), node, "$t", false), mutable: false };
}
