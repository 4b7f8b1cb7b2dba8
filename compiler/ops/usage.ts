// How a call of an operator is written, made from its parameters: for the help of diagnostics.
//
//   map(a, (x, i) => ...[, "f64"])        stencil(a, (at) => at(-1) + at(1)[, { boundary }])
import type { OperatorDefinition, Parameter } from "./defineOp.ts";

export function usageOf({ name, parameters }: Pick<OperatorDefinition, "name" | "parameters">): string {
  const arrays = parameters.filter((p) => p.kind === "array" && p.optional !== true).length;
  const text = parameters.reduce((written, parameter, k) => {
    const own = `${k === 0 ? "" : ", "}${parameterText(parameter, arrays)}`;
    return written + ("optional" in parameter && parameter.optional === true ? `[${own}]` : own);
  }, "");
  return `${name}(${text})`;
}

function parameterText(parameter: Parameter, arrays: number): string {
  switch (parameter.kind) {
    case "kernel":
      return parameter.elements ? `(${["x", "y", "z", "w"].slice(0, Math.max(1, arrays)).join(", ")}, i) => ...` : "(i) => ...";
    case "neighbours":
      return "(at) => at(-1) + at(1)";
    case "monoid":
      return "add";
    case "shape":
      return "[n]";
    case "element":
      return '"f64"';
    case "choice":
      return parameter.values.map((word) => JSON.stringify(word)).join(" or ");
    case "options":
      return `{ ${parameter.fields.map((field) => field.name).join(", ")} }`;
    default:
      return parameter.name;
  }
}
