// Arrays in the hands of an uncompiled program: what `NDArray` is at run time.
import type { ElementType } from "../ir/types.ts";
import type { Dense } from "../ops/defineOp.ts";
import { showElement } from "../ops/elements.ts";
import { showShape } from "./dense.ts";

const held = Symbol.for("spmd.dense");
const inspect = Symbol.for("nodejs.util.inspect.custom");

export interface Handle {
  readonly dtype: ElementType;
  readonly shape: readonly number[];
}

export function handleOf(a: Dense): Handle {
  const handle = { dtype: a.element, shape: Object.freeze([...a.shape]) }, text = `NDArray ${showElement(handle.dtype)} ${showShape(handle.shape)}`;
  // Not enumerable: `element` and `data` make it a whole array for what shows and saves results.
  Object.defineProperties(handle, { [held]: { value: a }, element: { value: a.element }, data: { value: a.data }, [inspect]: { value: () => text }, toString: { value: () => text } });
  return Object.freeze(handle);
}

/** The array of a handle; undefined for anything else. */
export function denseOf(value: unknown): Dense | undefined {
  return typeof value === "object" && value !== null && held in value ? (value[held] as Dense) : undefined;
}
