// What one instruction does not do, as WebAssembly functions; a module contains those that its kernels call.
//
//   toInt32    ECMAScript 7.1.6: any number modulo 2^32. Below 2^63 the machine's conversion is enough; above, the bits that count are shifted into place.
//   toInt32x2, toInt32x4   the same for the lanes of a vector: of f64, of f32
//   rem        ECMAScript 6.1.6.1.6 (C's fmod), exact: the remainder of the integer significands, eleven bits of the quotient at a time.
//   clamp, wrap, reflect   where a position outside 0 .. n-1 lies inside (n is not 0)

export const routines: ReadonlyMap<string, string> = new Map(
  Object.entries({
    toInt32: `
  (func $toInt32 (param $x f64) (result i32)
    (local $bits i64) (local $shift i64)
    (if (f64.lt (f64.abs (local.get $x)) (f64.const 9223372036854775808))
      (then (return (i32.wrap_i64 (i64.trunc_f64_s (local.get $x))))))
    (local.set $bits (i64.reinterpret_f64 (local.get $x)))
    ;; x = significand * 2^shift; not finite or a multiple of 2^32: 0
    (local.set $shift (i64.sub (i64.and (i64.shr_u (local.get $bits) (i64.const 52)) (i64.const 2047)) (i64.const 1075)))
    (if (i64.gt_s (local.get $shift) (i64.const 31)) (then (return (i32.const 0))))
    (local.set $shift (i64.shl (i64.or (i64.and (local.get $bits) (i64.const 0xfffffffffffff)) (i64.const 0x10000000000000)) (local.get $shift)))
    (i32.wrap_i64 (if (result i64) (i64.lt_s (local.get $bits) (i64.const 0))
      (then (i64.sub (i64.const 0) (local.get $shift))) (else (local.get $shift)))))`,
    toInt32x2: `
  (func $toInt32x2 (param $x v128) (result v128)
    (i64x2.replace_lane 1 (i64x2.splat (i64.extend_i32_u (call $toInt32 (f64x2.extract_lane 0 (local.get $x)))))
      (i64.extend_i32_u (call $toInt32 (f64x2.extract_lane 1 (local.get $x))))))`,
    toInt32x4: `
  (func $toInt32x4 (param $x v128) (result v128)
    (i32x4.replace_lane 3 (i32x4.replace_lane 2 (i32x4.replace_lane 1 (i32x4.splat
      (call $toInt32 (f64.promote_f32 (f32x4.extract_lane 0 (local.get $x)))))
      (call $toInt32 (f64.promote_f32 (f32x4.extract_lane 1 (local.get $x)))))
      (call $toInt32 (f64.promote_f32 (f32x4.extract_lane 2 (local.get $x)))))
      (call $toInt32 (f64.promote_f32 (f32x4.extract_lane 3 (local.get $x))))))`,
    rem: `
  (func $rem (param $x f64) (param $y f64) (result f64)
    (local $a i64) (local $b i64) (local $ea i64) (local $eb i64) (local $step i64)
    (local.set $a (i64.and (i64.reinterpret_f64 (local.get $x)) (i64.const 0x7fffffffffffffff)))
    (local.set $b (i64.and (i64.reinterpret_f64 (local.get $y)) (i64.const 0x7fffffffffffffff)))
    ;; x not finite, y zero or not a number
    (if (i32.or (i64.ge_u (local.get $a) (i64.const 0x7ff0000000000000))
                (i64.gt_u (i64.sub (local.get $b) (i64.const 1)) (i64.const 0x7fefffffffffffff)))
      (then (return (f64.const nan))))
    (if (i64.lt_u (local.get $a) (local.get $b)) (then (return (local.get $x))))
    ;; exponents (1 for subnormal numbers) and integer significands
    (local.set $ea (i64.shr_u (local.get $a) (i64.const 52)))
    (local.set $eb (i64.shr_u (local.get $b) (i64.const 52)))
    (local.set $a (i64.and (local.get $a) (i64.const 0xfffffffffffff)))
    (local.set $b (i64.and (local.get $b) (i64.const 0xfffffffffffff)))
    (if (i64.eqz (local.get $ea)) (then (local.set $ea (i64.const 1))) (else (local.set $a (i64.or (local.get $a) (i64.const 0x10000000000000)))))
    (if (i64.eqz (local.get $eb)) (then (local.set $eb (i64.const 1))) (else (local.set $b (i64.or (local.get $b) (i64.const 0x10000000000000)))))
    (local.set $a (i64.rem_u (local.get $a) (local.get $b)))
    (local.set $ea (i64.sub (local.get $ea) (local.get $eb)))
    (block $done (loop $more
      (br_if $done (i64.eqz (local.get $ea)))
      (local.set $step (select (local.get $ea) (i64.const 11) (i64.lt_u (local.get $ea) (i64.const 11))))
      (local.set $a (i64.rem_u (i64.shl (local.get $a) (local.get $step)) (local.get $b)))
      (local.set $ea (i64.sub (local.get $ea) (local.get $step)))
      (br $more)))
    ;; a * 2^(eb - 1075) is exact; the power may be subnormal
    (f64.copysign
      (f64.mul (f64.convert_i64_u (local.get $a)) (f64.reinterpret_i64 (if (result i64) (i64.ge_s (local.get $eb) (i64.const 53))
        (then (i64.shl (i64.sub (local.get $eb) (i64.const 52)) (i64.const 52)))
        (else (i64.shl (i64.const 1) (i64.sub (local.get $eb) (i64.const 1)))))))
      (local.get $x)))`,
    clamp: `
  (func $clamp (param $p i32) (param $n i32) (result i32)
    (if (result i32) (i32.lt_s (local.get $p) (i32.const 0)) (then (i32.const 0)) (else (i32.sub (local.get $n) (i32.const 1)))))`,
    wrap: `
  (func $wrap (param $p i32) (param $n i32) (result i32)
    (local.set $p (i32.rem_s (local.get $p) (local.get $n)))
    (i32.add (local.get $p) (i32.and (i32.shr_s (local.get $p) (i32.const 31)) (local.get $n))))`,
    reflect: `
  (func $reflect (param $p i32) (param $n i32) (result i32)
    (local $period i32)
    (if (i32.eq (local.get $n) (i32.const 1)) (then (return (i32.const 0))))
    (local.set $period (i32.shl (i32.sub (local.get $n) (i32.const 1)) (i32.const 1)))
    (local.set $p (i32.rem_s (local.get $p) (local.get $period)))
    (local.set $p (i32.add (local.get $p) (i32.and (i32.shr_s (local.get $p) (i32.const 31)) (local.get $period))))
    (select (local.get $p) (i32.sub (local.get $period) (local.get $p)) (i32.lt_s (local.get $p) (local.get $n))))`,
  }),
);
