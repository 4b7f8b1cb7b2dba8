import { suite } from "uvu";
import * as assert from "uvu/assert";
import { printing } from "./printing.ts";

const test = suite("launcher/printing");

function recorder() {
  const out: string[] = [];
  return { out, stdout: (text: string) => void out.push(text), stderr: (text: string) => void out.push(`! ${text}`) };
}

test("lines of several ranks stay whole", () => {
  const to = recorder(), lines = printing(to, { tag: false, single: false });
  lines.print(0, "stdout", "a");
  lines.print(1, "stdout", "b\nc");
  lines.print(0, "stdout", "A\n");
  lines.flush();
  assert.equal(to.out, ["b\n", "aA\n", "c\n"]);
});

test("tags stand before every line", () => {
  const to = recorder(), lines = printing(to, { tag: true, single: false });
  lines.print(2, "stdout", "a\n\nb\n");
  lines.print(2, "stderr", "c");
  lines.flush();
  assert.equal(to.out, ["[stdout:2] a\n[stdout:2] \n[stdout:2] b\n", "! [stderr:2] c\n"]);
});

test("one speaker is not held back", () => {
  const to = recorder(), lines = printing(to, { tag: false, single: true });
  lines.print(0, "stdout", "50 %");
  assert.equal(to.out, ["50 %"]);
});

test.run();
