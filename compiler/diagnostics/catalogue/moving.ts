// SPMD2070 to SPMD2099: arrays made of pieces of others, and elements chosen by index.
import type { Catalogue } from "./entry.ts";

export const moving: Catalogue = {
  SPMD2070: {
    severity: "error",
    message: "{op}: {what}, for an array of shape {shape}",
    help: "axes are numbered from 0, or from -1 at the last one; what is given for each axis must suit its extent",
  },
  SPMD2071: {
    severity: "error",
    message: "{op}: the {what} are {dtype}, not {wanted}",
    help: "cast indices to an integer dtype: cast(indices, \"i32\"); make a mask by a comparison: map(a, x => x > 0)",
  },
  SPMD2072: {
    severity: "error",
    message: "{op}: index {index} is not a position of an axis of {extent}",
    help: "positions go from 0 to the extent less 1",
  },
};
