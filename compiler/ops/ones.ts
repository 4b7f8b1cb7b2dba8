// ones(shape, dtype): every element 1 (true for bool). dtype f64, or the one that is named.
import type { ElementOf, Named, NDArray, Plain, Shape } from "../types/index.ts";
import { constantArray } from "./constantArray.ts";

export interface OnesCall {
  <const S extends Shape, const E extends Named = "f64">(shape: S, element?: E): NDArray<ElementOf<NoInfer<E>>, Plain<S>>;
}

export const ones = constantArray("ones", 1);
