// iota(n, dtype): 0, 1, ..., n - 1. dtype i32, or the one that is named.
import { allocate, plainData } from "../reference/dense.ts";
import type { DType, NDArray } from "../types/index.ts";
import { defineOp } from "./defineOp.ts";
import { broken, fine, isBroken, namedShape } from "./elements.ts";
import { loopOf, resultType, storeValues } from "./form.ts";

export interface IotaCall {
  <const N extends number, E extends Exclude<DType, "bool"> = "i32">(n: N, element?: E): NDArray<NoInfer<E>, [N]>;
}

export const iota = defineOp({
  name: "iota",
  summary: "0, 1, ..., n - 1",
  parameters: [
    { kind: "extent", name: "n" },
    { kind: "element", name: "element", optional: true },
  ],
  gives: "array",
  check(call) {
    const shape = namedShape("iota", call.attributes.n);
    if (isBroken(shape)) return shape;
    if (typeof call.element === "object") return broken("SPMD2009", { op: "iota" });
    return call.element === "bool" ? broken("SPMD2010", { op: "iota", value: "2", dtype: "bool" }) : fine(call.element ?? "i32", shape);
  },
  loop: (op) => ({ loop: loopOf(op, resultType(op).shape, { outputs: [storeValues(op, [{ kind: "index", axis: 0 }])] }), kernels: [] }),
  reference({ types }) {
    const result = allocate(types[0]!.element, types[0]!.shape);
    plainData(result).forEach((_, k, data) => void (data[k] = k));
    return [result];
  },
  samples: [
    { inputs: [], source: "iota(9)" },
    { inputs: [], source: `iota(300, "u8")` },
    { inputs: [], source: `iota(4, "f32")` },
  ],
});
