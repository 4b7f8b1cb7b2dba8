// A kernel function's body with expressions replaced, from the leaves up, and other functions called in the place of some.
import type { KernelExpression, KernelId, KernelStatement } from "./kernel.ts";

type Change = (e: KernelExpression) => KernelExpression;

export function mapBody(body: readonly KernelStatement[], change: Change, renamed: (fn: KernelId) => KernelId = (fn) => fn): KernelStatement[] {
  const list = (inner: readonly KernelStatement[]): KernelStatement[] => mapBody(inner, change, renamed), e = (x: KernelExpression): KernelExpression => mapped(x, change);
  return body.map((s): KernelStatement => {
    switch (s.kind) {
      case "assign":
        return { ...s, value: e(s.value) };
      case "callRecord":
        return { ...s, fn: renamed(s.fn), args: s.args.map(e) };
      case "if":
        return { ...s, test: e(s.test), then: list(s.then), else: list(s.else) };
      case "while":
        return { ...s, test: e(s.test), body: list(s.body), step: list(s.step) };
      case "return":
      case "throw":
        return { ...s, values: s.values.map(e) };
      case "break":
      case "continue":
        return s;
    }
  });
}

function mapped(x: KernelExpression, change: Change): KernelExpression {
  const e = (inner: KernelExpression): KernelExpression => mapped(inner, change);
  const inside = (): KernelExpression => {
    switch (x.kind) {
      case "const":
      case "local":
        return x;
      case "unary":
      case "convert":
      case "cast":
        return { ...x, operand: e(x.operand) };
      case "arithmetic":
      case "bits":
      case "compare":
      case "logical":
        return { ...x, left: e(x.left), right: e(x.right) };
      case "conditional":
        return { ...x, test: e(x.test), then: e(x.then), else: e(x.else) };
      case "math":
      case "call":
        return { ...x, args: x.args.map(e) };
      case "read":
        return { ...x, indices: x.indices.map(e) };
    }
  };
  return change(inside());
}
