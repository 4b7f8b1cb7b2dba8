// SPMD2090 to 2099: random numbers, products of matrices, Fourier transforms.
import type { Catalogue } from "./entry.ts";

export const algebra: Catalogue = {
  SPMD2090: {
    severity: "error",
    message: "random: {dist} numbers are not {dtype}",
    typed: ["random: {dist} numbers are not {dtype}; use { integers: [low, high] }"],
    help: "name \"f64\" or \"f32\", or ask for integers: random(shape, { dist: { integers: [0, 10] } }, \"i32\")",
  },
  SPMD2091: {
    severity: "error",
    message: "random: {given} are not bounds of integers",
    help: "give the least one and the end, which does not belong to them: { integers: [0, 10] }",
  },
  SPMD2092: {
    severity: "error",
    message: "{op}: inner dimensions differ: {a} x {b}",
    help: "the last extent of the first array is the one that is summed over; transpose one of them if rows and columns are exchanged",
  },
  SPMD2093: {
    severity: "error",
    message: "{op}: multiplies numbers, not bool elements",
    typed: ["{op}: multiplies numbers, not bool elements; cast them first"],
    help: "cast them first: cast(a, \"i32\")",
  },
  SPMD2096: {
    severity: "error",
    message: "einsum: {reason}",
    help: "give each array's axes as letters, and the result's: einsum(\"ij,jk->ik\", a, b)",
  },
  SPMD2097: {
    severity: "error",
    message: "einsum: the axis {letter} has the extents {a} and {b}",
    help: "axes with one letter have one extent; use different letters, or transpose one of the arrays",
  },
  SPMD2095: {
    severity: "error",
    message: "{op}: transforms numbers and complex numbers, not {element} elements",
    help: "complex elements are { re: \"f64\", im: \"f64\" } or { re: \"f32\", im: \"f32\" }; take one field of others with field(a, name)",
  },
  SPMD2094: {
    severity: "error",
    message: "{op}: shapes {a} and {b} of the stacks differ",
    help: "all axes before the last two must be the same in both arrays",
  },
};
