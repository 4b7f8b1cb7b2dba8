// Stores past the caches. An output that is larger than what the caches hold is gone from them before anybody reads it: written around them it need not be read
// first, as a line of a cache is that is written in parts, which is a quarter of the traffic of a + s * b.
//
//   if (out0$far && aligned) f64x8_stream(out0$w0, v); else STORE(f64x8, out0$w0, v);
//
// Not where an output has an input's memory: its lines are in the caches already.
import type { LaneBuffer, LaneNest } from "../../ir/lanes.ts";
import { bytesOf } from "../../ir/types.ts";
import { replaceable } from "../inPlace.ts";
import type { CWriter } from "./writer.ts";
import { line } from "./writer.ts";

/** About the last cache of a large machine's processor. */
const farBytes = 2 ** 25;

/** Outputs whose wide stores may go past the caches: of whole vectors, by code that may take positions in any order. */
export function farOutputs(nest: LaneNest): readonly LaneBuffer[] {
  const [pass, ...others] = nest.passes;
  if (!pass?.wide || others.length > 0 || pass.order !== "any") return [];
  return nest.buffers.filter((b) => b.role === "output" && bytesOf[b.dtype] >= 4 && b.axes.length === nest.ndim && b.axes.every((a) => a.per === 1));
}

const farName = (b: LaneBuffer): string => `${b.name}$far`;

/** Once a call: which outputs are that large. */
export function printFar(writer: CWriter, nest: LaneNest): void {
  const count = Array.from({ length: nest.ndim }, (_, axis) => `count$${axis}`).join(" * (i64)"), pairs = replaceable(nest);
  for (const b of farOutputs(nest)) {
    const same = pairs.filter(({ output }) => nest.buffers[output] === b).map(({ input }) => ` && ${nest.buffers[input]!.name}$base != ${b.name}$base`).join("");
    line(writer, `const int ${farName(b)} = (i64)${count} * ${bytesOf[b.dtype]} >= ${farBytes}${same};`);
  }
}

export const farStore = (b: LaneBuffer, type: string, address: string, value: string): string => `FAR_STORE(${type}, ${farName(b)}, ${address}, ${value});`;

/** Others see what was stored once this is over. */
export function printFence(nest: LaneNest): readonly string[] {
  const far = farOutputs(nest).map(farName);
  return far.length > 0 ? [`  if (${far.join(" | ")}) FENCE();`] : [];
}

export const farPreludeC = `
#if defined(__AVX512F__)
#define FENCE() _mm_sfence()
#define FAR_STORE(T, far, p, v) do { \\
  T kept = (v); char *to = (p); \\
  if (far && !((u64)to & (sizeof kept - 1)) && sizeof kept == 64) _mm512_stream_si512((void *)to, BITS(__m512i, kept)); \\
  else if (far && !((u64)to & (sizeof kept - 1)) && sizeof kept == 32) _mm256_stream_si256((void *)to, BITS(__m256i, kept)); \\
  else __builtin_memcpy(to, &kept, sizeof kept); \\
} while (0)
#elif defined(__AVX__)
#define FENCE() _mm_sfence()
#define FAR_STORE(T, far, p, v) do { \\
  T kept = (v); char *to = (p); \\
  if (far && !((u64)to & (sizeof kept - 1)) && sizeof kept == 32) _mm256_stream_si256((void *)to, BITS(__m256i, kept)); \\
  else __builtin_memcpy(to, &kept, sizeof kept); \\
} while (0)
#else
#define FENCE() (void)0
#define FAR_STORE(T, far, p, v) STORE(T, p, v)
#endif
`;
