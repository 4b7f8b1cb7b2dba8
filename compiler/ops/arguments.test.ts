import { suite } from "uvu";
import * as assert from "uvu/assert";
import { assignArguments } from "./arguments.ts";
import type { Parameter } from "./defineOp.ts";
import { scanRows } from "./scanRows.ts";
import { zipWith } from "./zipWith.ts";

const test = suite("ops: arguments");
/** Arguments as the names of the kinds that they fit. */
const read = (parameters: readonly Parameter[], ...args: string[]): string => {
  const assigned = assignArguments(parameters, args.map((kind, k) => ({ kind, k })), (parameter, argument) => parameter.kind === argument.kind);
  return assigned.ok ? [...assigned.of].map(([name, { k }]) => `${name}=${k}`).join(" ") : `${assigned.parameter?.name ?? "too many"} at ${assigned.at}`;
};

test("optional parameters are passed over", () => {
  assert.is(read(zipWith.parameters, "array", "array", "kernel"), "a=0 b=1 f=2");
  assert.is(read(zipWith.parameters, "array", "array", "array", "kernel", "element"), "a=0 b=1 c=2 f=3 element=4");
  assert.is(read(scanRows.parameters, "array", "monoid", "element"), "a=0 m=1 element=2");
  assert.is(read(scanRows.parameters, "array", "monoid", "options", "element"), "a=0 m=1 options=2 element=3");
});

test("missing ones and superfluous ones", () => {
  assert.is(read(zipWith.parameters, "array", "array"), "f at 2");
  assert.is(read(scanRows.parameters, "array", "monoid", "array"), "too many at 2");
});

test.run();
