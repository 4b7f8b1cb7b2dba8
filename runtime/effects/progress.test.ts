import { suite } from "uvu";
import * as assert from "uvu/assert";
import { barText, progress } from "./progress.ts";

const test = suite("progress");

test("counts, and shows how far it is ten times a second at most", () => {
  const texts: string[] = [];
  let now = 0;
  const seen: number[] = [];
  for (const k of progress(8, (text) => texts.push(text), () => now)) {
    seen.push(k);
    now += 0.06;
  }
  assert.equal(seen, [0, 1, 2, 3, 4, 5, 6, 7]);
  assert.equal(texts.map((text) => text.replace(/\s+/g, " ").trim()), ["[....................] 0 % 0 of 8 0.0 s\x1b[K", "[#####...............] 25 % 2 of 8 0.1 s, 0.4 s to go\x1b[K", "[##########..........] 50 % 4 of 8 0.2 s, 0.2 s to go\x1b[K", "[###############.....] 75 % 6 of 8 0.4 s, 0.1 s to go\x1b[K", "\x1b[K"]);
});

test("the bar goes away when the loop is left, and is never there without a terminal", () => {
  const texts: string[] = [];
  for (const k of progress(100, (text) => texts.push(text), () => 0)) if (k === 3) break;
  assert.is(texts.at(-1), "\r\x1b[K");
  assert.equal([...progress(3, undefined, () => 0)], [0, 1, 2]);
  assert.equal([...progress(0, (text) => texts.push(text), () => 0)], []);
});

test("long times", () => {
  assert.match(barText(1, 100, 75), / 1 %  1 of 100  1 min 15 s, 2 h 03 min to go$/);
});

test.run();
