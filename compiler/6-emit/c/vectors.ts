// C types and functions for vectors of W lanes. A value of W lanes is one vector per element type (f64x8, f32x8, i32x8), whatever its size; a mask, the
// lanes' bool, is
//
//   where registers have 64 bytes   a mask register (__mmask8, __mmask16): AVX-512
//   else                            a vector of 0 and -1, as wide as the registers: lanes of 64 bits where an f64 may vary, of 32 where none does
//
// Where a register has so many lanes that each has 16 bits, the program's integers fit in these (5-vectorize/short.ts): then i32xW are such lanes.
//
// Lanes are computed by the compilers' vector operators; what those lack by an intrinsic function where the target has one, else lane by lane.

export function vectorPreludeC(width: number, vectorBytes: number): string {
  const laneBytes = vectorBytes / width;
  if (laneBytes === 2) return shortPrelude(width, vectorBytes);
  const masks = vectorBytes === 64 ? registerMasks : vectorMasks;
  const floats = (["f64", "f32"] as const).filter((type) => bytesOf(type) <= laneBytes), names = { W: String(width), M: `m${width}`, L: `i${8 * laneBytes}`, LANES: lanesOf(width) };
  const parts = [
    ...["f32", "i32", "u32", "i16", "u16", "i8", "u8", ...(laneBytes === 8 ? ["f64", "i64", "u64"] : [])].map((type) => `typedef ${type} ${type}x${width} __attribute__((vector_size(${width * bytesOf(type)})));\n`),
    masks.types,
    ...[...floats, "i32" as const].map((type) => fill(ofAny + masks.ofAny(type, width, bytesOf(type)), { ...names, T: type, SPLAT: Array(width).fill("x").join(", "), B: `i${8 * bytesOf(type)}` })),
    ...floats.map((type) => fill(ofFloat, { ...names, ...intrinsics(type, width), T: type, I: `u${8 * bytesOf(type)}` })),
    ofInteger,
    laneBytes === 8 ? fill(ofDouble, halfNames(width)) : ofSingle,
    masks.ofLanes,
    ...(["i32", "f32", ...(laneBytes === 8 ? ["f64"] : [])] as const).map((type) => fill(gather, { ...gatherNames(type, width), T: type })),
    ...["i16", "u16", "i8", "u8"].map((type) => fill(loadNarrow, { T: type, ...wideningNames(type, width) })),
    ...["i16", "u16", "i8", "u8"].map((type) => fill(gatherNarrow, { T: type, EACH: Array.from({ length: width }, (_, k) => `LOAD(${type}, base + (i64)${type.endsWith("8") ? "(u32)" : ""}at[${k}] * ${bytesOf(type)})`).join(", ") })),
  ];
  return `\n/* ${width} lanes */\n${parts.map((part) => fill(part, names)).join("")}`;
}

type Element = "f64" | "f32" | "i32";
const bytesOf = (type: string): number => Number(type.slice(1)) / 8;
const lanesOf = (width: number): string => Array.from({ length: width }, (_, k) => k).join(", ");
const fill = (text: string, names: { readonly [hole: string]: string }): string => text.replace(/@(\w+?)@/g, (hole, name: string) => names[name] ?? hole);

/** For x86: the register type and the functions' endings, or nothing where a vector of this type has no register of its own. */
function intrinsics(type: "f64" | "f32", width: number): { readonly [hole: string]: string } {
  const bits = 8 * width * bytesOf(type), prefix = bits === 128 ? "_mm" : `_mm${bits}`, kind = type === "f64" ? "pd" : "ps";
  const native = bits === 512 ? "defined(__AVX512F__)" : bits === 256 ? "defined(__AVX__)" : bits === 128 ? "defined(__SSE4_1__)" : "0";
  return { NATIVE: native, X: prefix, K: kind, ROUND: bits === 512 ? `${prefix}_roundscale_${kind}` : `${prefix}_round_${kind}`, R: `__m${bits}${type === "f64" ? "d" : ""}` };
}

const ofAny = `
INLINE @T@x@W@ @T@x@W@_of(@T@ x) { return (@T@x@W@){ @SPLAT@ }; }
`;

const compares = [["lt", "<"], ["le", "<="], ["gt", ">"], ["ge", ">="], ["eq", "=="], ["ne", "!="]] as const;

interface Masks {
  readonly types: string;
  /** Comparisons and selection of one element type. */
  ofAny(type: Element, width: number, bytes: number): string;
  readonly ofLanes: string;
}

const registerMasks: Masks = {
  types: `typedef __mmask@W@ @M@;
#define ANY_@M@(m) ((m) != 0)
#define NOT_@M@(m) ((@M@)~(m))
INLINE @M@ @M@_of(int b) { return (@M@)-b; }
INLINE @M@ @M@_select(@M@ m, @M@ x, @M@ y) { return (@M@)((m & x) | (~m & y)); }
`,
  ofAny(type, width, bytes) {
    const bits = 8 * width * bytes, prefix = `_mm${bits}`, kind = { f64: "pd", f32: "ps", i32: `epi${8 * bytes}` }[type], register = `__m${bits}${{ f64: "d", f32: "", i32: "i" }[type]}`;
    const ordered = { lt: "_CMP_LT_OQ", le: "_CMP_LE_OQ", gt: "_CMP_GT_OQ", ge: "_CMP_GE_OQ", eq: "_CMP_EQ_OQ", ne: "_CMP_NEQ_UQ" }, integers = { lt: "lt", le: "le", gt: "gt", ge: "ge", eq: "eq", ne: "neq" };
    const compare = (op: keyof typeof ordered): string => (type === "i32" ? `${prefix}_cmp${integers[op]}_${kind}_mask((${register})x, (${register})y)` : `${prefix}_cmp_${kind}_mask((${register})x, (${register})y, ${ordered[op]})`);
    return [
      ...compares.map(([op]) => `INLINE @M@ @T@x@W@_${op}(@T@x@W@ x, @T@x@W@ y) { return ${compare(op)}; }\n`),
      `INLINE @T@x@W@ @T@x@W@_select(@M@ m, @T@x@W@ x, @T@x@W@ y) { return (@T@x@W@)${prefix}_mask_blend_${kind}(m, (${register})y, (${register})x); }\n`,
    ].join("");
  },
  ofLanes: `
INLINE i32x@W@ i32x@W@_fromBool(@M@ m) { return i32x@W@_select(m, i32x@W@_of(1), i32x@W@_of(0)); }
`,
};

const vectorMasks: Masks = {
  types: `typedef @L@x@W@ @M@;
INLINE int ANY_@M@(@M@ m) { @L@ any = 0; for (int k = 0; k < @W@; k++) any |= m[k]; return any != 0; }
#if defined(__AVX2__)
#define ANY_@M@(m) (sizeof(@M@) == 32 ? !_mm256_testz_si256(BITS(__m256i, m), BITS(__m256i, m)) : !_mm_testz_si128(BITS(__m128i, m), BITS(__m128i, m)))
#endif
#define NOT_@M@(m) (~(m))
INLINE @M@ @M@_of(int b) { return (@M@){ 0 } - (@L@)b; }
INLINE @M@ @M@_select(@M@ m, @M@ x, @M@ y) { return (m & x) | (~m & y); }
`,
  ofAny: () => [
    ...compares.map(([op, symbol]) => `INLINE @M@ @T@x@W@_${op}(@T@x@W@ x, @T@x@W@ y) { return __builtin_convertvector(x ${symbol} y, @M@); }\n`),
    "INLINE @T@x@W@ @T@x@W@_select(@M@ m, @T@x@W@ x, @T@x@W@ y) { @B@x@W@ of = __builtin_convertvector(m, @B@x@W@); return (@T@x@W@)(((@B@x@W@)x & of) | ((@B@x@W@)y & ~of)); }\n",
  ].join(""),
  ofLanes: `
INLINE i32x@W@ i32x@W@_fromBool(@M@ m) { return __builtin_convertvector(m, i32x@W@) & 1; }
`,
};

/** The machine's minimum gives its second operand where one is not a number and for zeros: asked both ways round, the answers differ just there. */
const ofFloat = `
#if @NATIVE@
INLINE @T@x@W@ @T@x@W@_sqrt(@T@x@W@ x) { return (@T@x@W@)@X@_sqrt_@K@((@R@)x); }
INLINE @T@x@W@ @T@x@W@_floor(@T@x@W@ x) { return (@T@x@W@)@ROUND@((@R@)x, 9); }
INLINE @T@x@W@ @T@x@W@_ceil(@T@x@W@ x) { return (@T@x@W@)@ROUND@((@R@)x, 10); }
INLINE @T@x@W@ @T@x@W@_trunc(@T@x@W@ x) { return (@T@x@W@)@ROUND@((@R@)x, 11); }
INLINE @T@x@W@ @T@x@W@_min(@T@x@W@ x, @T@x@W@ y) {
  @I@x@W@ one = (@I@x@W@)@X@_min_@K@((@R@)x, (@R@)y), other = (@I@x@W@)@X@_min_@K@((@R@)y, (@R@)x);
  return (@T@x@W@)(one | other);
}
INLINE @T@x@W@ @T@x@W@_max(@T@x@W@ x, @T@x@W@ y) {
  @I@x@W@ one = (@I@x@W@)@X@_max_@K@((@R@)x, (@R@)y), other = (@I@x@W@)@X@_max_@K@((@R@)y, (@R@)x);
  return (@T@x@W@)(one | other) - (@T@x@W@)(one ^ other);
}
#else
#define LANEWISE(name) INLINE @T@x@W@ @T@x@W@_##name(@T@x@W@ x) { for (int k = 0; k < @W@; k++) x[k] = @T@_##name(x[k]); return x; }
LANEWISE(sqrt) LANEWISE(floor) LANEWISE(ceil) LANEWISE(trunc)
#undef LANEWISE
INLINE @T@x@W@ @T@x@W@_min(@T@x@W@ x, @T@x@W@ y) { return @T@x@W@_select(@T@x@W@_lt(x, y), x, @T@x@W@_select(@T@x@W@_lt(y, x), y, (@T@x@W@)((@I@x@W@)x | (@I@x@W@)y))); }
INLINE @T@x@W@ @T@x@W@_max(@T@x@W@ x, @T@x@W@ y) {
  @T@x@W@ same = @T@x@W@_select(@T@x@W@_eq(x, y), (@T@x@W@)((@I@x@W@)x & (@I@x@W@)y), x + y);
  return @T@x@W@_select(@T@x@W@_gt(x, y), x, @T@x@W@_select(@T@x@W@_gt(y, x), y, same));
}
#endif
INLINE @T@x@W@ @T@x@W@_abs(@T@x@W@ x) { return (@T@x@W@)((@I@x@W@)x << 1 >> 1); }
INLINE @T@x@W@ @T@x@W@_round(@T@x@W@ x) { @T@x@W@ up = @T@x@W@_ceil(x); return up - @T@x@W@_select(@T@x@W@_gt(up - (@T@)0.5, x), @T@x@W@_of(1), @T@x@W@_of(0)); }
INLINE @T@x@W@ @T@x@W@_sign(@T@x@W@ x) {
  @I@x@W@ sign = (@I@x@W@)@T@x@W@_of((@T@)-0.0), one = (@I@x@W@)@T@x@W@_of(1);
  return @T@x@W@_select(@T@x@W@_gt(@T@x@W@_abs(x), @T@x@W@_of(0)), (@T@x@W@)(((@I@x@W@)x & sign) | one), x);
}
`;

/** The machine's own gathering of 4 or 8 bytes, where it has one for so many. */
function gatherNames(type: string, width: number): { readonly [hole: string]: string } {
  const bits = 8 * width * bytesOf(type), prefix = bits === 128 ? "_mm" : `_mm${bits}`, ending = { f64: "pd", f32: "ps", i32: "epi32" }[type]!, positions = width === 4 ? "__m128i" : width === 8 ? "__m256i" : "__m512i";
  const native = bits === 512 ? "defined(__AVX512F__)" : (bits === 256 || bits === 128) && width >= 4 ? "defined(__AVX2__)" : "0", pointer = { f64: "const double *", f32: "const float *", i32: "const int *" }[type]!;
  const call = bits === 512 ? `${prefix}_i32gather_${ending}((${positions})at, base, ${bytesOf(type)})` : `${prefix}_i32gather_${ending}((${pointer})base, (${positions})at, ${bytesOf(type)})`;
  return { HAS: native, CALL: call, EACH: Array.from({ length: width }, (_, k) => `LOAD(${type}, base + (i64)at[${k}] * ${bytesOf(type)})`).join(", ") };
}

const gather = `
#if @HAS@
INLINE @T@x@W@ @T@x@W@_gather(const char *base, i32x@W@ at) { return (@T@x@W@)@CALL@; }
#else
INLINE @T@x@W@ @T@x@W@_gather(const char *base, i32x@W@ at) { return (@T@x@W@){ @EACH@ }; }
#endif
`;

/** Neighbouring narrow integers as i32: gcc would take most vectors of them apart and convert them one by one. */
function wideningNames(type: string, width: number): { readonly [hole: string]: string } {
  const bytes = width * bytesOf(type), prefix = width === 4 ? "_mm" : width === 8 ? "_mm256" : "_mm512", convert = `${prefix}_cvtep${type}_epi32`;
  const load = bytes === 4 ? "_mm_cvtsi32_si128(LOAD(i32, at))" : bytes === 8 ? "_mm_loadl_epi64((const void *)at)" : bytes === 16 ? "_mm_loadu_si128((const void *)at)" : "_mm256_loadu_si256((const void *)at)";
  return { HAS: width === 4 ? "defined(__SSE4_1__)" : width === 8 ? "defined(__AVX2__)" : width === 16 ? "defined(__AVX512F__)" : "0", WIDENED: `${convert}(${load})` };
}

const loadNarrow = `
#if @HAS@
INLINE i32x@W@ @T@x@W@_load(const char *at) { return (i32x@W@)@WIDENED@; }
#else
INLINE i32x@W@ @T@x@W@_load(const char *at) { return __builtin_convertvector(LOAD(@T@x@W@, at), i32x@W@); }
#endif
`;

const gatherNarrow = `
INLINE i32x@W@ @T@x@W@_gather(const char *base, i32x@W@ at) { return (i32x@W@){ @EACH@ }; }
`;

function shortPrelude(width: number, vectorBytes: number): string {
  const masks = vectorBytes === 64 ? registerMasks : vectorMasks, names = { W: String(width), M: `m${width}`, L: "i16", T: "i32", B: "i16", SPLAT: Array(width).fill("x").join(", ") };
  const half = vectorBytes === 64 ? "_mm256_loadu_si256" : vectorBytes === 32 ? "_mm_loadu_si128" : "_mm_loadl_epi64", prefix = vectorBytes === 16 ? "_mm" : `_mm${8 * vectorBytes}`;
  const has = vectorBytes === 64 ? "defined(__AVX512BW__)" : vectorBytes === 32 ? "defined(__AVX2__)" : "defined(__SSE4_1__)";
  const types = ["i16", "u16", "i8", "u8"].map((type) => `typedef ${type} ${type}x${width} __attribute__((vector_size(${width * bytesOf(type)})));\n`), loads = ["i8", "u8"].map((type) => fill(loadNarrow, { T: type, HAS: has, WIDENED: `${prefix}_cvtep${type}_epi16(${half}((const void *)at))` }));
  const parts = [...types, "typedef i16x@W@ i32x@W@;\ntypedef u16x@W@ u32x@W@;\n", masks.types, ofAny, masks.ofAny("i32", width, 2), ofShort, masks.ofLanes, ...loads, ...["i16", "u16"].map((type) => fill("INLINE i32x@W@ @T@x@W@_load(const char *at) { return (i32x@W@)LOAD(@T@x@W@, at); }\n", { T: type }))];
  return `\n/* ${width} lanes of 16 bits */\n${parts.map((part) => fill(part, names)).join("")}`;
}

const ofShort = `
INLINE i32x@W@ i32x@W@_min(i32x@W@ x, i32x@W@ y) { return i32x@W@_select(i32x@W@_lt(x, y), x, y); }
INLINE i32x@W@ i32x@W@_max(i32x@W@ x, i32x@W@ y) { return i32x@W@_select(i32x@W@_gt(x, y), x, y); }
INLINE i32x@W@ i32x@W@_abs(i32x@W@ x) { return i32x@W@_select(i32x@W@_lt(x, i32x@W@_of(0)), -x, x); }
INLINE i32x@W@ i32x@W@_shl(i32x@W@ x, i32x@W@ n) { return (i32x@W@)((u32x@W@)x << (u32x@W@)n); }
INLINE i32x@W@ i32x@W@_shr(i32x@W@ x, i32x@W@ n) { return x >> n; }
INLINE i32x@W@ i32x@W@_ushr(i32x@W@ x, i32x@W@ n) { return (i32x@W@)((u32x@W@)x >> (u32x@W@)n); }
INLINE @M@ i32x@W@_toBool(i32x@W@ x) { return i32x@W@_ne(x, i32x@W@_of(0)); }
INLINE i32x@W@ i32x@W@_extend8(i32x@W@ x) { return x << 8 >> 8; }
INLINE i32x@W@ i32x@W@_extend16(i32x@W@ x) { return x; }
`;

const ofInteger = `
INLINE i32x@W@ i32x@W@_min(i32x@W@ x, i32x@W@ y) { return i32x@W@_select(i32x@W@_lt(x, y), x, y); }
INLINE i32x@W@ i32x@W@_max(i32x@W@ x, i32x@W@ y) { return i32x@W@_select(i32x@W@_gt(x, y), x, y); }
INLINE i32x@W@ i32x@W@_abs(i32x@W@ x) { return i32x@W@_select(i32x@W@_lt(x, i32x@W@_of(0)), -x, x); }
INLINE i32x@W@ i32x@W@_imul(i32x@W@ x, i32x@W@ y) { return x * y; }
INLINE i32x@W@ i32x@W@_clz32(i32x@W@ x) { for (int k = 0; k < @W@; k++) x[k] = i32_clz32(x[k]); return x; }
INLINE i32x@W@ i32x@W@_div(i32x@W@ x, i32x@W@ y) { for (int k = 0; k < @W@; k++) x[k] = i32_div(x[k], y[k]); return x; }
INLINE i32x@W@ i32x@W@_rem(i32x@W@ x, i32x@W@ y) { for (int k = 0; k < @W@; k++) x[k] = i32_rem(x[k], y[k]); return x; }
INLINE i32x@W@ i32x@W@_shl(i32x@W@ x, i32x@W@ n) { return (i32x@W@)((u32x@W@)x << (u32x@W@)(n & 31)); }
INLINE i32x@W@ i32x@W@_shr(i32x@W@ x, i32x@W@ n) { return x >> (n & 31); }
INLINE i32x@W@ i32x@W@_ushr(i32x@W@ x, i32x@W@ n) { return (i32x@W@)((u32x@W@)x >> (u32x@W@)(n & 31)); }
INLINE @M@ i32x@W@_toBool(i32x@W@ x) { return i32x@W@_ne(x, i32x@W@_of(0)); }
INLINE i32x@W@ i32x@W@_extend8(i32x@W@ x) { return x << 24 >> 24; }
INLINE i32x@W@ i32x@W@_extend16(i32x@W@ x) { return x << 16 >> 16; }
INLINE f32x@W@ i32x@W@_f32(i32x@W@ x) { return __builtin_convertvector(x, f32x@W@); }
INLINE f32x@W@ u32x@W@_f32(i32x@W@ x) { return __builtin_convertvector((u32x@W@)x, f32x@W@); }
INLINE i32x@W@ f32x@W@_truncate(f32x@W@ x) { return __builtin_convertvector(x, i32x@W@); }
INLINE i32x@W@ i32x@W@_index(i32 first, i32 step) { return first + step * (i32x@W@){ @LANES@ }; }
`;

/** Between a vector's f64 and as many 32-bit lanes in half a register: gcc would convert the halves and put them together. */
function halfNames(width: number): { readonly [hole: string]: string } {
  const bits = 64 * width;
  return { ...intrinsics("f64", width), WIDE: bits === 512 ? "defined(__AVX512F__)" : bits === 256 ? "defined(__AVX__)" : "0", UNSIGNED: bits === 512 ? "defined(__AVX512F__)" : bits === 256 ? "defined(__AVX512VL__)" : "0", HALF: `__m${bits / 2}` };
}

/** Lanes of 64 bits: an f64 may be in them. */
const ofDouble = `
#if @WIDE@
INLINE f64x@W@ f32x@W@_promote(f32x@W@ x) { return (f64x@W@)@X@_cvtps_pd((@HALF@)x); }
INLINE f32x@W@ f64x@W@_demote(f64x@W@ x) { return (f32x@W@)@X@_cvtpd_ps((@R@)x); }
INLINE f64x@W@ i32x@W@_fromInt32(i32x@W@ x) { return (f64x@W@)@X@_cvtepi32_pd((@HALF@i)x); }
INLINE i32x@W@ f64x@W@_truncate(f64x@W@ x) { return (i32x@W@)@X@_cvttpd_epi32((@R@)x); }
#else
INLINE f64x@W@ f32x@W@_promote(f32x@W@ x) { return __builtin_convertvector(x, f64x@W@); }
INLINE f32x@W@ f64x@W@_demote(f64x@W@ x) { return __builtin_convertvector(x, f32x@W@); }
INLINE f64x@W@ i32x@W@_fromInt32(i32x@W@ x) { return __builtin_convertvector(x, f64x@W@); }
INLINE i32x@W@ f64x@W@_truncate(f64x@W@ x) { return __builtin_convertvector(x, i32x@W@); }
#endif
#if @UNSIGNED@
INLINE f64x@W@ i32x@W@_fromUint32(i32x@W@ x) { return (f64x@W@)@X@_cvtepu32_pd((@HALF@i)x); }
#else
INLINE f64x@W@ i32x@W@_fromUint32(i32x@W@ x) { return __builtin_convertvector((u32x@W@)x, f64x@W@); }
#endif
INLINE f32x@W@ f64x@W@_fround(f64x@W@ x) { return f64x@W@_demote(x); }
INLINE f64x@W@ f64x@W@_rem(f64x@W@ x, f64x@W@ y) { for (int k = 0; k < @W@; k++) x[k] = f64_rem(x[k], y[k]); return x; }
/* Below 2^51 the low bits of x + 1.5 * 2^52 are the integer's. */
INLINE i32x@W@ f64x@W@_toInt32(f64x@W@ x) {
  if (!ANY_@M@(NOT_@M@(f64x@W@_lt(f64x@W@_abs(x), f64x@W@_of(2251799813685248.0))))) return __builtin_convertvector((i64x@W@)(f64x@W@_trunc(x) + 6755399441055744.0), i32x@W@);
  i32x@W@ of;
  for (int k = 0; k < @W@; k++) of[k] = f64_toInt32(x[k]);
  return of;
}
INLINE i32x@W@ f32x@W@_toInt32(f32x@W@ x) { return f64x@W@_toInt32(f32x@W@_promote(x)); }
INLINE i32x@W@ f64x@W@_highWord(f64x@W@ x) { return __builtin_convertvector((i64x@W@)x >> 32, i32x@W@); }
INLINE i32x@W@ f64x@W@_lowWord(f64x@W@ x) { return __builtin_convertvector((i64x@W@)x, i32x@W@); }
INLINE f64x@W@ i32x@W@_fromWords(i32x@W@ high, i32x@W@ low) { return (f64x@W@)(__builtin_convertvector(high, i64x@W@) << 32 | __builtin_convertvector(__builtin_convertvector((u32x@W@)low, u64x@W@), i64x@W@)); }
INLINE f64x@W@ i32x@W@_powerOfTwo(i32x@W@ k) { return (f64x@W@)(__builtin_convertvector(k + 1023, i64x@W@) << 52); }
`;

const ofSingle = `
INLINE i32x@W@ f32x@W@_toInt32(f32x@W@ x) {
  if (!ANY_@M@(NOT_@M@(f32x@W@_lt(f32x@W@_abs(x), f32x@W@_of(2147483648.0f))))) return __builtin_convertvector(x, i32x@W@);
  i32x@W@ of;
  for (int k = 0; k < @W@; k++) of[k] = f64_toInt32(x[k]);
  return of;
}
`;
