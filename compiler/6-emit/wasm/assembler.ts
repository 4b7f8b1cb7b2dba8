// Turns WebAssembly text into bytes. wabt is loaded once by the caller (about 50 ms) and handed to every `emitWasm`.
import loadWabt from "wabt";

/** Assembles and validates; throws with wabt's message and the text's line where the text is wrong. */
export type Assembler = (wat: string) => Uint8Array;

export async function loadAssembler(): Promise<Assembler> {
  const wabt = await loadWabt();
  const features = { simd: true, threads: true, bulk_memory: true, sat_float_to_int: true, sign_extension: true, mutable_globals: true };
  return (wat) => {
    const module = wabt.parseWat("kernels.wat", wat, features);
    try {
      module.resolveNames();
      // Takes the features too, which its declaration does not say; without them shared memories are refused.
      (module as { validate(allowed: typeof features): void }).validate(features);
      return module.toBinary({ write_debug_names: true }).buffer;
    } finally {
      module.destroy();
    }
  };
}
