// Ranges in terms of names against the ranges of numbers.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Attribute } from "../ir/array.ts";
import type { Range } from "../../runtime/abi.ts";
import { rangeRun } from "../../runtime/abi.ts";
import { countOf, firstOf } from "./ranges.ts";

const test = suite("ranges");

const evaluated = (value: ReturnType<typeof countOf> | ReturnType<typeof firstOf>, names: Readonly<Record<string, number>>): number => {
  if (typeof value === "number") return value;
  if (typeof value === "string") return names[value]!;
  if (value !== undefined && "host" in value) return names[value.host]! + value.plus;
  assert.equal(value!.reads.filter((name) => !(name in names)), []);
  return new Function(...value!.reads, `return ${value!.text};`)(...value!.reads.map((name) => names[name])) as number;
};

test("counts and first positions are those of the numbers", () => {
  const ends = [null, 0, 1, 3, 9, -1, -2, -9];
  for (const n of [0, 1, 2, 5, 8]) for (const from of ends) for (const to of ends) for (const step of [null, 1, 2, -1, -3]) {
    const wanted = rangeRun(n, [from, to, step]), names = { n, f: from ?? 0, t: to ?? 0 };
    const parts: Attribute[][] = [[from, to, step], [from === null ? null : { host: "f" }, to === null ? null : { host: "t" }, step]];
    for (const range of parts) for (const extent of [n, "n"]) {
      assert.is(evaluated(countOf(extent, range), names), wanted.count, JSON.stringify([n, range]));
      if (wanted.count > 0) assert.is(evaluated(firstOf(extent, range), names), wanted.from, JSON.stringify([n, range]));
    }
  }
});

test("ranges as long as each other have one text", () => {
  const texts = ([[1], [0, -1]] as Range[]).map((range) => countOf("n", range as Attribute[]));
  assert.equal(texts[0], texts[1]);
  assert.equal(countOf("n", [2, -1]), countOf("n", [3]));
  assert.is(countOf("n", [null, null, -1]), "n");
});

test("a step that only the run knows", () => {
  assert.is(countOf("n", [0, 3, { host: "s" }]), undefined);
  assert.is(firstOf("n", [0, 3, { host: "s" }]), undefined);
});

test.run();
