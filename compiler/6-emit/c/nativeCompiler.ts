// What turns C into machine code is given by the caller, as the assembler of WebAssembly is: the compiler's core starts no processes.

/** A shared object and its SHA-256 in hexadecimal digits. */
export interface NativeObject {
  readonly object: Uint8Array;
  readonly sha256: string;
}

export interface NativeCompiler {
  /** "linux-x64": Node's names of the platform and the processor that it compiles for. */
  readonly machine: string;
  /** Bytes of that processor's vector registers as `emitC` uses them: 16, 32, or 64 with AVX-512 (F, BW, DQ and VL). */
  readonly vectorBytes: number;
  /** Rejects with the reason in words; gives undefined where it fails and machine code is only an addition. */
  compile(source: string): Promise<NativeObject | undefined>;
}
