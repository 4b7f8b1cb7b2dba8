// Stage 6: prints a lane module as WebAssembly text and assembles it.
//
//   lanes k { ... }   ->   (module (import "env" "memory" ...) (import "env" "fail" ...) (func $k (export "k") ...))
//
// The memory is the rank's own and shared; numbers come and go as `runtime/abi.ts` says.
import type { LaneModule } from "../../ir/lanes.ts";
import type { LibraryKernel } from "../../ir/written.ts";
import type { Assembler } from "./assembler.ts";
import { printNest } from "./nest.ts";
import { wasmRoutine } from "./routine.ts";
import { routines } from "./routines.ts";

export function emitWasm(lanes: LaneModule, assemble: Assembler, written: readonly LibraryKernel[] = []): { readonly wat: string; readonly wasm: Uint8Array } {
  const wat = printModule(lanes, written);
  return { wat, wasm: assemble(wat) };
}

export function printModule(lanes: LaneModule, written: readonly LibraryKernel[] = []): string {
  const nests = lanes.nests.map(printNest), called = new Set(nests.flatMap((n) => [...n.routines]));
  const texts = [...called].sort().map((name) => routines.get(name)!.replace(/^\n/, ""));
  return [
    "(module",
    '  (import "env" "memory" (memory 0 65536 shared))',
    '  (import "env" "fail" (func $fail (param i32 f64 f64 f64 f64)))',
    ...texts,
    ...nests.map((n) => n.text),
    ...written.map((w) => (w.kind === "routine" ? wasmRoutine(w) : w.wat)),
    ")",
    "",
  ].join("\n");
}
