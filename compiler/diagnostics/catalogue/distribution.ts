// SPMD3xxx: where arrays are and what moving them costs.
import type { Catalogue } from "./entry.ts";

export const distribution: Catalogue = {};
