// The inner kernel of `matmul`: adds the product of two packed blocks to a part of the result, a tile of some rows and columns at a time that stays in
// registers while k runs: 4 rows and two vectors in WebAssembly, up to 8 rows and 128 bytes of columns in machine code.
//
//   a   panels of 4 rows:  for each k its 4 elements, one after the other                    (rows beyond the block are 0)
//   b   panels of 64 bytes of columns:  for each k its elements, one after the other         (likewise)
//   c   c[i * stride + j] = (first ? 0 : c[i * stride + j]) + sum over k, in order from 0, of a[i, k] * b[k, j]
//
// Routines pack the blocks, of at most `kBlock` (the same in `runtime/arrays/library/matmul.ts`). `tile` is room for 4 rows and 32 bytes, for tiles at the edges.
import { nativeSymbol } from "../../runtime/abi.ts";
import type { Routine } from "../ir/routine.ts";
import { routine } from "../ir/routine.ts";
import type { DType } from "../ir/types.ts";
import type { WrittenKernel } from "../ir/written.ts";

/** How many products are added up in one go. */
export const kBlock = 256;

const rows = 4, panelBytes = 64;

export function matmulKernel(dtype: "f64" | "f32"): WrittenKernel {
  const name = `matmul_${dtype}`;
  return { kind: "written", name, wat: wat(name, dtype), script: script(name, dtype), c: cText(nativeSymbol(name), dtype) };
}

/** Fills the block `to` from `count` rows (columns) of the matrix `from`, `depth` elements of each; rows of the matrix are `stride` apart. */
export function packingKernels(from: DType, to: "f64" | "f32"): readonly Routine[] {
  const element = (at: string): string => (from === "u32" ? `${to}(from[${at}] >>> 1) * 2 + ${to}(from[${at}] & 1)` : `${to}(from[${at}])`);
  const pack = (name: string, panel: number, place: (r: string) => string): Routine => {
    const all = Array.from({ length: panel }, (_, r) => r);
    // All are loaded before any is stored, so that compilers see that they can be loaded together.
    return routine(`matmul_${name}_${from}_${to}`, ["count", "depth", "stride"], { from, to }, `
      i = 0; k = 0
      while i < count {
        for p = 0 to depth {
          if i + ${panel} <= count {
            ${all.map((r) => `x${r} = ${element(place(String(r)))}`).join("; ")}
            ${all.map((r) => `to[k + ${r}] = x${r}`).join("; ")}
          } else {
            for r = 0 to ${panel} { if i + r < count { to[k + r] = ${element(place("r"))} } else { to[k + r] = 0 } }
          }
          k = k + ${panel}
        }
        i = i + ${panel}
      }`);
  };
  return [pack("rows", rows, (r) => `(i + ${r}) * stride + p`), pack("columns", panelBytes / (to === "f64" ? 8 : 4), (r) => `p * stride + i + ${r}`)];
}

function wat(name: string, T: "f64" | "f32"): string {
  const size = T === "f64" ? 8 : 4, V = T === "f64" ? "f64x2" : "f32x4", columns = 32 / size, splat = T === "f64" ? "v128.load64_splat" : "v128.load32_splat";
  const tiles = [0, 1, 2, 3].flatMap((r) => [0, 1].map((v) => ({ r, v, acc: `$c${r}${v}` }))), each = (text: (tile: (typeof tiles)[number]) => string): string => tiles.map(text).join("\n          ");
  return `  (func $${name} (export "${name}") (param $m i32) (param $n i32) (param $k i32) (param $a i32) (param $b i32) (param $c i32) (param $stride i32) (param $tile i32) (param $first f64)
    (local $i i32) (local $j i32) (local $p i32) (local $x i32) (local $y i32) (local $to i32) (local $row i32) (local $q i32) (local $end i32) (local $full i32)
    (local $a0 v128) (local $b0 v128) (local $b1 v128) ${tiles.map(({ acc }) => `(local ${acc} v128)`).join(" ")}
    (local.set $stride (i32.mul (local.get $stride) (i32.const ${size})))
    (local.set $j (i32.const 0))
    (block $columnsDone (loop $columns
      (br_if $columnsDone (i32.ge_s (local.get $j) (local.get $n)))
      (local.set $i (i32.const 0))
      (block $rowsDone (loop $rows
        (br_if $rowsDone (i32.ge_s (local.get $i) (local.get $m)))
        (local.set $x (i32.add (local.get $a) (i32.mul (i32.mul (local.get $i) (local.get $k)) (i32.const ${size}))))
        (local.set $q (i32.rem_s (local.get $j) (i32.const ${panelBytes / size})))
        (local.set $y (i32.add (local.get $b) (i32.mul (i32.add (i32.mul (i32.sub (local.get $j) (local.get $q)) (local.get $k)) (local.get $q)) (i32.const ${size}))))
        ${tiles.map(({ acc }) => `(local.set ${acc} (v128.const i64x2 0 0))`).join(" ")}
        (local.set $p (local.get $k))
        (block $done (loop $next
          (br_if $done (i32.eqz (local.get $p)))
          (local.set $b0 (v128.load (local.get $y)))
          (local.set $b1 (v128.load offset=16 (local.get $y)))
          ${[0, 1, 2, 3].map((r) => `(local.set $a0 (${splat} offset=${r * size} (local.get $x)))
          ${[0, 1].map((v) => `(local.set $c${r}${v} (${V}.add (local.get $c${r}${v}) (${V}.mul (local.get $a0) (local.get $b${v}))))`).join("\n          ")}`).join("\n          ")}
          (local.set $x (i32.add (local.get $x) (i32.const ${rows * size})))
          (local.set $y (i32.add (local.get $y) (i32.const ${panelBytes})))
          (local.set $p (i32.sub (local.get $p) (i32.const 1)))
          (br $next)))
        (local.set $full (i32.and (i32.le_s (i32.add (local.get $i) (i32.const ${rows})) (local.get $m)) (i32.le_s (i32.add (local.get $j) (i32.const ${columns})) (local.get $n))))
        (local.set $to (i32.add (local.get $c) (i32.add (i32.mul (local.get $i) (local.get $stride)) (i32.mul (local.get $j) (i32.const ${size})))))
        (if (i32.and (local.get $full) (f64.eq (local.get $first) (f64.const 0))) (then
          ${[0, 1, 2, 3].map((r) => `${r > 0 ? "(local.set $to (i32.add (local.get $to) (local.get $stride)))\n          " : ""}${[0, 1].map((v) => `(local.set $c${r}${v} (${V}.add (v128.load offset=${16 * v} (local.get $to)) (local.get $c${r}${v})))`).join("\n          ")}`).join("\n          ")}
          (local.set $to (i32.sub (local.get $to) (i32.mul (local.get $stride) (i32.const 3))))))
        (if (local.get $full) (then
          ${each(({ v, acc }) => `(v128.store offset=${16 * v} (local.get $to) (local.get ${acc}))${v === 1 ? "\n          (local.set $to (i32.add (local.get $to) (local.get $stride)))" : ""}`)})
        (else
          ${each(({ r, v, acc }) => `(v128.store offset=${32 * r + 16 * v} (local.get $tile) (local.get ${acc}))`)}
          (local.set $row (local.get $tile))
          (local.set $end (i32.add (local.get $tile) (i32.mul (i32.const 32) (select (i32.const ${rows}) (i32.sub (local.get $m) (local.get $i)) (i32.gt_s (i32.sub (local.get $m) (local.get $i)) (i32.const ${rows}))))))
          (block $edgeDone (loop $edge
            (br_if $edgeDone (i32.ge_u (local.get $row) (local.get $end)))
            (local.set $q (i32.const 0))
            (block $elementsDone (loop $elements
              (br_if $elementsDone (i32.or (i32.ge_s (local.get $q) (i32.const ${columns})) (i32.ge_s (i32.add (local.get $j) (local.get $q)) (local.get $n))))
              (local.set $x (i32.add (local.get $to) (i32.mul (local.get $q) (i32.const ${size}))))
              (local.set $y (i32.add (local.get $row) (i32.mul (local.get $q) (i32.const ${size}))))
              (if (f64.eq (local.get $first) (f64.const 0))
                (then (${T}.store (local.get $x) (${T}.add (${T}.load (local.get $x)) (${T}.load (local.get $y)))))
                (else (${T}.store (local.get $x) (${T}.load (local.get $y)))))
              (local.set $q (i32.add (local.get $q) (i32.const 1)))
              (br $elements)))
            (local.set $to (i32.add (local.get $to) (local.get $stride)))
            (local.set $row (i32.add (local.get $row) (i32.const 32)))
            (br $edge)))))
        (local.set $i (i32.add (local.get $i) (i32.const ${rows})))
        (br $rows)))
      (local.set $j (i32.add (local.get $j) (i32.const ${columns})))
      (br $columns))))`;
}

function script(name: string, T: "f64" | "f32"): string {
  const columns = T === "f64" ? 8 : 16, rounded = (x: string): string => (T === "f32" ? `Math.fround(${x})` : x), four = [0, 1, 2, 3];
  return `function ${name}([x, y, z], m, n, k, a, b, c, stride, tile, first) {
  for (let j = 0; j < n; j++) {
    const panel = b + (j - j % ${columns}) * k + j % ${columns};
    for (let i = 0; i < m; i += ${rows}) {
      let ${four.map((r) => `c${r} = 0`).join(", ")};
      for (let p = 0, at = a + i * k, q = panel; p < k; p++, at += ${rows}, q += ${columns}) {
        const right = y[q];
        ${four.map((r) => `c${r} = ${rounded(`c${r} + ${rounded(`x[at + ${r}] * right`)}`)};`).join(" ")}
      }
      const to = c + i * stride + j;
      ${four.map((r) => `if (i + ${r} < m) z[to + ${r} * stride] = first ? c${r} : z[to + ${r} * stride] + c${r};`).join("\n      ")}
    }
  }
}`;
}

/** Tiles of `rowPanels` by `columnPanels`; the text is the same for both dtypes. */
function tileFunction(symbol: string, rowPanels: number, columnPanels: number): string {
  const tileRows = Array.from({ length: rows * rowPanels }, (_, r) => r), panels = Array.from({ length: columnPanels }, (_, v) => v), each = (text: (r: number, v: number) => string, between = " "): string => tileRows.flatMap((r) => panels.map((v) => text(r, v))).join(between);
  return `static void ${symbol}_${rowPanels}x${columnPanels}(const ${symbol}_t *a, const ${symbol}_t *b, ${symbol}_t *c, long k, long stride, long m, long n, int first) {
  ${symbol}_v ${each((r, v) => `c${r}_${v} = {0}`, ", ")};
  for (long p = 0; p < k; p++) {
    const ${symbol}_v ${panels.map((v) => `b${v} = *(const ${symbol}_v *)(b + (p + ${v} * k) * ${symbol}_n)`).join(", ")};
    ${tileRows.map((r) => `{ const ${symbol}_t x = a[(p + ${Math.floor(r / rows)} * k) * ${rows} + ${r % rows}]; ${panels.map((v) => `c${r}_${v} += x * b${v};`).join(" ")} }`).join("\n    ")}
  }
  if (m >= ${tileRows.length} && n >= ${columnPanels} * ${symbol}_n) {
    ${each((r, v) => `{ ${symbol}_v *to = (${symbol}_v *)(c + ${r} * stride + ${v} * ${symbol}_n); if (first) *to = c${r}_${v}; else *to = *to + c${r}_${v}; }`, "\n    ")}
    return;
  }
  ${symbol}_v edge[${tileRows.length * columnPanels}] = { ${each((r, v) => `c${r}_${v}`, ", ")} };
  const ${symbol}_t *from = (const ${symbol}_t *)edge;
  for (long r = 0; r < m && r < ${tileRows.length}; r++) for (long q = 0; q < n && q < ${columnPanels} * ${symbol}_n; q++) {
    const ${symbol}_t sum = from[r * ${columnPanels} * ${symbol}_n + q];
    c[r * stride + q] = first ? sum : c[r * stride + q] + sum;
  }
}`;
}

/** Vectors of a whole panel's width: the compiler cuts them into what the machine has. */
function cText(symbol: string, T: "f64" | "f32"): string {
  const columns = panelBytes / (T === "f64" ? 8 : 4);
  return `typedef ${T} ${symbol}_t __attribute__((may_alias));
typedef ${T} ${symbol}_v __attribute__((vector_size(${panelBytes}), aligned(${panelBytes / columns}), may_alias));
enum { ${symbol}_n = ${columns} };
#if defined(__AVX512F__)
${tileFunction(symbol, 2, 2)}
#endif
${tileFunction(symbol, 1, 1)}
int ${symbol}(char *memory, f64 *numbers) {
  const long m = (long)numbers[0], n = (long)numbers[1], k = (long)numbers[2], stride = (long)numbers[6];
  const ${symbol}_t *a = (const ${symbol}_t *)(memory + (long)numbers[3]), *b = (const ${symbol}_t *)(memory + (long)numbers[4]);
  ${symbol}_t *c = (${symbol}_t *)(memory + (long)numbers[5]);
  const int first = numbers[8] != 0;
  for (long j = 0; j < n;) {
    long across = 1;
#if defined(__AVX512F__)
    if (n - j > ${columns}) across = 2;
#endif
    for (long i = 0; i < m;) {
#if defined(__AVX512F__)
      if (across == 2 && m - i > ${rows}) {
        ${symbol}_2x2(a + i * k, b + j * k, c + i * stride + j, k, stride, m - i, n - j, first);
        i += ${2 * rows};
        continue;
      }
#endif
      for (long v = 0; v < across; v++) ${symbol}_1x1(a + i * k, b + (j + v * ${columns}) * k, c + i * stride + j + v * ${columns}, k, stride, m - i, n - j - v * ${columns}, first);
      i += ${rows};
    }
    j += across * ${columns};
  }
  return -1;
}`;
}
