// `for (const k of progress(n))`: 0 to n - 1, with a bar on the terminal that tells how far the loop is.
//
//   [########............]  40 %  12 of 30  0.8 s, 1.2 s to go
//
// Where standard error is no terminal there is no bar.

/** `write` shows text on the terminal; absent where there is none. `clock` in seconds. */
export function* progress(n: number, write: ((text: string) => void) | undefined, clock: () => number): Generator<number, void, undefined> {
  const start = clock();
  let shown = -Infinity;
  try {
    for (let k = 0; k < n; k++) {
      const now = clock();
      if (write && now - shown >= 0.1) {
        write(`\r${barText(k, n, now - start)}${toLineEnd}`);
        shown = now;
      }
      yield k;
    }
  } finally {
    if (shown > -Infinity) write!(`\r${toLineEnd}`);
  }
}

const toLineEnd = "\x1b[K", width = 20;

/** `k` of `n` are done after so many seconds. */
export function barText(k: number, n: number, seconds: number): string {
  const done = Math.floor((k / n) * width), left = k === 0 ? "" : `, ${showSeconds((seconds / k) * (n - k))} to go`;
  return `[${"#".repeat(done)}${".".repeat(width - done)}] ${String(Math.floor((100 * k) / n)).padStart(3)} %  ${k} of ${n}  ${showSeconds(seconds)}${left}`;
}

function showSeconds(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${String(Math.floor(seconds % 60)).padStart(2, "0")} s` : `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
}
