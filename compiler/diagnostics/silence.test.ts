import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Diagnostic } from "./diagnostic.ts";
import { withoutSilenced } from "./silence.ts";

const test = suite("silence");
const text = `a; // spmd-ignore SPMD3001
b;
// spmd-ignore SPMD3002, SPMD3001
c;
d; // spmd-ignore SPMD3002`;
const at = (code: string, line: number, severity: Diagnostic["severity"] = "warning"): Diagnostic => ({ code, severity, message: "", span: { file: "a.ts", line, column: 1 } });
const kept = (...all: readonly Diagnostic[]): string[] => withoutSilenced(all, () => text).map((d) => `${d.code}:${d.span.line}`);

test("on the line, or alone on the line above", () => {
  assert.equal(kept(at("SPMD3001", 1), at("SPMD3001", 2), at("SPMD3001", 4), at("SPMD3002", 4), at("SPMD3001", 5), at("SPMD3002", 5)), ["SPMD3001:2", "SPMD3001:5"]);
});

test("an error is never silenced", () => {
  assert.equal(kept(at("SPMD3001", 1, "error")), ["SPMD3001:1"]);
});

test("everywhere, by a flag", () => {
  const all = [at("SPMD3001", 2), at("SPMD3002", 2), at("SPMD3001", 2, "error")];
  assert.equal(withoutSilenced(all, () => text, ["SPMD3001"]).map((d) => `${d.code} ${d.severity}`), ["SPMD3002 warning", "SPMD3001 error"]);
});
test.run();
