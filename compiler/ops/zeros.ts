// zeros(shape, dtype): every element 0 (false for bool). dtype f64, or the one that is named.
import type { ElementOf, Named, NDArray, Plain, Shape } from "../types/index.ts";
import { constantArray } from "./constantArray.ts";

export interface ZerosCall {
  <const S extends Shape, const E extends Named = "f64">(shape: S, element?: E): NDArray<ElementOf<NoInfer<E>>, Plain<S>>;
}

export const zeros = constantArray("zeros", 0);
