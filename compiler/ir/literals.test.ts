import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Program, Statement } from "./host.ts";
import { literalsOf } from "./literals.ts";

const test = suite("literals"), span = { file: "p.ts", line: 1, column: 1 };
const host = (text: string, ...writes: readonly string[]): Statement<never> => ({ kind: "host", code: { text, reads: [], writes, span } });

test("constants that are written as numbers, once", () => {
  const body = [host("const a = 3;", "a"), host("const b$1 = -0.5;", "b$1"), host("let c = 1;", "c"), host("const d = 2 * 3;", "d"), host("const e = 1;", "e"), { kind: "block", label: "L", span, body: [host("const e = 2;", "e")] } as const, host("const f = 1, g = 2;", "f", "g")];
  assert.equal([...literalsOf({ body } as unknown as Program<never>)], [["a", 3], ["b$1", -0.5]]);
});

test.run();
