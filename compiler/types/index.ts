// All types of the language, for the operators' call signatures.
export type * from "./algebra.ts";
export type * from "./choice.ts";
export type * from "./einsum.ts";
export type * from "./elements.ts";
export type * from "./hostData.ts";
export type * from "./monoids.ts";
export type * from "./indexing.ts";
export type * from "./moving.ts";
export type * from "./ndarray.ts";
export type * from "./shapes.ts";
