// C that every module begins with: types, and functions on one number. A scalar function of `ops/scalar.ts` on values of a type is called TYPE_NAME:
// f64_min, f32_round, i32_abs; on a vector of W lanes TYPExW_NAME (vectors.ts).
//
//   toInt32    ECMAScript 7.1.6: any number modulo 2^32
//   rem        ECMAScript 6.1.6.1.6 (C's fmod), exact: the remainder of the integer significands, eleven bits of the quotient at a time
//   min, max   NaN if there is one, and -0 is less than 0
//   clamp, wrap, reflect   where a position outside 0 .. n-1 lies inside (n is not 0)
//
// Everything is defined for all operands: what is computed in vain, in a lane that is switched off, must not trap.

const types = `
typedef double f64;
typedef float f32;
typedef int i32;
typedef unsigned u32;
typedef long long i64;
typedef unsigned long long u64;
typedef short i16;
typedef unsigned short u16;
typedef signed char i8;
typedef unsigned char u8;

#define INLINE static inline __attribute__((always_inline))
#define LOAD(T, p) ({ T loaded; __builtin_memcpy(&loaded, p, sizeof loaded); loaded; })
#define STORE(T, p, v) ({ T stored = (v); __builtin_memcpy(p, &stored, sizeof stored); })
#define BITS(T, v) ({ __typeof__(v) from = (v); T bits; __builtin_memcpy(&bits, &from, sizeof bits); bits; })
`;

/** `T` is the type, `S` the suffix of its built-in functions, `I` the integer of its size. */
const ofFloat = `
INLINE T T_sqrt(T x) { return __builtin_sqrtS(x); }
INLINE T T_abs(T x) { return __builtin_fabsS(x); }
INLINE T T_floor(T x) { return __builtin_floorS(x); }
INLINE T T_ceil(T x) { return __builtin_ceilS(x); }
INLINE T T_trunc(T x) { return __builtin_truncS(x); }
/* ceil, less 1 where that is closer: keeps -0 and is exact where x + 0.5 would round */
INLINE T T_round(T x) { T up = __builtin_ceilS(x); return up - (up - (T)0.5 > x ? (T)1 : (T)0); }
INLINE T T_sign(T x) { return __builtin_fabsS(x) > 0 ? __builtin_copysignS((T)1, x) : x; }
/* The bits of equal numbers differ for zeros only; those of a NaN stay a NaN's when others are added. */
INLINE T T_min(T x, T y) { return x < y ? x : y < x ? y : BITS(T, BITS(I, x) | BITS(I, y)); }
INLINE T T_max(T x, T y) { return x > y ? x : y > x ? y : x == y ? BITS(T, BITS(I, x) & BITS(I, y)) : x + y; }
`;

const others = `
INLINE f32 f64_fround(f64 x) { return (f32)x; }
INLINE i32 f64_highWord(f64 x) { return (i32)(BITS(u64, x) >> 32); }
INLINE i32 f64_lowWord(f64 x) { return (i32)BITS(u64, x); }
INLINE f64 i32_fromWords(i32 high, i32 low) { return BITS(f64, (u64)(u32)high << 32 | (u32)low); }
INLINE f64 i32_powerOfTwo(i32 k) { return BITS(f64, (u64)(u32)(k + 1023) << 52); }
INLINE i32 i32_imul(i32 x, i32 y) { return x * y; }
INLINE i32 i32_clz32(i32 x) { return x ? __builtin_clz((u32)x) : 32; }
INLINE i32 i32_abs(i32 x) { return x < 0 ? -x : x; }
INLINE i32 i32_min(i32 x, i32 y) { return x < y ? x : y; }
INLINE i32 i32_max(i32 x, i32 y) { return x > y ? x : y; }
INLINE i32 i32_div(i32 x, i32 y) { return y == -1 ? -x : x / (y ? y : 1); }
INLINE i32 i32_rem(i32 x, i32 y) { return y == -1 ? 0 : x % (y ? y : 1); }
INLINE i32 i32_shl(i32 x, i32 n) { return (i32)((u32)x << (n & 31)); }
INLINE i32 i32_shr(i32 x, i32 n) { return x >> (n & 31); }
INLINE i32 i32_ushr(i32 x, i32 n) { return (i32)((u32)x >> (n & 31)); }

INLINE i32 f64_toInt32(f64 x) {
  if (__builtin_fabs(x) < 9223372036854775808.0) return (i32)(i64)x;
  u64 bits = BITS(u64, x);
  /* x = significand * 2^shift; not finite or a multiple of 2^32: 0 */
  i64 shift = (i64)(bits >> 52 & 2047) - 1075;
  if (shift > 31) return 0;
  u64 whole = ((bits & 0xfffffffffffffULL) | 0x10000000000000ULL) << shift;
  return (i32)(bits >> 63 ? 0 - whole : whole);
}

static __attribute__((noinline)) f64 f64_rem(f64 x, f64 y) {
  u64 a = BITS(u64, x) & ~(1ULL << 63), b = BITS(u64, y) & ~(1ULL << 63);
  if (a >= 0x7ff0000000000000ULL || b - 1 > 0x7fefffffffffffffULL) return __builtin_nan("");
  if (a < b) return x;
  /* exponents (1 for subnormal numbers) and integer significands */
  u64 ea = a >> 52, eb = b >> 52;
  a &= 0xfffffffffffffULL;
  b &= 0xfffffffffffffULL;
  if (ea) a |= 0x10000000000000ULL; else ea = 1;
  if (eb) b |= 0x10000000000000ULL; else eb = 1;
  a %= b;
  for (ea -= eb; ea && a;) {
    u64 step = ea < 11 ? ea : 11;
    a = (a << step) % b;
    ea -= step;
  }
  /* a * 2^(eb - 1075) is exact; the power may be subnormal */
  f64 power = BITS(f64, eb >= 53 ? (eb - 52) << 52 : 1ULL << (eb - 1));
  return __builtin_copysign((f64)a * power, x);
}

INLINE i32 clamp(i32 p, i32 n) { return p < 0 ? 0 : n - 1; }
INLINE i32 wrap(i32 p, i32 n) { p %= n; return p < 0 ? p + n : p; }
INLINE i32 reflect(i32 p, i32 n) {
  if (n == 1) return 0;
  i32 period = 2 * (n - 1);
  p %= period;
  if (p < 0) p += period;
  return p < n ? p : period - p;
}
`;

const floats = ([["f64", "", "u64"], ["f32", "f", "u32"]] as const).map(([type, suffix, bits]) =>
  ofFloat.replace(/\bT(?=_|\b)/g, type).replace(/\b(__builtin_[a-z]+)S\b/g, `$1${suffix}`).replace(/\bI\b/g, bits),
);

export const scalarPreludeC = [types, ...floats, others].join("");
