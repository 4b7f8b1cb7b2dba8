import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Diagnostic } from "./diagnostics/diagnostic.ts";
import { CompileError } from "./diagnostics/diagnostic.ts";
import { checkOrder, passesOf, runPasses } from "./pass.ts";

const test = suite("pass");

interface Numbers {
  readonly text: string;
  readonly parsed: number;
  readonly doubled: number;
}
const pass = passesOf<Numbers, { readonly by: number }>();
const problem = (severity: "error" | "warning"): Diagnostic => ({ code: "SPMD1999", severity, message: "odd", span: { file: "a.ts", line: 1, column: 1 } });

const parse = pass({ name: "parse", summary: "text to number", needs: ["text"], gives: ["parsed"], run: ({ text }) => ({ parsed: Number(text), diagnostics: text.startsWith("0") ? [problem("warning")] : [] }), show: ({ parsed }) => `parsed ${parsed}`, verify: ({ parsed }) => (Number.isNaN(parsed) ? ["not a number"] : []) });
const double = pass({
  name: "double", summary: "twice as much", needs: ["parsed"], gives: ["doubled"], show: ({ doubled }) => String(doubled),
  run: ({ parsed }, { by }) => {
    if (parsed % 2 === 1) throw new CompileError([problem("error")]);
    return { doubled: parsed * by };
  },
});
const run = (text: string, stopAfter?: string) => runPasses([parse, double], { text }, { by: 2 }, { verify: true, stopAfter });

test("each pass adds to what there is", async () => {
  const { artifacts, timing } = await run("4");
  assert.equal(artifacts, { text: "4", parsed: 4, doubled: 8 });
  assert.equal(timing.map((t) => t.pass), ["parse", "double"]);
  assert.is(parse.show(artifacts), "parsed 4");
});

test("stops after a pass, and at errors", async () => {
  assert.equal((await run("4", "parse")).artifacts, { text: "4", parsed: 4 });
  const failed = await run("03");
  assert.equal(failed.diagnostics.map((d) => d.severity), ["warning", "error"]);
  assert.not.ok("doubled" in failed.artifacts);
});

test("a result that breaks the rules is the compiler's fault", async () => {
  try {
    await run("x");
    assert.unreachable();
  } catch (error) {
    assert.match((error as Error).message, "after parse:\n  not a number\nparsed NaN");
  }
});

test("the order is checked, with its reasons", () => {
  assert.equal(checkOrder([parse, double], ["text"], [{ first: "parse", then: "double", because: "numbers double" }]), [parse, double]);
  assert.throws(() => checkOrder([double, parse], ["text"], []), "pass double needs parsed, which no earlier pass gives");
  assert.throws(() => checkOrder([parse, parse], ["text"], []), "two passes are named parse");
  assert.throws(() => checkOrder([parse, double], ["text"], [{ first: "double", then: "parse", because: "it is faster" }]), "pass double must run before parse: it is faster");
  assert.throws(() => checkOrder([parse, double], ["text"], [{ first: "triple", then: "parse", because: "" }]), "unknown pass: triple");
});

test.run();
