/** Where a rank's part of n begins. */
export const first = (n, rank, size) => Math.floor((n * rank) / size);

/** A rank's elements of f(0), f(1), ... f(n - 1). */
export function filled(n, rank, size, f, type = Float64Array) {
  const from = first(n, rank, size), a = new type(first(n, rank + 1, size) - from);
  for (let i = 0; i < a.length; i++) a[i] = f(from + i);
  return a;
}

export function total(a) {
  let s = 0;
  for (let i = 0; i < a.length; i++) s += a[i];
  return s;
}
