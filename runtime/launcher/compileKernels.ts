// WebAssembly kernels as machine code. V8 compiles twice: quickly at first, and well once a function has been called often or has looped long. A kernel is called a few
// times, its loops are long, and a running call stays in the code that it began in; so the first call would take half as much time again (57 ms instead
// of 38 for a Mandelbrot of a million points). Here all of it is compiled well before the ranks begin: 1 to 2 ms a kernel, on as many threads as there are cores.
import { spmdError } from "../errors.ts";
import { isNode } from "../platform.ts";

/** Above this size a program has more kernels than it is likely to run for long: V8 then chooses itself. */
const mostBytes = 1 << 16;

/** How V8 is told. What somebody else compiles in between is compiled well too. */
const thoroughly = ["--no-liftoff", "--no-wasm-lazy-compilation"], asUsual = ["--liftoff", "--wasm-lazy-compilation"];

export async function compileKernels(wasm: Uint8Array): Promise<WebAssembly.Module> {
  const v8 = isNode && wasm.length <= mostBytes ? process.getBuiltinModule("node:v8") : undefined;
  try {
    for (const flag of thoroughly) v8?.setFlagsFromString(flag);
    return await WebAssembly.compile(new Uint8Array(wasm));
  } catch (error) {
    throw spmdError("SPMD5016", { reason: error instanceof Error ? error.message : String(error) });
  } finally {
    for (const flag of asUsual) v8?.setFlagsFromString(flag);
  }
}
