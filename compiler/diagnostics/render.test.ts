import { suite } from "uvu";
import * as assert from "uvu/assert";
import { report } from "./catalogue/index.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { renderDiagnostics as render } from "./render.ts";

const test = suite("render");
const source = (file: string): string | undefined => (file === "main.ts" ? "const a = 1;\nconst r = Math.random();\n\tlet b = a;\n" : undefined);

test("a diagnostic has its place, code frame and way out, and there is a summary", () => {
  const one = report("SPMD1201", { file: "main.ts", line: 2, column: 11 }, { name: "Math.random()" }, 13);
  assert.is(
    render([one], { readFile: source }),
    `error SPMD1201: 'Math.random()' gives every rank another number, so the ranks would go different ways
  main.ts:2:11

2 | const r = Math.random();
  |           ^^^^^^^^^^^^^
  help: take a seed from param("seed", 1) and compute the numbers from it, or draw on one rank for all: once(() => Math.random())

1 error
`,
  );
});

test("several lines of a message, tabs, related places, files without text", () => {
  const one: Diagnostic = { code: "TS1", severity: "warning", message: "first\nsecond", span: { file: "main.ts", line: 3, column: 2 }, length: 3, related: [{ span: { file: "other.ts", line: 1, column: 1 }, message: "declared here" }] };
  const text = render([one, { ...one, severity: "error" }], { readFile: source, show: (file) => `dir/${file}` });
  assert.match(text, "warning TS1: first\n  second\n  dir/main.ts:3:2\n\n3 | \tlet b = a;\n  | \t^^^\n  declared here\n  dir/other.ts:1:1");
  assert.match(text, /1 error, 1 warning\n$/);
});

test("long lines are shown around the place", () => {
  const line = `${"x".repeat(300)}HERE${"y".repeat(300)}`;
  const shown = render([{ code: "SPMD1", severity: "error", message: "m", span: { file: "f", line: 1, column: 301 }, length: 4 }], { readFile: () => line }).split("\n");
  const at = shown[4]!.indexOf("^");
  assert.is(shown[3]!.slice(at, at + 4), "HERE");
  assert.ok(shown[3]!.length < 180);
});

test("colours only when asked for", () => {
  const one: Diagnostic = { code: "SPMD1", severity: "error", message: "m", span: { file: "f", line: 1, column: 1 } };
  assert.not.match(render([one], { readFile: source }), /\x1b/);
  assert.match(render([one], { readFile: source, colours: true }), /\x1b\[31m/);
});

test("no diagnostics, no text", () => assert.is(render([], { readFile: source }), ""));

test.run();
