// A value that is stored and read back at once: where a loop reads what another one stored, merging leaves the conversion and drops the buffer.
//
//   %1 = loop { store f32 (element f64 0) }; %2 = loop { @f(element f32 0 of %1) }   ->   s0 = @$copy_f64(element 0); s1 = @f(s0 as f32)
//
// Positions of a loop are safe as they are where 32 bits are stored, since no extent is larger; constants are converted here.
import type { StepArgument } from "../ir/array.ts";
import { argumentDtype } from "../ir/array.ts";
import type { Loop } from "../ir/array.ts";
import type { KernelFunction, KernelId } from "../ir/kernel.ts";
import { scalarOf } from "../ir/types.ts";
import type { DType, ScalarType, Span } from "../ir/types.ts";

export const copyId = (type: ScalarType): KernelId => `@$copy_${type}`;

export function copyFunction(type: ScalarType, span: Span): KernelFunction {
  return { id: copyId(type), params: [{ name: "x", type }], locals: [], results: [{ field: "", type }], body: [{ kind: "return", values: [{ kind: "local", type, name: "x" }] }], span };
}

/** What reading `arg` back from an array of `dtype` gives: an argument as it stands, or the type of a copy that must be made of it. */
export function readBack(inputs: Loop["inputs"], arg: StepArgument, dtype: DType): StepArgument | ScalarType {
  switch (arg.kind) {
    case "const":
      return { kind: "const", value: convert(arg.value, dtype) };
    case "index":
      return dtype === "i32" || dtype === "u32" ? arg : "int";
    case "capture":
      return dtype === "bool" ? "bool" : "f64";
    case "element":
    case "step": {
      const own = argumentDtype(inputs, arg);
      return own === dtype ? arg : scalarOf(own);
    }
  }
}

/** A constant as it would be read from an array of this dtype. */
function convert(value: number | boolean, dtype: DType): number | boolean {
  if (dtype === "bool") return Boolean(value);
  const n = Number(value);
  switch (dtype) {
    case "f64":
      return n;
    case "f32":
      return Math.fround(n);
    case "i32":
      return n | 0;
    case "u32":
      return n >>> 0;
    case "i16":
      return (n << 16) >> 16;
    case "u16":
      return n & 0xffff;
    case "i8":
      return (n << 24) >> 24;
    case "u8":
      return n & 0xff;
  }
}
