// field(a, "re"): one field of each element of an array of records.
//
//   loop over a's shape; the one field read straight; one store
import { fieldsOf, dtypeOfField } from "../ir/types.ts";
import type { Element, FieldOf, HasField, NDArray, Shape } from "../types/index.ts";
import { defineOp } from "./defineOp.ts";
import { broken, fine, showElement } from "./elements.ts";
import { loopOf, resultType, storeValues, straightInputs } from "./form.ts";

export interface FieldCall {
  <D extends Element, S extends Shape, const K extends string>(a: NDArray<D, S> & HasField<D, K>, name: K): NDArray<FieldOf<D, K>, S>;
}

export const field = defineOp({
  name: "field",
  summary: "one field of each record",
  parameters: [{ kind: "array", name: "a" }, { kind: "scalar", name: "name" }],
  gives: "array",
  records: true,
  check({ inputs: [a], attributes }) {
    const name = String(attributes.name), fields = fieldsOf(a!.element).map(([f]) => f), instead = fields[0] === "" ? "only records have fields" : `its fields are: ${fields.join(", ")}`;
    return name !== "" && fields.includes(name) ? fine(dtypeOfField(a!.element, name), a!.shape) : broken("SPMD2082", { op: "field", element: showElement(a!.element), field: name, instead });
  },
  loop: (op, typeOf) => ({
    loop: loopOf(op, resultType(op).shape, { inputs: straightInputs(op, typeOf), outputs: [storeValues(op, [{ kind: "element", input: 0, field: String(op.attributes.name) }])] }),
    kernels: [],
  }),
  reference({ inputs: [a], attributes, types }) {
    return [{ element: types[0]!.element, shape: a!.shape, data: { "": a!.data[String(attributes.name)]!.slice() } }];
  },
  samples: [
    { inputs: [{ element: { re: "f32", im: "f32" }, ndim: 2 }], source: `field(a, "im")` },
    { inputs: [{ element: { x: "f64", on: "bool", n: "u8" }, ndim: 1 }], source: `field(a, "on")` },
    { inputs: [{ element: { x: "f64", on: "bool", n: "u8" }, ndim: 3 }], source: `field(a, "n")` },
  ],
});
