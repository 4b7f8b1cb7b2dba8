// Generated from compiler/math by library.test.ts, which also sees that it is up to date: SPMD_UPDATE=1 node test/run.mjs kernel/library
export const mathText: string = String.raw`
kernel @math$twoSum(a: int, b: f64) -> (hi: f64, lo: f64) at :0:0 {
  var hi: f64
  var t: f64
  hi = f64(a) + b
  t = hi - f64(a)
  return hi, (f64(a) - (hi - t)) + (b - t)
}

kernel @math$twoProduct(a: f64, b: f64) -> (hi: f64, lo: f64) at :0:0 {
  var hi: f64
  var ca: f64
  var ah: f64
  var al: f64
  var cb: f64
  var bh: f64
  var bl: f64
  hi = a * b
  ca = 134217729.0 * a
  ah = ca - (ca - a)
  al = a - ah
  cb = 134217729.0 * b
  bh = cb - (cb - b)
  bl = b - bh
  return hi, ((((ah * bh) - hi) + (ah * bl)) + (al * bh)) + (al * bl)
}

kernel @math$fastTwoSum(a: f64, b: f64) -> (hi: f64, lo: f64) at :0:0 {
  var hi: f64
  hi = a + b
  return hi, b - (hi - a)
}

kernel @math$multiplyPairs(ah: f64, al: f64, bh: f64, bl: f64) -> (hi: f64, lo: f64) at :0:0 {
  var p.hi: f64
  var p.lo: f64
  var fastTwoSum.hi: f64
  var fastTwoSum.lo: f64
  record p.hi, p.lo = @math$twoProduct(ah, bh)
  record fastTwoSum.hi, fastTwoSum.lo = @math$fastTwoSum(p.hi, p.lo + ((ah * bl) + (al * bh)))
  return fastTwoSum.hi, fastTwoSum.lo
}

kernel @math$rootOfPair(hi: f64, lo: f64) -> (hi: f64, lo: f64) at :0:0 {
  var root: f64
  var p.hi: f64
  var p.lo: f64
  var fastTwoSum.hi: f64
  var fastTwoSum.lo: f64
  root = sqrt:f64(hi)
  record p.hi, p.lo = @math$twoProduct(root, root)
  record fastTwoSum.hi, fastTwoSum.lo = @math$fastTwoSum(root, (((hi - p.hi) - p.lo) + lo) / (2.0 * root))
  return fastTwoSum.hi, fastTwoSum.lo
}

kernel @math$otherLeg(x: f64) -> (hi: f64, lo: f64) at :0:0 {
  var a.hi: f64
  var a.lo: f64
  var b.hi: f64
  var b.lo: f64
  var p.hi: f64
  var p.lo: f64
  var rootOfPair.hi: f64
  var rootOfPair.lo: f64
  record a.hi, a.lo = @math$twoSum(1, -(x))
  record b.hi, b.lo = @math$twoSum(1, x)
  record p.hi, p.lo = @math$multiplyPairs(a.hi, a.lo, b.hi, b.lo)
  record rootOfPair.hi, rootOfPair.lo = @math$rootOfPair(p.hi, p.lo)
  return rootOfPair.hi, rootOfPair.lo
}

kernel @math$twoSum_2(a: f64, b: f64) -> (hi: f64, lo: f64) at :0:0 {
  var hi: f64
  var t: f64
  hi = a + b
  t = hi - a
  return hi, (a - (hi - t)) + (b - t)
}

kernel @math$dividePairs(ah: f64, al: f64, bh: f64, bl: f64) -> (hi: f64, lo: f64) at :0:0 {
  var q: f64
  var p.hi: f64
  var p.lo: f64
  var fastTwoSum.hi: f64
  var fastTwoSum.lo: f64
  q = ah / bh
  record p.hi, p.lo = @math$twoProduct(q, bh)
  record fastTwoSum.hi, fastTwoSum.lo = @math$fastTwoSum(q, (((ah - p.hi) - p.lo) + (al - (q * bl))) / bh)
  return fastTwoSum.hi, fastTwoSum.lo
}

kernel @math$tableHigh(k: int) -> f64 at :0:0 {
  return (k < 4) ? ((k < 2) ? ((k < 1) ? 0.0 : 0.12435499454676144) : ((k < 3) ? 0.24497866312686414 : 0.35877067027057225)) : ((k < 6) ? ((k < 5) ? 0.4636476090008061 : 0.5585993153435624) : ((k < 7) ? 0.6435011087932844 : ((k < 8) ? 0.7188299996216245 : 0.7853981633974483)))
}

kernel @math$twoSum_3(a: f64, b: f64) -> (hi: f64, lo: f64) at :0:0 {
  var hi: f64
  var t: f64
  hi = a + b
  t = hi - a
  return hi, (a - (hi - t)) + (b - t)
}

kernel @math$tableLow(k: int) -> f64 at :0:0 {
  return (k < 4) ? ((k < 2) ? ((k < 1) ? 0.0 : -3.1253241424539383e-18) : ((k < 3) ? 1.0698755618734451e-17 : -2.4623815582638635e-17)) : ((k < 6) ? ((k < 5) ? 2.2698777452961687e-17 : -5.4556305485916264e-18) : ((k < 7) ? 1.5834785051444286e-17 : ((k < 8) ? -2.1478388444456983e-17 : 3.061616997868383e-17)))
}

kernel @math$octantAngle(yh: f64, yl: f64, xh: f64, xl: int) -> (hi: f64, lo: f64) at :0:0 {
  var k: int
  var c: f64
  var cx.hi: f64
  var cx.lo: f64
  var cy.hi: f64
  var cy.lo: f64
  var n.hi: f64
  var n.lo: f64
  var d.hi: f64
  var d.lo: f64
  var t.hi: f64
  var t.lo: f64
  var z: f64
  var series: f64
  var s.hi: f64
  var s.lo: f64
  var fastTwoSum.hi_2: f64
  var fastTwoSum.lo_2: f64
  k = floor:int((8.0 * (yh / xh)) + 0.5)
  c = f64(k) / 8.0
  record cx.hi, cx.lo = @math$twoProduct(c, xh)
  record cy.hi, cy.lo = @math$twoProduct(c, yh)
  record n.hi, n.lo = @math$twoSum_2(yh, -(cx.hi))
  record d.hi, d.lo = @math$fastTwoSum(xh, cy.hi)
  record t.hi, t.lo = @math$dividePairs(n.hi, n.lo + ((yl - cx.lo) - (c * f64(xl))), d.hi, d.lo + ((f64(xl) + cy.lo) + (c * yl)))
  z = t.hi * t.hi
  series = (-1.0 / 3.0) + (z * ((1.0 / 5.0) + (z * ((-1.0 / 7.0) + (z * ((1.0 / 9.0) + (z * ((-1.0 / 11.0) + (z * (1.0 / 13.0))))))))))
  record s.hi, s.lo = @math$twoSum_3(@math$tableHigh:f64(k), t.hi)
  record fastTwoSum.hi_2, fastTwoSum.lo_2 = @math$fastTwoSum(s.hi, s.lo + (@math$tableLow:f64(k) + (t.lo + ((t.hi * z) * series))))
  return fastTwoSum.hi_2, fastTwoSum.lo_2
}

kernel @math$octantAngle_2(yh: f64, yl: int, xh: f64, xl: f64) -> (hi: f64, lo: f64) at :0:0 {
  var k: int
  var c: f64
  var cx.hi: f64
  var cx.lo: f64
  var cy.hi: f64
  var cy.lo: f64
  var n.hi: f64
  var n.lo: f64
  var d.hi: f64
  var d.lo: f64
  var t.hi: f64
  var t.lo: f64
  var z: f64
  var series: f64
  var s.hi: f64
  var s.lo: f64
  var fastTwoSum.hi_2: f64
  var fastTwoSum.lo_2: f64
  k = floor:int((8.0 * (yh / xh)) + 0.5)
  c = f64(k) / 8.0
  record cx.hi, cx.lo = @math$twoProduct(c, xh)
  record cy.hi, cy.lo = @math$twoProduct(c, yh)
  record n.hi, n.lo = @math$twoSum_2(yh, -(cx.hi))
  record d.hi, d.lo = @math$fastTwoSum(xh, cy.hi)
  record t.hi, t.lo = @math$dividePairs(n.hi, n.lo + ((f64(yl) - cx.lo) - (c * xl)), d.hi, d.lo + ((xl + cy.lo) + (c * f64(yl))))
  z = t.hi * t.hi
  series = (-1.0 / 3.0) + (z * ((1.0 / 5.0) + (z * ((-1.0 / 7.0) + (z * ((1.0 / 9.0) + (z * ((-1.0 / 11.0) + (z * (1.0 / 13.0))))))))))
  record s.hi, s.lo = @math$twoSum_3(@math$tableHigh:f64(k), t.hi)
  record fastTwoSum.hi_2, fastTwoSum.lo_2 = @math$fastTwoSum(s.hi, s.lo + (@math$tableLow:f64(k) + (t.lo + ((t.hi * z) * series))))
  return fastTwoSum.hi_2, fastTwoSum.lo_2
}

kernel @math$fastTwoSum_2(a: f64, b: f64) -> (hi: f64, lo: f64) at :0:0 {
  var hi: f64
  hi = a + b
  return hi, b - (hi - a)
}

kernel @math$quadrantAngle(yh: f64, yl: f64, xh: f64, xl: int) -> (hi: f64, lo: f64) at :0:0 {
  var octantAngle.hi: f64
  var octantAngle.lo: f64
  var a.hi: f64
  var a.lo: f64
  var s.hi: f64
  var s.lo: f64
  var fastTwoSum.hi_2: f64
  var fastTwoSum.lo_2: f64
  if (yh <= xh) {
    record octantAngle.hi, octantAngle.lo = @math$octantAngle(yh, yl, xh, xl)
    return octantAngle.hi, octantAngle.lo
  }
  record a.hi, a.lo = @math$octantAngle_2(xh, xl, yh, yl)
  record s.hi, s.lo = @math$fastTwoSum_2(1.5707963267948966, -(a.hi))
  record fastTwoSum.hi_2, fastTwoSum.lo_2 = @math$fastTwoSum(s.hi, s.lo + (6.123233995736766e-17 - a.lo))
  return fastTwoSum.hi_2, fastTwoSum.lo_2
}

kernel @math$acos(x: f64) -> f64 at :0:0 {
  var ax: f64
  var leg.hi: f64
  var leg.lo: f64
  var a.hi: f64
  var a.lo: f64
  var s.hi: f64
  var s.lo: f64
  ax = abs:f64(x)
  if (!(ax <= 1.0)) {
    return NaN
  }
  if (ax == 1.0) {
    return (x > 0.0) ? 0.0 : 3.141592653589793
  }
  record leg.hi, leg.lo = @math$otherLeg(ax)
  record a.hi, a.lo = @math$quadrantAngle(leg.hi, leg.lo, ax, 0)
  if (x >= 0.0) {
    return a.hi + a.lo
  }
  record s.hi, s.lo = @math$fastTwoSum_2(3.141592653589793, -(a.hi))
  return s.hi + (s.lo + (1.2246467991473532e-16 - a.lo))
}

kernel @math$quadrantAngle_2(yh: f64, yl: int, xh: f64, xl: f64) -> (hi: f64, lo: f64) at :0:0 {
  var octantAngle.hi: f64
  var octantAngle.lo: f64
  var a.hi: f64
  var a.lo: f64
  var s.hi: f64
  var s.lo: f64
  var fastTwoSum.hi_2: f64
  var fastTwoSum.lo_2: f64
  if (yh <= xh) {
    record octantAngle.hi, octantAngle.lo = @math$octantAngle_2(yh, yl, xh, xl)
    return octantAngle.hi, octantAngle.lo
  }
  record a.hi, a.lo = @math$octantAngle(xh, xl, yh, yl)
  record s.hi, s.lo = @math$fastTwoSum_2(1.5707963267948966, -(a.hi))
  record fastTwoSum.hi_2, fastTwoSum.lo_2 = @math$fastTwoSum(s.hi, s.lo + (6.123233995736766e-17 - a.lo))
  return fastTwoSum.hi_2, fastTwoSum.lo_2
}

kernel @math$asin(x: f64) -> f64 at :0:0 {
  var ax: f64
  var leg.hi: f64
  var leg.lo: f64
  var a.hi: f64
  var a.lo: f64
  var angle: f64
  ax = abs:f64(x)
  if (!(ax <= 1.0)) {
    return NaN
  }
  if (ax < 7e-9) {
    return x
  }
  if (ax == 1.0) {
    return x * 1.5707963267948966
  }
  record leg.hi, leg.lo = @math$otherLeg(ax)
  record a.hi, a.lo = @math$quadrantAngle_2(ax, 0, leg.hi, leg.lo)
  angle = a.hi + a.lo
  return (x < 0.0) ? -(angle) : angle
}

kernel @math$twoProduct_2(a: f64, b: int) -> (hi: f64, lo: f64) at :0:0 {
  var hi: f64
  var ca: f64
  var ah: f64
  var al: f64
  var cb: int
  var bh: int
  var bl: int
  hi = a * f64(b)
  ca = 134217729.0 * a
  ah = ca - (ca - a)
  al = a - ah
  cb = 134217729 * b
  bh = cb - (cb - b)
  bl = b - bh
  return hi, ((((ah * f64(bh)) - hi) + (ah * f64(bl))) + (al * f64(bh))) + (al * f64(bl))
}

kernel @math$fastTwoSum_3(a: int, b: f64) -> (hi: f64, lo: f64) at :0:0 {
  var hi: f64
  hi = f64(a) + b
  return hi, b - (hi - f64(a))
}

kernel @math$octantAngle_3(yh: f64, yl: int, xh: int, xl: int) -> (hi: f64, lo: f64) at :0:0 {
  var k: int
  var c: f64
  var cx.hi: f64
  var cx.lo: f64
  var cy.hi: f64
  var cy.lo: f64
  var n.hi: f64
  var n.lo: f64
  var d.hi: f64
  var d.lo: f64
  var t.hi: f64
  var t.lo: f64
  var z: f64
  var series: f64
  var s.hi: f64
  var s.lo: f64
  var fastTwoSum.hi_2: f64
  var fastTwoSum.lo_2: f64
  k = floor:int((8.0 * (yh / f64(xh))) + 0.5)
  c = f64(k) / 8.0
  record cx.hi, cx.lo = @math$twoProduct_2(c, xh)
  record cy.hi, cy.lo = @math$twoProduct(c, yh)
  record n.hi, n.lo = @math$twoSum_2(yh, -(cx.hi))
  record d.hi, d.lo = @math$fastTwoSum_3(xh, cy.hi)
  record t.hi, t.lo = @math$dividePairs(n.hi, n.lo + ((f64(yl) - cx.lo) - (c * f64(xl))), d.hi, d.lo + ((f64(xl) + cy.lo) + (c * f64(yl))))
  z = t.hi * t.hi
  series = (-1.0 / 3.0) + (z * ((1.0 / 5.0) + (z * ((-1.0 / 7.0) + (z * ((1.0 / 9.0) + (z * ((-1.0 / 11.0) + (z * (1.0 / 13.0))))))))))
  record s.hi, s.lo = @math$twoSum_3(@math$tableHigh:f64(k), t.hi)
  record fastTwoSum.hi_2, fastTwoSum.lo_2 = @math$fastTwoSum(s.hi, s.lo + (@math$tableLow:f64(k) + (t.lo + ((t.hi * z) * series))))
  return fastTwoSum.hi_2, fastTwoSum.lo_2
}

kernel @math$octantAngle_4(yh: int, yl: int, xh: f64, xl: int) -> (hi: f64, lo: f64) at :0:0 {
  var k: int
  var c: f64
  var cx.hi: f64
  var cx.lo: f64
  var cy.hi: f64
  var cy.lo: f64
  var n.hi: f64
  var n.lo: f64
  var d.hi: f64
  var d.lo: f64
  var t.hi: f64
  var t.lo: f64
  var z: f64
  var series: f64
  var s.hi: f64
  var s.lo: f64
  var fastTwoSum.hi_2: f64
  var fastTwoSum.lo_2: f64
  k = floor:int((8.0 * (f64(yh) / xh)) + 0.5)
  c = f64(k) / 8.0
  record cx.hi, cx.lo = @math$twoProduct(c, xh)
  record cy.hi, cy.lo = @math$twoProduct_2(c, yh)
  record n.hi, n.lo = @math$twoSum(yh, -(cx.hi))
  record d.hi, d.lo = @math$fastTwoSum(xh, cy.hi)
  record t.hi, t.lo = @math$dividePairs(n.hi, n.lo + ((f64(yl) - cx.lo) - (c * f64(xl))), d.hi, d.lo + ((f64(xl) + cy.lo) + (c * f64(yl))))
  z = t.hi * t.hi
  series = (-1.0 / 3.0) + (z * ((1.0 / 5.0) + (z * ((-1.0 / 7.0) + (z * ((1.0 / 9.0) + (z * ((-1.0 / 11.0) + (z * (1.0 / 13.0))))))))))
  record s.hi, s.lo = @math$twoSum_3(@math$tableHigh:f64(k), t.hi)
  record fastTwoSum.hi_2, fastTwoSum.lo_2 = @math$fastTwoSum(s.hi, s.lo + (@math$tableLow:f64(k) + (t.lo + ((t.hi * z) * series))))
  return fastTwoSum.hi_2, fastTwoSum.lo_2
}

kernel @math$quadrantAngle_3(yh: f64, yl: int, xh: int, xl: int) -> (hi: f64, lo: f64) at :0:0 {
  var octantAngle.hi: f64
  var octantAngle.lo: f64
  var a.hi: f64
  var a.lo: f64
  var s.hi: f64
  var s.lo: f64
  var fastTwoSum.hi_2: f64
  var fastTwoSum.lo_2: f64
  if (yh <= f64(xh)) {
    record octantAngle.hi, octantAngle.lo = @math$octantAngle_3(yh, yl, xh, xl)
    return octantAngle.hi, octantAngle.lo
  }
  record a.hi, a.lo = @math$octantAngle_4(xh, xl, yh, yl)
  record s.hi, s.lo = @math$fastTwoSum_2(1.5707963267948966, -(a.hi))
  record fastTwoSum.hi_2, fastTwoSum.lo_2 = @math$fastTwoSum(s.hi, s.lo + (6.123233995736766e-17 - a.lo))
  return fastTwoSum.hi_2, fastTwoSum.lo_2
}

kernel @math$atan(x: f64) -> f64 at :0:0 {
  var a.hi: f64
  var a.lo: f64
  var angle: f64
  if (!(abs:f64(x) > 7e-9)) {
    return x
  }
  if (abs:f64(x) > 100000000000000000.0) {
    return (x > 0.0) ? 1.5707963267948966 : -1.5707963267948966
  }
  record a.hi, a.lo = @math$quadrantAngle_3(abs:f64(x), 0, 1, 0)
  angle = a.hi + a.lo
  return (x < 0.0) ? -(angle) : angle
}

kernel @math$octantAngle_5(yh: f64, yl: int, xh: f64, xl: int) -> (hi: f64, lo: f64) at :0:0 {
  var k: int
  var c: f64
  var cx.hi: f64
  var cx.lo: f64
  var cy.hi: f64
  var cy.lo: f64
  var n.hi: f64
  var n.lo: f64
  var d.hi: f64
  var d.lo: f64
  var t.hi: f64
  var t.lo: f64
  var z: f64
  var series: f64
  var s.hi: f64
  var s.lo: f64
  var fastTwoSum.hi_2: f64
  var fastTwoSum.lo_2: f64
  k = floor:int((8.0 * (yh / xh)) + 0.5)
  c = f64(k) / 8.0
  record cx.hi, cx.lo = @math$twoProduct(c, xh)
  record cy.hi, cy.lo = @math$twoProduct(c, yh)
  record n.hi, n.lo = @math$twoSum_2(yh, -(cx.hi))
  record d.hi, d.lo = @math$fastTwoSum(xh, cy.hi)
  record t.hi, t.lo = @math$dividePairs(n.hi, n.lo + ((f64(yl) - cx.lo) - (c * f64(xl))), d.hi, d.lo + ((f64(xl) + cy.lo) + (c * f64(yl))))
  z = t.hi * t.hi
  series = (-1.0 / 3.0) + (z * ((1.0 / 5.0) + (z * ((-1.0 / 7.0) + (z * ((1.0 / 9.0) + (z * ((-1.0 / 11.0) + (z * (1.0 / 13.0))))))))))
  record s.hi, s.lo = @math$twoSum_3(@math$tableHigh:f64(k), t.hi)
  record fastTwoSum.hi_2, fastTwoSum.lo_2 = @math$fastTwoSum(s.hi, s.lo + (@math$tableLow:f64(k) + (t.lo + ((t.hi * z) * series))))
  return fastTwoSum.hi_2, fastTwoSum.lo_2
}

kernel @math$quadrantAngle_4(yh: f64, yl: int, xh: f64, xl: int) -> (hi: f64, lo: f64) at :0:0 {
  var octantAngle.hi: f64
  var octantAngle.lo: f64
  var a.hi: f64
  var a.lo: f64
  var s.hi: f64
  var s.lo: f64
  var fastTwoSum.hi_2: f64
  var fastTwoSum.lo_2: f64
  if (yh <= xh) {
    record octantAngle.hi, octantAngle.lo = @math$octantAngle_5(yh, yl, xh, xl)
    return octantAngle.hi, octantAngle.lo
  }
  record a.hi, a.lo = @math$octantAngle_5(xh, xl, yh, yl)
  record s.hi, s.lo = @math$fastTwoSum_2(1.5707963267948966, -(a.hi))
  record fastTwoSum.hi_2, fastTwoSum.lo_2 = @math$fastTwoSum(s.hi, s.lo + (6.123233995736766e-17 - a.lo))
  return fastTwoSum.hi_2, fastTwoSum.lo_2
}

kernel @math$atan2(y: f64, x: f64) -> f64 at :0:0 {
  var left: bool
  var below: bool
  var ax: f64
  var ay: f64
  var hi: f64
  var lo: f64
  var larger: f64
  var factor: f64
  var sx: f64
  var sy: f64
  var quotient: f64
  var a.hi: f64
  var a.lo: f64
  var s.hi: f64
  var s.lo: f64
  var angle: f64
  if ((x != x) || (y != y)) {
    return NaN
  }
  left = highWord:int(x) < 0
  below = highWord:int(y) < 0
  ax = abs:f64(x)
  ay = abs:f64(y)
  hi = 0.0
  lo = 0.0
  if (ay == 0.0) {
    hi = 0.0
  } else {
    if ((ax == 0.0) || ((ay == Infinity) && (ax < Infinity))) {
      hi = 1.5707963267948966
      lo = 6.123233995736766e-17
    } else {
      if (ax == Infinity) {
        hi = (ay == Infinity) ? 0.7853981633974483 : 0.0
        lo = (ay == Infinity) ? 3.061616997868383e-17 : 0.0
      } else {
        larger = max:f64(ax, ay)
        factor = (larger > 1e+150) ? powerOfTwo:f64(-600) : ((larger < 1e-150) ? powerOfTwo:f64(600) : 1.0)
        sx = ax * factor
        sy = ay * factor
        if (sy < (sx * 1e-17)) {
          if (!(left)) {
            quotient = ay / ax
            return below ? -(quotient) : quotient
          }
          hi = 0.0
        } else {
          if (sx < (sy * 1e-17)) {
            hi = 1.5707963267948966
            lo = 6.123233995736766e-17
          } else {
            record a.hi, a.lo = @math$quadrantAngle_4(sy, 0, sx, 0)
            hi = a.hi
            lo = a.lo
          }
        }
      }
    }
  }
  if (left) {
    record s.hi, s.lo = @math$fastTwoSum_2(3.141592653589793, -(hi))
    hi = s.hi
    lo = s.lo + (1.2246467991473532e-16 - lo)
  }
  angle = hi + lo
  return below ? -(angle) : angle
}

kernel @math$multiplyPairs_2(ah: f64, al: f64, bh: f64, bl: int) -> (hi: f64, lo: f64) at :0:0 {
  var p.hi: f64
  var p.lo: f64
  var fastTwoSum.hi: f64
  var fastTwoSum.lo: f64
  record p.hi, p.lo = @math$twoProduct(ah, bh)
  record fastTwoSum.hi, fastTwoSum.lo = @math$fastTwoSum(p.hi, p.lo + ((ah * f64(bl)) + (al * bh)))
  return fastTwoSum.hi, fastTwoSum.lo
}

kernel @math$cbrt(x: f64) -> f64 at :0:0 {
  var ax: f64
  var y: f64
  var high: int
  var e: int
  var q: int
  var m: f64
  var r: f64
  var k: int
  var cube: f64
  var square.hi: f64
  var square.lo: f64
  var cube_2.hi: f64
  var cube_2.lo: f64
  var root: f64
  ax = abs:f64(x)
  if (!((ax > 0.0) && (ax < Infinity))) {
    return x
  }
  y = (ax < 2.2250738585072014e-308) ? (ax * 18014398509481984.0) : ax
  high = highWord:int(y)
  e = (high >> 20) - 1023
  q = floor:int(f64(e) / 3.0)
  m = fromWords:f64((high & 1048575) | (((e - (3 * q)) + 1023) << 20), lowWord:int(y))
  r = 0.75 + (m * (0.2854 - (0.0165 * m)))
  k = 0
  while loop (k < 3) {
    cube = (r * r) * r
    r = r * ((cube + (2.0 * m)) / ((2.0 * cube) + m))
  }
  step {
    k = k + 1
  }
  record square.hi, square.lo = @math$twoProduct(r, r)
  record cube_2.hi, cube_2.lo = @math$multiplyPairs_2(square.hi, square.lo, r, 0)
  root = (r + (((m - cube_2.hi) - cube_2.lo) / (3.0 * square.hi))) * powerOfTwo:f64((ax < 2.2250738585072014e-308) ? (q - 18) : q)
  return (x < 0.0) ? -(root) : root
}

kernel @math$reduceSmall(x: f64) -> (hi: f64, lo: f64, quadrant: int) at :0:0 {
  var n: int
  var a.hi: f64
  var a.lo: f64
  var b.hi: f64
  var b.lo: f64
  var r.hi: f64
  var r.lo: f64
  n = floor:int((x * 0.6366197723675814) + 0.5)
  record a.hi, a.lo = @math$twoSum_2(x - (f64(n) * 1.5707963267341256), -(f64(n) * 6.077100506303966e-11))
  record b.hi, b.lo = @math$twoSum_2(a.hi, -(f64(n) * 2.0222662487111665e-21))
  record r.hi, r.lo = @math$fastTwoSum(b.hi, (a.lo + b.lo) - (f64(n) * 8.4784276603689e-32))
  return r.hi, r.lo, n - (4 * floor:int(f64(n) / 4.0))
}

kernel @math$twoOverPi(k: int) -> int at :0:0 {
  if (k < 8) {
    return (k < 4) ? ((k < 2) ? ((k < 1) ? 10680707 : 7228996) : ((k < 3) ? 1387004 : 2578385)) : ((k < 6) ? ((k < 5) ? 16069853 : 12639074) : ((k < 7) ? 9804092 : 4427841))
  }
  if (k < 16) {
    return (k < 12) ? ((k < 10) ? ((k < 9) ? 16666979 : 11263675) : ((k < 11) ? 12935607 : 2387514)) : ((k < 14) ? ((k < 13) ? 4345298 : 14681673) : ((k < 15) ? 3074569 : 13734428))
  }
  if (k < 24) {
    return (k < 20) ? ((k < 18) ? ((k < 17) ? 16653803 : 1880361) : ((k < 19) ? 10960616 : 8533493)) : ((k < 22) ? ((k < 21) ? 3062596 : 8710556) : ((k < 23) ? 7349940 : 6258241))
  }
  if (k < 32) {
    return (k < 28) ? ((k < 26) ? ((k < 25) ? 3772886 : 3769171) : ((k < 27) ? 3798172 : 8675211)) : ((k < 30) ? ((k < 29) ? 12450088 : 3874808) : ((k < 31) ? 9961438 : 366607))
  }
  if (k < 40) {
    return (k < 36) ? ((k < 34) ? ((k < 33) ? 15675153 : 9132554) : ((k < 35) ? 7151469 : 3571407)) : ((k < 38) ? ((k < 37) ? 2607881 : 12013382) : ((k < 39) ? 4155038 : 6285869))
  }
  if (k < 48) {
    return (k < 44) ? ((k < 42) ? ((k < 41) ? 7677882 : 13102053) : ((k < 43) ? 15825725 : 473591)) : ((k < 46) ? ((k < 45) ? 9065106 : 15363067) : ((k < 47) ? 6271263 : 9264392))
  }
  return (k < 52) ? ((k < 50) ? ((k < 49) ? 5636912 : 4652155) : ((k < 51) ? 7056368 : 13614112)) : ((k < 54) ? ((k < 53) ? 10155062 : 1944035) : ((k < 55) ? 9527646 : 15080200))
}

kernel @math$modulo4(t: f64) -> f64 at :0:0 {
  return t - f64(4 * floor:int(t / 4.0))
}

kernel @math$twoProduct_3(a: f64, b: f64) -> (hi: f64, lo: f64) at :0:0 {
  var hi: f64
  var ca: f64
  var ah: f64
  var al: f64
  var cb: f64
  var bh: f64
  var bl: f64
  hi = a * b
  ca = 134217729.0 * a
  ah = ca - (ca - a)
  al = a - ah
  cb = 134217729.0 * b
  bh = cb - (cb - b)
  bl = b - bh
  return hi, ((((ah * bh) - hi) + (ah * bl)) + (al * bh)) + (al * bl)
}

kernel @math$multiplyPairs_3(ah: f64, al: f64, bh: f64, bl: f64) -> (hi: f64, lo: f64) at :0:0 {
  var p.hi: f64
  var p.lo: f64
  var fastTwoSum.hi: f64
  var fastTwoSum.lo: f64
  record p.hi, p.lo = @math$twoProduct_3(ah, bh)
  record fastTwoSum.hi, fastTwoSum.lo = @math$fastTwoSum(p.hi, p.lo + ((ah * bl) + (al * bh)))
  return fastTwoSum.hi, fastTwoSum.lo
}

kernel @math$modulo4_2(t: int) -> int at :0:0 {
  return t - (4 * floor:int(f64(t) / 4.0))
}

kernel @math$reduceLarge(x: f64) -> (hi: f64, lo: f64, quadrant: int) at :0:0 {
  var high: int
  var e: int
  var m: f64
  var m2: int
  var rest: f64
  var m1: int
  var m0: f64
  var first: int
  var w0: int
  var w1: int
  var w2: int
  var w3: int
  var w4: int
  var w5: int
  var w6: int
  var w7: int
  var top: int
  var weight: f64
  var step: f64
  var t0: f64
  var t1: f64
  var t2: f64
  var t3: f64
  var t4: f64
  var small: f64
  var t5: f64
  var t6: f64
  var t7: f64
  var a.hi: f64
  var a.lo: f64
  var n0: int
  var b.hi: f64
  var b.lo: f64
  var n1: int
  var c.hi: f64
  var c.lo: f64
  var n2: int
  var d.hi: f64
  var d.lo: f64
  var n3: int
  var turns: int
  var f.hi: f64
  var f.lo: f64
  var g.hi: f64
  var g.lo: f64
  var s.hi: f64
  var s.lo: f64
  var r.hi: f64
  var r.lo: f64
  var quadrant: int
  var test: bool
  high = highWord:int(x) & 2147483647
  e = (high >> 20) - 1075
  m = fromWords:f64((high & 1048575) | 1127219200, lowWord:int(x))
  m2 = floor:int(m / 281474976710656.0)
  rest = m - f64(m2 * 281474976710656)
  m1 = floor:int(rest / 16777216.0)
  m0 = rest - f64(m1 * 16777216)
  first = (e >= 26) ? floor:int(f64(e - 2) / 24.0) : 0
  w0 = @math$twoOverPi:int(first)
  w1 = @math$twoOverPi:int(first + 1)
  w2 = @math$twoOverPi:int(first + 2)
  w3 = @math$twoOverPi:int(first + 3)
  w4 = @math$twoOverPi:int(first + 4)
  w5 = @math$twoOverPi:int(first + 5)
  w6 = @math$twoOverPi:int(first + 6)
  w7 = @math$twoOverPi:int(first + 7)
  top = (e - (24 * (first + 1))) + 48
  weight = powerOfTwo:f64(top)
  step = powerOfTwo:f64(-24)
  t0 = @math$modulo4:f64(f64(m2 * w0) * weight)
  t1 = @math$modulo4:f64((f64((m2 * w1) + (m1 * w0)) * weight) * step)
  t2 = @math$modulo4:f64((((f64((m2 * w2) + (m1 * w1)) + (m0 * f64(w0))) * weight) * step) * step)
  t3 = @math$modulo4:f64(((((f64((m2 * w3) + (m1 * w2)) + (m0 * f64(w1))) * weight) * step) * step) * step)
  t4 = @math$modulo4:f64((((((f64((m2 * w4) + (m1 * w3)) + (m0 * f64(w2))) * weight) * step) * step) * step) * step)
  small = ((((weight * step) * step) * step) * step) * step
  t5 = (f64((m2 * w5) + (m1 * w4)) + (m0 * f64(w3))) * small
  t6 = ((f64((m2 * w6) + (m1 * w5)) + (m0 * f64(w4))) * small) * step
  t7 = (((f64((m2 * w7) + (m1 * w6)) + (m0 * f64(w5))) * small) * step) * step
  record a.hi, a.lo = @math$twoSum_2(t0, t1)
  n0 = floor:int(a.hi + 0.5)
  record b.hi, b.lo = @math$twoSum_2(a.hi - f64(n0), t2)
  n1 = floor:int(b.hi + 0.5)
  record c.hi, c.lo = @math$twoSum_2(b.hi - f64(n1), t3)
  n2 = floor:int(c.hi + 0.5)
  record d.hi, d.lo = @math$twoSum_2(c.hi - f64(n2), t4)
  n3 = floor:int(d.hi + 0.5)
  turns = ((n0 + n1) + n2) + n3
  record f.hi, f.lo = @math$twoSum_2(d.hi - f64(n3), t5)
  record g.hi, g.lo = @math$twoSum_2(f.hi, t6)
  record s.hi, s.lo = @math$twoSum_2(g.hi, (((((a.lo + b.lo) + c.lo) + d.lo) + f.lo) + g.lo) + t7)
  record r.hi, r.lo = @math$multiplyPairs_3(s.hi, s.lo, 1.5707963267948966, 6.123233995736766e-17)
  quadrant = @math$modulo4_2:int((x < 0.0) ? -(turns) : turns)
  test = x < 0.0
  return test ? -(r.hi) : r.hi, test ? -(r.lo) : r.lo, test ? quadrant : quadrant
}

kernel @math$reduceByQuarterTurns(x: f64) -> (hi: f64, lo: f64, quadrant: int) at :0:0 {
  var reduceSmall.hi: f64
  var reduceSmall.lo: f64
  var reduceSmall.quadrant: int
  var reduceLarge.hi: f64
  var reduceLarge.lo: f64
  var reduceLarge.quadrant: int
  if (abs:f64(x) <= 0.7853981633974483) {
    return x, 0.0, 0
  }
  if (abs:f64(x) < 1647000.0) {
    record reduceSmall.hi, reduceSmall.lo, reduceSmall.quadrant = @math$reduceSmall(x)
    return reduceSmall.hi, reduceSmall.lo, reduceSmall.quadrant
  }
  record reduceLarge.hi, reduceLarge.lo, reduceLarge.quadrant = @math$reduceLarge(x)
  return reduceLarge.hi, reduceLarge.lo, reduceLarge.quadrant
}

kernel @math$cosOfPair(x: f64, y: f64) -> (hi: f64, lo: f64) at :0:0 {
  var z: f64
  var series: f64
  var half: f64
  var s.hi: f64
  var s.lo: f64
  z = x * x
  series = (1.0 / 24.0) + (z * ((-1.0 / 720.0) + (z * ((1.0 / 40320.0) + (z * ((-1.0 / 3628800.0) + (z * ((1.0 / 479001600.0) + (z * ((-1.0 / 87178291200.0) + (z * (1.0 / 20922789888000.0))))))))))))
  half = 0.5 * z
  record s.hi, s.lo = @math$fastTwoSum_3(1, -(half))
  return s.hi, s.lo + (((z * z) * series) - (x * y))
}

kernel @math$sinOfPair(x: f64, y: f64) -> (hi: f64, lo: f64) at :0:0 {
  var z: f64
  var series: f64
  z = x * x
  series = (-1.0 / 6.0) + (z * ((1.0 / 120.0) + (z * ((-1.0 / 5040.0) + (z * ((1.0 / 362880.0) + (z * ((-1.0 / 39916800.0) + (z * ((1.0 / 6227020800.0) + (z * ((-1.0 / 1307674368000.0) + (z * (1.0 / 355687428096000.0))))))))))))))
  return x, ((z * x) * series) + (y - ((0.5 * z) * y))
}

kernel @math$cos(x: f64) -> f64 at :0:0 {
  var r.hi: f64
  var r.lo: f64
  var r.quadrant: int
  var even: bool
  var cosOfPair.hi: f64
  var cosOfPair.lo: f64
  var sinOfPair.hi: f64
  var sinOfPair.lo: f64
  var chosen.hi: f64
  var chosen.lo: f64
  var value.hi: f64
  var value.lo: f64
  if (!(abs:f64(x) < Infinity)) {
    return NaN
  }
  record r.hi, r.lo, r.quadrant = @math$reduceByQuarterTurns(x)
  even = (r.quadrant == 0) || (r.quadrant == 2)
  if (even) {
    record cosOfPair.hi, cosOfPair.lo = @math$cosOfPair(r.hi, r.lo)
    chosen.hi = cosOfPair.hi
    chosen.lo = cosOfPair.lo
  } else {
    record sinOfPair.hi, sinOfPair.lo = @math$sinOfPair(r.hi, r.lo)
    chosen.hi = sinOfPair.hi
    chosen.lo = sinOfPair.lo
  }
  value.hi = chosen.hi
  value.lo = chosen.lo
  return ((r.quadrant == 0) || (r.quadrant == 3)) ? (value.hi + value.lo) : -(value.hi + value.lo)
}

kernel @math$reducedExp(x: f64, y: int) -> (hi: f64, lo: f64, k: int) at :0:0 {
  var k: int
  var r.hi: f64
  var r.lo: f64
  var z: f64
  var series: f64
  var s.hi: f64
  var s.lo: f64
  k = floor:int((x * 1.4426950408889634) + 0.5)
  record r.hi, r.lo = @math$twoSum_2(x - (f64(k) * 0.6931471803691238), f64(y) - (f64(k) * 1.9082149292705877e-10))
  z = r.hi
  series = (1.0 / 2.0) + (z * ((1.0 / 6.0) + (z * ((1.0 / 24.0) + (z * ((1.0 / 120.0) + (z * ((1.0 / 720.0) + (z * ((1.0 / 5040.0) + (z * ((1.0 / 40320.0) + (z * ((1.0 / 362880.0) + (z * ((1.0 / 3628800.0) + (z * ((1.0 / 39916800.0) + (z * ((1.0 / 479001600.0) + (z * (1.0 / 6227020800.0))))))))))))))))))))))
  record s.hi, s.lo = @math$fastTwoSum(z, (z * z) * series)
  return s.hi, s.lo + (r.lo + (r.lo * z)), k
}

kernel @math$scale(y: f64, k: int) -> f64 at :0:0 {
  var half: int
  half = floor:int(f64(k) / 2.0)
  return (y * powerOfTwo:f64(half)) * powerOfTwo:f64(k - half)
}

kernel @math$halfOfLargeExp(x: f64) -> f64 at :0:0 {
  var e.hi: f64
  var e.lo: f64
  var e.k: int
  var s.hi: f64
  var s.lo: f64
  if (x > 710.4758600739439) {
    return Infinity
  }
  record e.hi, e.lo, e.k = @math$reducedExp(x, 0)
  record s.hi, s.lo = @math$fastTwoSum_3(1, e.hi)
  return @math$scale:f64(s.hi + (s.lo + e.lo), e.k - 1)
}

kernel @math$halfExp(x: f64) -> (hi: f64, lo: f64) at :0:0 {
  var e.hi: f64
  var e.lo: f64
  var e.k: int
  var power: f64
  var s.hi: f64
  var s.lo: f64
  var fastTwoSum.hi_2: f64
  var fastTwoSum.lo_2: f64
  record e.hi, e.lo, e.k = @math$reducedExp(x, 0)
  power = powerOfTwo:f64(e.k - 1)
  record s.hi, s.lo = @math$fastTwoSum_3(1, e.hi)
  record fastTwoSum.hi_2, fastTwoSum.lo_2 = @math$fastTwoSum(power * s.hi, power * (s.lo + e.lo))
  return fastTwoSum.hi_2, fastTwoSum.lo_2
}

kernel @math$dividePairs_2(ah: f64, al: int, bh: f64, bl: f64) -> (hi: f64, lo: f64) at :0:0 {
  var q: f64
  var p.hi: f64
  var p.lo: f64
  var fastTwoSum.hi: f64
  var fastTwoSum.lo: f64
  q = ah / bh
  record p.hi, p.lo = @math$twoProduct(q, bh)
  record fastTwoSum.hi, fastTwoSum.lo = @math$fastTwoSum(q, (((ah - p.hi) - p.lo) + (f64(al) - (q * bl))) / bh)
  return fastTwoSum.hi, fastTwoSum.lo
}

kernel @math$cosh(x: f64) -> f64 at :0:0 {
  var ax: f64
  var e.hi: f64
  var e.lo: f64
  var inverse.hi: f64
  var inverse.lo: f64
  var s.hi: f64
  var s.lo: f64
  ax = abs:f64(x)
  if (ax != ax) {
    return ax
  }
  if (ax > 20.0) {
    return @math$halfOfLargeExp:f64(ax)
  }
  record e.hi, e.lo = @math$halfExp(ax)
  record inverse.hi, inverse.lo = @math$dividePairs_2(0.25, 0, e.hi, e.lo)
  record s.hi, s.lo = @math$fastTwoSum(e.hi, inverse.hi)
  return s.hi + (s.lo + (e.lo + inverse.lo))
}

kernel @math$expand(hi: f64, lo: f64, k: int) -> f64 at :0:0 {
  var s.hi: f64
  var s.lo: f64
  record s.hi, s.lo = @math$fastTwoSum_3(1, hi)
  return @math$scale:f64(s.hi + (s.lo + lo), k)
}

kernel @math$exp(x: f64) -> f64 at :0:0 {
  var e.hi: f64
  var e.lo: f64
  var e.k: int
  if (x != x) {
    return x
  }
  if (x > 709.782712893384) {
    return Infinity
  }
  if (x < -745.1332191019412) {
    return 0.0
  }
  record e.hi, e.lo, e.k = @math$reducedExp(x, 0)
  return @math$expand:f64(e.hi, e.lo, e.k)
}

kernel @math$twoSum_4(a: f64, b: int) -> (hi: f64, lo: f64) at :0:0 {
  var hi: f64
  var t: f64
  hi = a + f64(b)
  t = hi - a
  return hi, (a - (hi - t)) + (f64(b) - t)
}

kernel @math$expm1(x: f64) -> f64 at :0:0 {
  var e.hi: f64
  var e.lo: f64
  var e.k: int
  var power: f64
  var s.hi: f64
  var s.lo: f64
  var t.hi: f64
  var t.lo: f64
  if ((x != x) || (x == 0.0)) {
    return x
  }
  if (x > 709.782712893384) {
    return Infinity
  }
  if (x < -40.0) {
    return -1.0
  }
  record e.hi, e.lo, e.k = @math$reducedExp(x, 0)
  if (e.k == 0) {
    return e.hi + e.lo
  }
  if (e.k > 60) {
    return @math$expand:f64(e.hi, e.lo, e.k)
  }
  power = powerOfTwo:f64(e.k)
  record s.hi, s.lo = @math$twoSum_2(power, power * e.hi)
  record t.hi, t.lo = @math$twoSum_4(s.hi, -1)
  return t.hi + (t.lo + (s.lo + (power * e.lo)))
}

kernel @math$hypot(x: f64, y: f64) -> f64 at :0:0 {
  var ax: f64
  var ay: f64
  var large: f64
  var small: f64
  var up: f64
  var down: f64
  var a.hi: f64
  var a.lo: f64
  var b.hi: f64
  var b.lo: f64
  var s.hi: f64
  var s.lo: f64
  var low: f64
  var root: f64
  var square.hi: f64
  var square.lo: f64
  ax = abs:f64(x)
  ay = abs:f64(y)
  if ((ax == Infinity) || (ay == Infinity)) {
    return Infinity
  }
  if ((ax != ax) || (ay != ay)) {
    return NaN
  }
  large = max:f64(ax, ay)
  small = min:f64(ax, ay)
  if (small <= (large * 1e-17)) {
    return large
  }
  up = (large > 1e+150) ? powerOfTwo:f64(-600) : ((large < 1e-150) ? powerOfTwo:f64(600) : 1.0)
  down = 1.0 / up
  record a.hi, a.lo = @math$twoProduct(large * up, large * up)
  record b.hi, b.lo = @math$twoProduct(small * up, small * up)
  record s.hi, s.lo = @math$fastTwoSum(a.hi, b.hi)
  low = s.lo + (a.lo + b.lo)
  root = sqrt:f64(s.hi)
  record square.hi, square.lo = @math$twoProduct(root, root)
  return (root + ((((s.hi - square.hi) - square.lo) + low) / (2.0 * root))) * down
}

kernel @math$logOfOddity(x: f64) -> f64 at :0:0 {
  return (x < 0.0) ? NaN : ((x == 0.0) ? -Infinity : x)
}

kernel @math$parts(x: f64) -> (k: int, m: f64) at :0:0 {
  var k: int
  var y: f64
  var high: int
  var fraction: int
  var above: int
  k = -1023
  y = x
  if (x < 2.2250738585072014e-308) {
    y = x * 18014398509481984.0
    k = -1077
  }
  high = highWord:int(y)
  fraction = high & 1048575
  above = (fraction >= 434334) ? 1 : 0
  return (k + (high >> 20)) + above, fromWords:f64(fraction | ((above == 1) ? 1071644672 : 1072693248), lowWord:int(y))
}

kernel @math$seriesFromFifth(z: f64) -> f64 at :0:0 {
  return (2.0 / 5.0) + (z * ((2.0 / 7.0) + (z * ((2.0 / 9.0) + (z * ((2.0 / 11.0) + (z * ((2.0 / 13.0) + (z * ((2.0 / 15.0) + (z * ((2.0 / 17.0) + (z * ((2.0 / 19.0) + (z * ((2.0 / 21.0) + (z * ((2.0 / 23.0) + (z * (2.0 / 25.0))))))))))))))))))))
}

kernel @math$seriesFromThird(z: f64) -> f64 at :0:0 {
  return (2.0 / 3.0) + (z * @math$seriesFromFifth:f64(z))
}

kernel @math$log(x: f64) -> f64 at :0:0 {
  var k: int
  var m: f64
  var f: f64
  var s: f64
  var z: f64
  var a.hi: f64
  var a.lo: f64
  if (!((x > 0.0) && (x < Infinity))) {
    return @math$logOfOddity:f64(x)
  }
  record k, m = @math$parts(x)
  f = m - 1.0
  s = f / (2.0 + f)
  z = s * s
  record a.hi, a.lo = @math$twoSum_2(f64(k) * 0.6931471803691238, f)
  return a.hi + (a.lo - ((s * (f - (z * @math$seriesFromThird:f64(z)))) - (f64(k) * 1.9082149292705877e-10)))
}

kernel @math$dividePairs_3(ah: f64, al: int, bh: f64, bl: f64) -> (hi: f64, lo: f64) at :0:0 {
  var q: f64
  var p.hi: f64
  var p.lo: f64
  var fastTwoSum.hi: f64
  var fastTwoSum.lo: f64
  q = ah / bh
  record p.hi, p.lo = @math$twoProduct(q, bh)
  record fastTwoSum.hi, fastTwoSum.lo = @math$fastTwoSum(q, (((ah - p.hi) - p.lo) + (f64(al) - (q * bl))) / bh)
  return fastTwoSum.hi, fastTwoSum.lo
}

kernel @math$logOfOnePlus(fh: f64, fl: int) -> (hi: f64, lo: f64) at :0:0 {
  var d.hi: f64
  var d.lo: f64
  var s.hi: f64
  var s.lo: f64
  var square.hi: f64
  var square.lo: f64
  var cube.hi: f64
  var cube.lo: f64
  var third.hi: f64
  var third.lo: f64
  var rest: f64
  var a.hi: f64
  var a.lo: f64
  var fastTwoSum.hi_2: f64
  var fastTwoSum.lo_2: f64
  record d.hi, d.lo = @math$twoSum(2, fh)
  record s.hi, s.lo = @math$dividePairs_3(fh, fl, d.hi, d.lo + f64(fl))
  record square.hi, square.lo = @math$multiplyPairs(s.hi, s.lo, s.hi, s.lo)
  record cube.hi, cube.lo = @math$multiplyPairs(square.hi, square.lo, s.hi, s.lo)
  record third.hi, third.lo = @math$multiplyPairs_3(cube.hi, cube.lo, 0.6666666666666666, 3.700743415417188e-17)
  rest = (cube.hi * square.hi) * @math$seriesFromFifth:f64(square.hi)
  record a.hi, a.lo = @math$fastTwoSum(2.0 * s.hi, third.hi)
  record fastTwoSum.hi_2, fastTwoSum.lo_2 = @math$fastTwoSum(a.hi, a.lo + (((2.0 * s.lo) + third.lo) + rest))
  return fastTwoSum.hi_2, fastTwoSum.lo_2
}

kernel @math$log10(x: f64) -> f64 at :0:0 {
  var k: int
  var m: f64
  var l.hi: f64
  var l.lo: f64
  var r.hi: f64
  var r.lo: f64
  var a.hi: f64
  var a.lo: f64
  if (!((x > 0.0) && (x < Infinity))) {
    return @math$logOfOddity:f64(x)
  }
  record k, m = @math$parts(x)
  record l.hi, l.lo = @math$logOfOnePlus(m - 1.0, 0)
  record r.hi, r.lo = @math$multiplyPairs_3(l.hi, l.lo, 0.4342944819032518, 1.098319650216765e-17)
  record a.hi, a.lo = @math$twoSum_2(f64(k) * 0.30102999566361177, r.hi)
  return a.hi + (a.lo + (r.lo + (f64(k) * 3.694239077158931e-13)))
}

kernel @math$logOfOnePlus_2(fh: f64, fl: f64) -> (hi: f64, lo: f64) at :0:0 {
  var d.hi: f64
  var d.lo: f64
  var s.hi: f64
  var s.lo: f64
  var square.hi: f64
  var square.lo: f64
  var cube.hi: f64
  var cube.lo: f64
  var third.hi: f64
  var third.lo: f64
  var rest: f64
  var a.hi: f64
  var a.lo: f64
  var fastTwoSum.hi_2: f64
  var fastTwoSum.lo_2: f64
  record d.hi, d.lo = @math$twoSum(2, fh)
  record s.hi, s.lo = @math$dividePairs(fh, fl, d.hi, d.lo + fl)
  record square.hi, square.lo = @math$multiplyPairs(s.hi, s.lo, s.hi, s.lo)
  record cube.hi, cube.lo = @math$multiplyPairs(square.hi, square.lo, s.hi, s.lo)
  record third.hi, third.lo = @math$multiplyPairs_3(cube.hi, cube.lo, 0.6666666666666666, 3.700743415417188e-17)
  rest = (cube.hi * square.hi) * @math$seriesFromFifth:f64(square.hi)
  record a.hi, a.lo = @math$fastTwoSum(2.0 * s.hi, third.hi)
  record fastTwoSum.hi_2, fastTwoSum.lo_2 = @math$fastTwoSum(a.hi, a.lo + (((2.0 * s.lo) + third.lo) + rest))
  return fastTwoSum.hi_2, fastTwoSum.lo_2
}

kernel @math$log1p(x: f64) -> f64 at :0:0 {
  var u.hi: f64
  var u.lo: f64
  var k: int
  var m: f64
  var low: f64
  var f.hi: f64
  var f.lo: f64
  var l.hi: f64
  var l.lo: f64
  var a.hi: f64
  var a.lo: f64
  if (!((x > -1.0) && (x < Infinity))) {
    return (x < -1.0) ? NaN : ((x == -1.0) ? -Infinity : x)
  }
  if (abs:f64(x) < 1e-16) {
    return x
  }
  record u.hi, u.lo = @math$twoSum(1, x)
  record k, m = @math$parts(u.hi)
  low = (k < 60) ? (u.lo * (m / u.hi)) : 0.0
  record f.hi, f.lo = @math$twoSum_2(m - 1.0, low)
  record l.hi, l.lo = @math$logOfOnePlus_2(f.hi, f.lo)
  record a.hi, a.lo = @math$twoSum_2(f64(k) * 0.6931471803691238, l.hi)
  return a.hi + (a.lo + (l.lo + (f64(k) * 1.9082149292705877e-10)))
}

kernel @math$twoSum_5(a: int, b: f64) -> (hi: f64, lo: f64) at :0:0 {
  var hi: f64
  var t: f64
  hi = f64(a) + b
  t = hi - f64(a)
  return hi, (f64(a) - (hi - t)) + (b - t)
}

kernel @math$log2(x: f64) -> f64 at :0:0 {
  var k: int
  var m: f64
  var l.hi: f64
  var l.lo: f64
  var r.hi: f64
  var r.lo: f64
  var a.hi: f64
  var a.lo: f64
  if (!((x > 0.0) && (x < Infinity))) {
    return @math$logOfOddity:f64(x)
  }
  record k, m = @math$parts(x)
  record l.hi, l.lo = @math$logOfOnePlus(m - 1.0, 0)
  record r.hi, r.lo = @math$multiplyPairs_3(l.hi, l.lo, 1.4426950408889634, 2.0355273740931033e-17)
  record a.hi, a.lo = @math$twoSum_5(k, r.hi)
  return a.hi + (a.lo + r.lo)
}

kernel @math$logPair(x: f64) -> (hi: f64, lo: f64) at :0:0 {
  var k: int
  var m: f64
  var l.hi: f64
  var l.lo: f64
  var a.hi: f64
  var a.lo: f64
  var fastTwoSum.hi: f64
  var fastTwoSum.lo: f64
  record k, m = @math$parts(x)
  record l.hi, l.lo = @math$logOfOnePlus(m - 1.0, 0)
  record a.hi, a.lo = @math$twoSum_2(f64(k) * 0.6931471803691238, l.hi)
  record fastTwoSum.hi, fastTwoSum.lo = @math$fastTwoSum(a.hi, a.lo + (l.lo + (f64(k) * 1.9082149292705877e-10)))
  return fastTwoSum.hi, fastTwoSum.lo
}

kernel @math$reducedExp_2(x: f64, y: f64) -> (hi: f64, lo: f64, k: int) at :0:0 {
  var k: int
  var r.hi: f64
  var r.lo: f64
  var z: f64
  var series: f64
  var s.hi: f64
  var s.lo: f64
  k = floor:int((x * 1.4426950408889634) + 0.5)
  record r.hi, r.lo = @math$twoSum_2(x - (f64(k) * 0.6931471803691238), y - (f64(k) * 1.9082149292705877e-10))
  z = r.hi
  series = (1.0 / 2.0) + (z * ((1.0 / 6.0) + (z * ((1.0 / 24.0) + (z * ((1.0 / 120.0) + (z * ((1.0 / 720.0) + (z * ((1.0 / 5040.0) + (z * ((1.0 / 40320.0) + (z * ((1.0 / 362880.0) + (z * ((1.0 / 3628800.0) + (z * ((1.0 / 39916800.0) + (z * ((1.0 / 479001600.0) + (z * (1.0 / 6227020800.0))))))))))))))))))))))
  record s.hi, s.lo = @math$fastTwoSum(z, (z * z) * series)
  return s.hi, s.lo + (r.lo + (r.lo * z)), k
}

kernel @math$pow(x: f64, y: f64) -> f64 at :0:0 {
  var base: f64
  var integer: bool
  var odd: bool
  var sign: int
  var l.hi: f64
  var l.lo: f64
  var estimate: f64
  var p.hi: f64
  var p.lo: f64
  var e.hi: f64
  var e.lo: f64
  var e.k: int
  if (y == 0.0) {
    return 1.0
  }
  if ((x != x) || (y != y)) {
    return NaN
  }
  if (y == 1.0) {
    return x
  }
  if (y == 2.0) {
    return x * x
  }
  base = abs:f64(x)
  integer = f64(floor:int(y)) == y
  odd = (integer && (abs:f64(y) < 9007199254740992.0)) && (f64(2 * floor:int(y / 2.0)) != y)
  if (abs:f64(y) == Infinity) {
    return (base == 1.0) ? NaN : (((base > 1.0) == (y > 0.0)) ? Infinity : 0.0)
  }
  sign = (odd && (highWord:int(x) < 0)) ? -1 : 1
  if ((base == 0.0) || (base == Infinity)) {
    return f64(sign) * (((base == 0.0) == (y > 0.0)) ? 0.0 : Infinity)
  }
  if ((x < 0.0) && !(integer)) {
    return NaN
  }
  if (base == 1.0) {
    return f64(sign)
  }
  record l.hi, l.lo = @math$logPair(base)
  estimate = y * l.hi
  if (estimate > 710.0) {
    return f64(sign) * Infinity
  }
  if (estimate < -746.0) {
    return f64(sign * 0)
  }
  record p.hi, p.lo = @math$multiplyPairs_2(l.hi, l.lo, y, 0)
  record e.hi, e.lo, e.k = @math$reducedExp_2(p.hi, p.lo)
  return f64(sign) * @math$expand:f64(e.hi, e.lo, e.k)
}

kernel @math$sin(x: f64) -> f64 at :0:0 {
  var r.hi: f64
  var r.lo: f64
  var r.quadrant: int
  var even: bool
  var sinOfPair.hi: f64
  var sinOfPair.lo: f64
  var cosOfPair.hi: f64
  var cosOfPair.lo: f64
  var chosen.hi: f64
  var chosen.lo: f64
  var value.hi: f64
  var value.lo: f64
  if (x == 0.0) {
    return x
  }
  if (!(abs:f64(x) < Infinity)) {
    return NaN
  }
  record r.hi, r.lo, r.quadrant = @math$reduceByQuarterTurns(x)
  even = (r.quadrant == 0) || (r.quadrant == 2)
  if (even) {
    record sinOfPair.hi, sinOfPair.lo = @math$sinOfPair(r.hi, r.lo)
    chosen.hi = sinOfPair.hi
    chosen.lo = sinOfPair.lo
  } else {
    record cosOfPair.hi, cosOfPair.lo = @math$cosOfPair(r.hi, r.lo)
    chosen.hi = cosOfPair.hi
    chosen.lo = cosOfPair.lo
  }
  value.hi = chosen.hi
  value.lo = chosen.lo
  return (r.quadrant < 2) ? (value.hi + value.lo) : -(value.hi + value.lo)
}

kernel @math$sinh(x: f64) -> f64 at :0:0 {
  var ax: f64
  var z: f64
  var value: f64
  var e.hi: f64
  var e.lo: f64
  ax = abs:f64(x)
  if (!(ax > 0.0)) {
    return x
  }
  if (ax < 1.0) {
    z = x * x
    return x + ((x * z) * ((1.0 / 6.0) + (z * ((1.0 / 120.0) + (z * ((1.0 / 5040.0) + (z * ((1.0 / 362880.0) + (z * ((1.0 / 39916800.0) + (z * ((1.0 / 6227020800.0) + (z * ((1.0 / 1307674368000.0) + (z * ((1.0 / 355687428096000.0) + (z * (1.0 / 121645100408832000.0))))))))))))))))))
  }
  value = 0.0
  if (ax > 20.0) {
    value = @math$halfOfLargeExp:f64(ax)
  } else {
    record e.hi, e.lo = @math$halfExp(ax)
    value = e.hi + (e.lo - (0.25 / e.hi))
  }
  return (x < 0.0) ? -(value) : value
}

kernel @math$tan(x: f64) -> f64 at :0:0 {
  var r.hi: f64
  var r.lo: f64
  var r.quadrant: int
  var s.hi: f64
  var s.lo: f64
  var c.hi: f64
  var c.lo: f64
  var sn.hi: f64
  var sn.lo: f64
  var cs.hi: f64
  var cs.lo: f64
  var even: bool
  var dividePairs.hi: f64
  var dividePairs.lo: f64
  var dividePairs.hi_2: f64
  var dividePairs.lo_2: f64
  var chosen.hi: f64
  var chosen.lo: f64
  var q.hi: f64
  var q.lo: f64
  if (x == 0.0) {
    return x
  }
  if (!(abs:f64(x) < Infinity)) {
    return NaN
  }
  record r.hi, r.lo, r.quadrant = @math$reduceByQuarterTurns(x)
  record s.hi, s.lo = @math$sinOfPair(r.hi, r.lo)
  record c.hi, c.lo = @math$cosOfPair(r.hi, r.lo)
  record sn.hi, sn.lo = @math$fastTwoSum(s.hi, s.lo)
  record cs.hi, cs.lo = @math$fastTwoSum(c.hi, c.lo)
  even = (r.quadrant == 0) || (r.quadrant == 2)
  if (even) {
    record dividePairs.hi, dividePairs.lo = @math$dividePairs(sn.hi, sn.lo, cs.hi, cs.lo)
    chosen.hi = dividePairs.hi
    chosen.lo = dividePairs.lo
  } else {
    record dividePairs.hi_2, dividePairs.lo_2 = @math$dividePairs(-(cs.hi), -(cs.lo), sn.hi, sn.lo)
    chosen.hi = dividePairs.hi_2
    chosen.lo = dividePairs.lo_2
  }
  q.hi = chosen.hi
  q.lo = chosen.lo
  return q.hi + q.lo
}

kernel @math$tanh(x: f64) -> f64 at :0:0 {
  var ax: f64
  var e.hi: f64
  var e.lo: f64
  var e.k: int
  var power: f64
  var s.hi: f64
  var s.lo: f64
  var n.hi: f64
  var n.lo: f64
  var d.hi: f64
  var d.lo: f64
  var q.hi: f64
  var q.lo: f64
  var value: f64
  ax = abs:f64(x)
  if (!(ax > 1e-9)) {
    return x
  }
  if (ax > 22.0) {
    return f64((x > 0.0) ? 1 : -1)
  }
  record e.hi, e.lo, e.k = @math$reducedExp(2.0 * ax, 0)
  power = powerOfTwo:f64(e.k)
  record s.hi, s.lo = @math$twoSum_2(power - 1.0, power * e.hi)
  record n.hi, n.lo = @math$twoSum_2(s.hi, s.lo + (power * e.lo))
  record d.hi, d.lo = @math$twoSum_4(n.hi, 2)
  record q.hi, q.lo = @math$dividePairs(n.hi, n.lo, d.hi, d.lo + n.lo)
  value = q.hi + q.lo
  return (x < 0.0) ? -(value) : value
}

kernel @math$rotated(x: int, k: int) -> int at :0:0 {
  return (x << k) | (x >>> (32 - k))
}

kernel @math$rounds(x: int, y: int, a: int, b: int, c: int, d: int) -> (first: int, second: int) at :0:0 {
  var first: int
  var second: int
  first = (x + y) | 0
  second = @math$rotated:int(y, a) ^ first
  first = (first + second) | 0
  second = @math$rotated:int(second, b) ^ first
  first = (first + second) | 0
  second = @math$rotated:int(second, c) ^ first
  first = (first + second) | 0
  second = @math$rotated:int(second, d) ^ first
  return first, second
}

kernel @math$threefry(counter: int, counterHigh: int, key: int, keyHigh: int) -> (first: int, second: int) at :0:0 {
  var k0: int
  var k1: int
  var k2: int
  var a.first: int
  var a.second: int
  var b.first: int
  var b.second: int
  var c.first: int
  var c.second: int
  var d.first: int
  var d.second: int
  var e.first: int
  var e.second: int
  k0 = key | 0
  k1 = keyHigh | 0
  k2 = (466688986 ^ k0) ^ k1
  record a.first, a.second = @math$rounds((counter + k0) | 0, (counterHigh + k1) | 0, 13, 15, 26, 6)
  record b.first, b.second = @math$rounds((a.first + k1) | 0, ((a.second + k2) + 1) | 0, 17, 29, 16, 24)
  record c.first, c.second = @math$rounds((b.first + k2) | 0, ((b.second + k0) + 2) | 0, 13, 15, 26, 6)
  record d.first, d.second = @math$rounds((c.first + k0) | 0, ((c.second + k1) + 3) | 0, 17, 29, 16, 24)
  record e.first, e.second = @math$rounds((d.first + k1) | 0, ((d.second + k2) + 4) | 0, 13, 15, 26, 6)
  return (e.first + k2) | 0, ((e.second + k0) + 5) | 0
}

kernel @math$wordsAt(position: f64, seed: f64, stream: int) -> (first: int, second: int) at :0:0 {
  var threefry.first: int
  var threefry.second: int
  record threefry.first, threefry.second = @math$threefry(cast:i32(position), (floor:int(position / 4294967296.0) + stream) | 0, cast:i32(seed), floor:int(seed / 4294967296.0) | 0)
  return threefry.first, threefry.second
}

kernel @math$fraction(words.first: int, words.second: int) -> f64 at :0:0 {
  return f64(((words.first >>> 5) * 67108864) + (words.second >>> 6)) / 9007199254740992.0
}

kernel @math$uniform(position: f64, seed: f64) -> f64 at :0:0 {
  var wordsAt.first: int
  var wordsAt.second: int
  record wordsAt.first, wordsAt.second = @math$wordsAt(position, seed, 0)
  return @math$fraction:f64(wordsAt.first, wordsAt.second)
}

kernel @math$integer(position: f64, seed: f64, low: f64, high: f64) -> f64 at :0:0 {
  if (!(low < high)) {
    throw RangeError("random: there are no integers from ", low, " to below ", high, "") at :0:0
  }
  return low + f64(floor:int(@math$uniform:f64(position, seed) * (high - low)))
}

kernel @math$log_2(x: f64) -> f64 at :0:0 {
  var k: int
  var m: f64
  var f: f64
  var s: f64
  var z: f64
  var a.hi: f64
  var a.lo: f64
  if (!((x > 0.0) && (x < Infinity))) {
    return @math$logOfOddity:f64(x)
  }
  record k, m = @math$parts(x)
  f = m - 1.0
  s = f / (2.0 + f)
  z = s * s
  record a.hi, a.lo = @math$twoSum_2(f64(k) * 0.6931471803691238, f)
  return a.hi + (a.lo - ((s * (f - (z * @math$seriesFromThird:f64(z)))) - (f64(k) * 1.9082149292705877e-10)))
}

kernel @math$cos_2(x: f64) -> f64 at :0:0 {
  var r.hi: f64
  var r.lo: f64
  var r.quadrant: int
  var even: bool
  var cosOfPair.hi: f64
  var cosOfPair.lo: f64
  var sinOfPair.hi: f64
  var sinOfPair.lo: f64
  var chosen.hi: f64
  var chosen.lo: f64
  var value.hi: f64
  var value.lo: f64
  if (!(abs:f64(x) < Infinity)) {
    return NaN
  }
  record r.hi, r.lo, r.quadrant = @math$reduceByQuarterTurns(x)
  even = (r.quadrant == 0) || (r.quadrant == 2)
  if (even) {
    record cosOfPair.hi, cosOfPair.lo = @math$cosOfPair(r.hi, r.lo)
    chosen.hi = cosOfPair.hi
    chosen.lo = cosOfPair.lo
  } else {
    record sinOfPair.hi, sinOfPair.lo = @math$sinOfPair(r.hi, r.lo)
    chosen.hi = sinOfPair.hi
    chosen.lo = sinOfPair.lo
  }
  value.hi = chosen.hi
  value.lo = chosen.lo
  return ((r.quadrant == 0) || (r.quadrant == 3)) ? (value.hi + value.lo) : -(value.hi + value.lo)
}

kernel @math$normal(position: f64, seed: f64) -> f64 at :0:0 {
  var radius: f64
  var wordsAt.first: int
  var wordsAt.second: int
  radius = sqrt:f64(-2.0 * @math$log_2:f64(1.0 - @math$uniform:f64(position, seed)))
  record wordsAt.first, wordsAt.second = @math$wordsAt(position, seed, 1073741824)
  return radius * @math$cos_2:f64(6.283185307179586 * @math$fraction:f64(wordsAt.first, wordsAt.second))
}

kernel @math$uniform_2(position: f64, seed: f64) -> f64 at :0:0 {
  var wordsAt.first: int
  var wordsAt.second: int
  record wordsAt.first, wordsAt.second = @math$wordsAt(position, seed, 0)
  return @math$fraction:f64(wordsAt.first, wordsAt.second)
}

kernel @math$uniformSingle(position: f64, seed: f64) -> f64 at :0:0 {
  var wordsAt.first: int
  var wordsAt.second: int
  record wordsAt.first, wordsAt.second = @math$wordsAt(position, seed, 0)
  return f64(wordsAt.first >>> 8) / 16777216.0
}

kernel @math$hypot_2(x: f64, y: f64) -> f64 at :0:0 {
  var ax: f64
  var ay: f64
  var large: f64
  var small: f64
  var up: f64
  var down: f64
  var a.hi: f64
  var a.lo: f64
  var b.hi: f64
  var b.lo: f64
  var s.hi: f64
  var s.lo: f64
  var low: f64
  var root: f64
  var square.hi: f64
  var square.lo: f64
  ax = abs:f64(x)
  ay = abs:f64(y)
  if ((ax == Infinity) || (ay == Infinity)) {
    return Infinity
  }
  if ((ax != ax) || (ay != ay)) {
    return NaN
  }
  large = max:f64(ax, ay)
  small = min:f64(ax, ay)
  if (small <= (large * 1e-17)) {
    return large
  }
  up = (large > 1e+150) ? powerOfTwo:f64(-600) : ((large < 1e-150) ? powerOfTwo:f64(600) : 1.0)
  down = 1.0 / up
  record a.hi, a.lo = @math$twoProduct(large * up, large * up)
  record b.hi, b.lo = @math$twoProduct(small * up, small * up)
  record s.hi, s.lo = @math$fastTwoSum(a.hi, b.hi)
  low = s.lo + (a.lo + b.lo)
  root = sqrt:f64(s.hi)
  record square.hi, square.lo = @math$twoProduct(root, root)
  return (root + ((((s.hi - square.hi) - square.lo) + low) / (2.0 * root))) * down
}

kernel @math$cabs(a.re: f64, a.im: f64) -> f64 at :0:0 {
  return @math$hypot_2:f64(a.re, a.im)
}

kernel @math$cabs2(a.re: f64, a.im: f64) -> f64 at :0:0 {
  return (a.re * a.re) + (a.im * a.im)
}

kernel @math$cadd(a.re: f64, a.im: f64, b.re: f64, b.im: f64) -> (re: f64, im: f64) at :0:0 {
  return a.re + b.re, a.im + b.im
}

kernel @math$cdiv(a.re: f64, a.im: f64, b.re: f64, b.im: f64) -> (re: f64, im: f64) at :0:0 {
  var ratio: f64
  var scale: f64
  var ratio_2: f64
  var scale_2: f64
  if (abs:f64(b.re) >= abs:f64(b.im)) {
    if ((b.re == 0.0) && (b.im == 0.0)) {
      return a.re / abs:f64(b.re), a.im / abs:f64(b.re)
    }
    ratio = b.im / b.re
    scale = b.re + (b.im * ratio)
    return (a.re + (a.im * ratio)) / scale, (a.im - (a.re * ratio)) / scale
  }
  ratio_2 = b.re / b.im
  scale_2 = (b.re * ratio_2) + b.im
  return ((a.re * ratio_2) + a.im) / scale_2, ((a.im * ratio_2) - a.re) / scale_2
}

kernel @math$exp_2(x: f64) -> f64 at :0:0 {
  var e.hi: f64
  var e.lo: f64
  var e.k: int
  if (x != x) {
    return x
  }
  if (x > 709.782712893384) {
    return Infinity
  }
  if (x < -745.1332191019412) {
    return 0.0
  }
  record e.hi, e.lo, e.k = @math$reducedExp(x, 0)
  return @math$expand:f64(e.hi, e.lo, e.k)
}

kernel @math$sin_2(x: f64) -> f64 at :0:0 {
  var r.hi: f64
  var r.lo: f64
  var r.quadrant: int
  var even: bool
  var sinOfPair.hi: f64
  var sinOfPair.lo: f64
  var cosOfPair.hi: f64
  var cosOfPair.lo: f64
  var chosen.hi: f64
  var chosen.lo: f64
  var value.hi: f64
  var value.lo: f64
  if (x == 0.0) {
    return x
  }
  if (!(abs:f64(x) < Infinity)) {
    return NaN
  }
  record r.hi, r.lo, r.quadrant = @math$reduceByQuarterTurns(x)
  even = (r.quadrant == 0) || (r.quadrant == 2)
  if (even) {
    record sinOfPair.hi, sinOfPair.lo = @math$sinOfPair(r.hi, r.lo)
    chosen.hi = sinOfPair.hi
    chosen.lo = sinOfPair.lo
  } else {
    record cosOfPair.hi, cosOfPair.lo = @math$cosOfPair(r.hi, r.lo)
    chosen.hi = cosOfPair.hi
    chosen.lo = cosOfPair.lo
  }
  value.hi = chosen.hi
  value.lo = chosen.lo
  return (r.quadrant < 2) ? (value.hi + value.lo) : -(value.hi + value.lo)
}

kernel @math$cexp(a.re: f64, a.im: f64) -> (re: f64, im: f64) at :0:0 {
  var size: f64
  size = @math$exp_2:f64(a.re)
  if (a.im == 0.0) {
    return size, a.im
  }
  if (size == 0.0) {
    return 0.0, 0.0
  }
  return size * @math$cos_2:f64(a.im), size * @math$sin_2:f64(a.im)
}

kernel @math$cmul(a.re: f64, a.im: f64, b.re: f64, b.im: f64) -> (re: f64, im: f64) at :0:0 {
  return (a.re * b.re) - (a.im * b.im), (a.re * b.im) + (a.im * b.re)
}

kernel @math$conj(a.re: f64, a.im: f64) -> (re: f64, im: f64) at :0:0 {
  return a.re, -(a.im)
}

kernel @math$csub(a.re: f64, a.im: f64, b.re: f64, b.im: f64) -> (re: f64, im: f64) at :0:0 {
  return a.re - b.re, a.im - b.im
}
`;
