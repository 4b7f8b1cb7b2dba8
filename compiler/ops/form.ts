// Shared pieces of loop forms: an operator says only what is its own.
//
//   map a f        ->  loop over a's shape, one input read at the loop's own position, one step, one store
import type { Access, ArrayOp, Boundary, Loop, LoopOutput, StepArgument } from "../ir/array.ts";
import type { KernelExpression, KernelFunction, KernelId } from "../ir/kernel.ts";
import type { ArrayType, DType, ElementType, Extent, ScalarType, Span, ValueId } from "../ir/types.ts";
import { fieldsOf } from "../ir/types.ts";

/** The place of what the compiler brings itself. */
export const nowhere: Span = { file: "", line: 0, column: 0 };

/** Each axis walked by the loop's axis of the same number. */
export const straight = (ndim: number): Access => ({ axes: Array.from({ length: ndim }, (_, loop) => ({ loop, offset: 0 })) });

/** As `straight`, at a constant distance. */
export const shifted = (offsets: readonly number[], boundary: Boundary): Access => ({
  axes: offsets.map((offset, loop) => ({ loop, offset })),
  ...(offsets.some((o) => o !== 0) ? { boundary } : {}),
});

/** The fields of an input's element. */
export const elementOf = (input: number, element: ElementType): StepArgument[] => fieldsOf(element).map(([field]) => ({ kind: "element", input, field }));

export const resultType = (op: ArrayOp): ArrayType => op.types[0]!;

/** A loop of one operator; what is not given is empty. */
export function loopOf(op: ArrayOp, shape: readonly Extent[], parts: Partial<Pick<Loop, "inputs" | "captures" | "steps">> & Pick<Loop, "outputs">): Loop {
  return { kind: "loop", ops: [{ op: op.op, span: op.span }], shape, inputs: [], captures: [], steps: [], span: op.span, ...parts };
}

/** Each input read where the loop stands. */
export function straightInputs(op: ArrayOp, typeOf: (value: ValueId) => ArrayType): Loop["inputs"] {
  return op.inputs.map((value) => ({ value, type: typeOf(value), access: straight(typeOf(value).shape.length) }));
}

/** The arguments of the operator's kernel: elements, indices, captures. */
export function kernelArguments(op: ArrayOp, elements: readonly StepArgument[]): StepArgument[] {
  const kernel = op.kernel!;
  return [
    ...elements,
    ...Array.from({ length: kernel.indices }, (_, axis): StepArgument => ({ kind: "index", axis })),
    ...kernel.captures.map((_, capture): StepArgument => ({ kind: "capture", capture })),
  ];
}

/** Stores the results of step 0, one a field. */
export function storeStep(op: ArrayOp): LoopOutput {
  const type = resultType(op);
  return { kind: "store", result: op.results[0]!, type, fields: fieldsOf(type.element).map(([, dtype], result) => ({ kind: "step", step: 0, result, dtype })) };
}

/** Stores given values as they are. */
export const storeValues = (op: ArrayOp, fields: readonly StepArgument[]): LoopOutput => ({ kind: "store", result: op.results[0]!, type: resultType(op), fields });

/** A kernel function that is one expression of its parameters. */
export function expressionKernel(id: KernelId, params: readonly (readonly [name: string, type: ScalarType, from?: DType | "index"])[], value: KernelExpression): KernelFunction {
  return {
    id,
    params: params.map(([name, type, from]) => ({ name, type, ...(from ? { from } : {}) })),
    locals: [],
    results: [{ field: "", type: value.type }],
    body: [{ kind: "return", values: [value] }],
    span: nowhere,
  };
}
