// SPMD4xxx: building for a target.
import type { Catalogue } from "./entry.ts";

export const target: Catalogue = {};
