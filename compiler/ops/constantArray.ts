// `zeros` and `ones`: arrays of one constant.
import { fieldsOf } from "../ir/types.ts";
import { allocate } from "../reference/dense.ts";
import type { OperatorDefinition } from "./defineOp.ts";
import { defineOp } from "./defineOp.ts";
import { fine, isBroken, namedShape } from "./elements.ts";
import { loopOf, resultType, storeValues } from "./form.ts";

export function constantArray(name: string, value: 0 | 1): OperatorDefinition {
  return defineOp({
    name,
    summary: `every element ${value}`,
    parameters: [
      { kind: "shape", name: "shape" },
      { kind: "element", name: "element", optional: true },
    ],
    gives: "array",
    records: true,
    check(call) {
      const shape = namedShape(name, call.attributes.shape);
      if (isBroken(shape)) return shape;
      return fine(call.element ?? "f64", shape);
    },
    loop: (op) => ({ loop: loopOf(op, resultType(op).shape, { outputs: [storeValues(op, fieldsOf(resultType(op).element).map(([, dtype]) => ({ kind: "const", value: dtype === "bool" ? value === 1 : value })))] }), kernels: [] }),
    reference({ types }) {
      const result = allocate(types[0]!.element, types[0]!.shape);
      for (const data of Object.values(result.data)) data.fill(value);
      return [result];
    },
    samples: [
      { inputs: [], source: `${name}([4, 3])` },
      { inputs: [], source: `${name}([5], "bool")` },
      { inputs: [], source: `${name}([3, 2], "complex128")` },
      { inputs: [], source: `${name}([2, 1, 3], "u16")` },
    ],
  });
}
