// SPMD3xxx: where arrays are and what moving them costs. They teach, and a comment at the line silences them (`diagnostics/silence.ts`).
import type { Catalogue } from "./entry.ts";

export const distribution: Catalogue = {
  SPMD3001: {
    severity: "warning",
    message: "on every trip of the loop at {loop} ranks exchange {bytes}: {reason}",
    help: "compute it before the loop if it does not change, or write the loop so that all its steps want the same blocks; `// spmd-ignore SPMD3001` above the line says that it is meant so",
  },
  SPMD3002: {
    severity: "warning",
    message: "every rank gets the whole of {name}, {bytes} each: {reason}",
    help: "reduce or slice it first if less would do; `// spmd-ignore SPMD3002` above the line says that it is meant so",
  },
  SPMD3003: {
    severity: "warning",
    message: "distribute(..., \"{how}\") costs {bytes} of messages on 4 ranks that the compiler's own choice would not",
    help: "leave it out, or look at the plan with `spmdc explain`; `// spmd-ignore SPMD3003` above the line says that it is meant so",
  },
};
