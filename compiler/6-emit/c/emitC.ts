// Stage 6: prints a lane module as C for gcc and clang, with their vector extensions.
//
//   lanes k { ... }   ->   typedef double f64; ... int spmd_k(char *memory, f64 *numbers) { ... }
//
// The module must have been vectorized for `vectorBytes`, the size of the target's vector registers: 64 means AVX-512 (F, BW, DQ, VL). Compiled
// without contraction into fused multiply-adds and with integers that wrap, it gives the bits of the other backends.
import type { LaneModule } from "../../ir/lanes.ts";
import type { LibraryKernel } from "../../ir/written.ts";
import { fitsFunction } from "./fits.ts";
import { printNest } from "./nest.ts";
import { cRoutine } from "./routine.ts";
import { farOutputs, farPreludeC } from "./farStores.ts";
import { scalarPreludeC } from "./scalars.ts";
import { vectorPreludeC } from "./vectors.ts";

export function emitC(lanes: LaneModule, vectorBytes: number, written: readonly LibraryKernel[] = []): string {
  const nests = lanes.nests.map(printNest), widths = [...new Set(nests.flatMap((n) => [...n.widths]))].sort((a, b) => a - b);
  return [
    "#if defined(__x86_64__)\n#include <immintrin.h>\n#endif",
    scalarPreludeC,
    ...(lanes.nests.some((nest) => farOutputs(nest).length > 0) ? [farPreludeC] : []),
    ...widths.map((width) => vectorPreludeC(width, vectorBytes)),
    fitsFunction,
    ...nests.map((n) => n.text),
    ...written.flatMap((w) => (w.kind === "routine" ? [cRoutine(w)] : (w.c ?? []))),
    "",
  ].join("\n");
}
