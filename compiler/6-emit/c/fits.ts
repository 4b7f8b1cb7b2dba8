// A function of every module that says whether the processor has what the module was compiled for; it is itself compiled for the plainest one.
import { nativeFitsSymbol } from "../../../runtime/abi.ts";

/** What `-march=native` turns on beyond the plain x86-64: the compiler's macro, and what its own run-time test calls it. */
const features: readonly (readonly [macro: string, name: string])[] = [
  "sse3", "ssse3", "sse4.1", "sse4.2", "popcnt", "avx", "avx2", "fma", "bmi", "bmi2", "avx512f", "avx512vl", "avx512bw", "avx512dq", "avx512cd", "avx512ifma", "avx512vbmi", "avx512vbmi2", "avx512vnni", "avx512bitalg", "avx512vpopcntdq", "avx5124vnniw", "gfni", "vpclmulqdq",
].map((name) => [`__${name.toUpperCase().replace(".", "_")}__`, name]);

export const fitsFunction = `
#if defined(__x86_64__)
__attribute__((target("arch=x86-64")))
#endif
int ${nativeFitsSymbol}(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
${features.map(([macro, name]) => `#ifdef ${macro}\n  if (!__builtin_cpu_supports("${name}")) return 0;\n#endif`).join("\n")}
#endif
  return 1;
}
`;
