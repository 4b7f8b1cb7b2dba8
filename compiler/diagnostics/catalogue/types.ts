// SPMD2xxx: dtypes and shapes.
import type { Catalogue } from "./entry.ts";

export const types: Catalogue = {
  SPMD2001: {
    severity: "error",
    message: "{op}: shapes {a} and {b} differ",
    help: "both arrays must have the same extents; look at where each is made",
  },
};
