// SPMD1xxx: what kernels and host code may not do.
import type { Catalogue } from "./entry.ts";

export const subset: Catalogue = {
  SPMD1001: {
    severity: "error",
    message: "a kernel cannot assign the captured variable '{name}': each element is computed on its own, in any order and on any rank",
    help: "return the value instead, or combine the elements with reduceAll or scanAll",
  },
};
