// Array variables that are assigned more than once: one slot each, with one type. Where a variable's extents change from one assignment to the next, that
// axis of the slot has no name; each read then asks the array (an `extent` statement). Which axes those are shows only when the whole program has
// been lowered, so lowering starts again with what was learned.
//
//   let u = zeros([n]);                write u = %1        slot u: f64[n$1]
//   while (...) u = map(u, f);         while ... { %2 = read u; %3 = map %2 @f; write u = %3 }
import type { ts } from "ts-morph";
import type { ArrayType, Extent, ValueId } from "../ir/types.ts";
import { report } from "../diagnostics/catalogue/index.ts";
import { fail, newValue, pushHost, siteOf, typeOf } from "./place.ts";
import type { Place } from "./place.ts";

/** A new slot for a variable (or the result of an inlined function); `key` is the same in every run. */
export function newSlot(place: Place, wanted: string, key: string, node: ts.Node, mayBeEmpty = false): string {
  const name = wanted.startsWith("$") ? place.lowering.names.fresh(wanted) : place.lowering.names.declare(wanted);
  const span = place.lowering.span(node), flag = mayBeEmpty ? place.lowering.names.fresh(`${name}$filled`) : undefined;
  place.lowering.slots.set(name, { name, key, declaredIn: place.facts, type: undefined, flag, span });
  if (flag !== undefined) {
    place.lowering.mutableNames.add(flag);
    pushHost(place, span, `let ${flag} = false;`, [], [flag]);
  }
  return name;
}

export function writeSlot(place: Place, slot: string, value: ValueId, node: ts.Node): void {
  const { lowering } = place, state = lowering.slots.get(slot)!, type = typeOf(place, value);
  if (!state.type) state.type = { element: type.element, shape: type.shape.map((extent, axis) => (isFixed(place, state.key, axis) && state.declaredIn.isDeclared(extent) ? extent : change(place, slot, axis))) };
  else {
    if (JSON.stringify(state.type.element) !== JSON.stringify(type.element) || state.type.shape.length !== type.shape.length) {
      fail(place, "SPMD1210", node, { name: slot, old: showType(state.type), new: showType(type) });
    }
    for (const [axis, extent] of type.shape.entries()) {
      const own = state.type.shape[axis]!;
      if (isFixed(place, state.key, axis) && own !== extent && place.facts.representative(own) !== place.facts.representative(extent)) change(place, slot, axis);
    }
  }
  place.out.push({ kind: "write", slot, value, span: lowering.span(node) });
  if (state.flag !== undefined) pushHost(place, lowering.span(node), `${state.flag} = true;`, [], [state.flag]);
  place.facts.setSlot(slot, value);
}

export function readSlot(place: Place, slot: string, node: ts.Node): ValueId {
  const { lowering } = place, known = place.facts.slotValue(slot), state = lowering.slots.get(slot)!, span = lowering.span(node);
  if (known !== undefined) return known;
  if (!state.type) return fail(place, "SPMD1211", node, { name: slot });
  if (state.flag !== undefined) {
    const { code, message, help } = report("SPMD1211", span, { name: slot });
    pushHost(place, span, `if (!${state.flag}) throw Object.assign(new Error(${JSON.stringify(message)}), ${JSON.stringify({ code, help, site: siteOf(span) })});`, [state.flag], []);
  }
  const changing = state.type.shape.map((_, axis) => !isFixed(place, state.key, axis));
  const type: ArrayType = { element: state.type.element, shape: state.type.shape.map((extent, axis) => (changing[axis] ? lowering.names.fresh(slot) : extent)) };
  const result = newValue(place, type);
  place.out.push({ kind: "read", result, slot, ...(changing.includes(true) ? { type } : {}), span });
  for (const [axis, name] of type.shape.entries()) {
    if (!changing[axis] || typeof name === "number") continue;
    place.out.push({ kind: "extent", name, value: result, axis, span });
    place.facts.declareExtent(name);
  }
  place.facts.rememberSlot(slot, result);
  return result;
}

const isFixed = (place: Place, key: string, axis: number): boolean => !place.lowering.changingAxes.has(`${key}:${axis}`);

/** Notes that the extent along an axis changes, and gives the name that stands for it in the slot's type. */
function change(place: Place, slot: string, axis: number): Extent {
  place.lowering.changingAxes.add(`${place.lowering.slots.get(slot)!.key}:${axis}`);
  return `${slot}$axis${axis}`;
}

const showType = (type: ArrayType): string => `${typeof type.element === "string" ? type.element : "record"}[${type.shape.map((e) => (typeof e === "number" ? e : "?")).join(", ")}]`;
