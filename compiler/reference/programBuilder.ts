// Programs written by hand for tests: operators by name, types from their own typing rules, kernels as small expressions.
//
//   const b = programBuilder(); const a = b.op("generate", [], { shape: [10] }, b.kernel([["i", "int"]], x.mul(x.local("i"), x.number(2))));
//   b.result("total", b.op("sum", [a]));  const program = b.program();
import type { ArrayOp, Attribute, KernelRef, Monoid } from "../ir/array.ts";
import type { HostCode, Program, Result, Slot, Statement } from "../ir/host.ts";
import type { KernelExpression, KernelFunction, KernelStatement } from "../ir/kernel.ts";
import type { ArrayType, DType, ScalarType, Span, ValueId } from "../ir/types.ts";
import type { OperatorDefinition } from "../ops/defineOp.ts";
import { builtinMonoid } from "../ops/monoid.ts";
import type { MonoidName } from "../ops/monoid.ts";

export const testSpan = (line: number): Span => ({ file: "test.ts", line, column: 1 });

/** Short forms of kernel expressions. */
export const x = {
  local: (name: string, type: ScalarType = "f64"): KernelExpression => ({ kind: "local", type, name }),
  number: (value: number, type: ScalarType = "f64"): KernelExpression => ({ kind: "const", type, value }),
  real: (operand: KernelExpression): KernelExpression => ({ kind: "convert", type: "f64", operand }),
  op: (op: "add" | "sub" | "mul" | "div" | "rem", left: KernelExpression, right: KernelExpression): KernelExpression => ({ kind: "arithmetic", type: left.type, op, left, right }),
  less: (left: KernelExpression, right: KernelExpression): KernelExpression => ({ kind: "compare", type: "bool", op: "lt", left, right }),
};

export const hostCode = (text: string, reads: readonly string[] = [], writes: readonly string[] = []): HostCode => ({ text, reads, writes, span: testSpan(1) });

export interface OpParts {
  readonly attributes?: { readonly [name: string]: Attribute };
  readonly kernel?: KernelRef;
  readonly monoid?: MonoidName;
  readonly element?: DType;
}

export interface ProgramBuilder {
  kernel(params: readonly (readonly [name: string, type: ScalarType])[], value: KernelExpression | readonly KernelStatement[], how?: { readonly indices?: number; readonly captures?: readonly string[]; readonly offsets?: readonly (readonly number[])[]; readonly locals?: readonly (readonly [string, ScalarType])[] }): KernelRef;
  op(name: string, inputs: readonly ValueId[], parts?: OpParts): ValueId;
  statement(s: Statement<ArrayOp>): void;
  host(text: string, reads?: readonly string[], writes?: readonly string[], arithmetic?: boolean): void;
  scalar(name: string, value: ValueId): void;
  effect(name: string, inputs: readonly ValueId[]): void;
  slot(name: string, type: ArrayType): void;
  read(slot: string): ValueId;
  write(slot: string, value: ValueId): void;
  block(inside: () => void): readonly Statement<ArrayOp>[];
  result(name: string, value: ValueId): void;
  hostResult(name: string): void;
  typeOf(value: ValueId): ArrayType;
  program(): Program<ArrayOp>;
}

export function programBuilder(operators: ReadonlyMap<string, OperatorDefinition>): ProgramBuilder {
  const kernels: KernelFunction[] = [], types = new Map<ValueId, ArrayType>(), slots: Slot[] = [], results: Result[] = [], blocks: Statement<ArrayOp>[][] = [[]];
  let values = 0, line = 0;
  const push = (s: Statement<ArrayOp>): void => void blocks.at(-1)!.push(s);
  const fresh = (type: ArrayType): ValueId => {
    const value: ValueId = `%${values++}`;
    types.set(value, type);
    return value;
  };
  const typeOf = (value: ValueId): ArrayType => types.get(value)!;
  return {
    kernel(params, value, how = {}) {
      const body: readonly KernelStatement[] = "kind" in value ? [{ kind: "return", values: [value] }] : value;
      const last = body.at(-1), type = last?.kind === "return" ? last.values[0]!.type : "f64", id = `@k${kernels.length}` as const;
      kernels.push({ id, params: params.map(([name, t]) => ({ name, type: t })), locals: (how.locals ?? []).map(([name, t]) => ({ name, type: t })), results: [{ field: "", type }], body, span: testSpan(line + 1) });
      return { fn: id, indices: how.indices ?? 0, captures: how.captures ?? [], ...(how.offsets && { offsets: how.offsets }) };
    },
    op(name, inputs, { attributes = {}, kernel, monoid: monoidName, element } = {}) {
      const dtype = inputs[0] ? (typeOf(inputs[0]).element as DType) : "f64", definition = operators.get(name)!;
      let monoid: Monoid | undefined;
      if (monoidName) {
        const made = builtinMonoid(monoidName, dtype);
        monoid = made.monoid;
        if (!kernels.some((fn) => fn.id === made.fn.id)) kernels.push(made.fn);
      }
      const kernelResults = kernel ? kernels.find((fn) => fn.id === kernel.fn)!.results : [];
      const checked = definition.check({ inputs: inputs.map(typeOf), attributes, kernelResults, element, ...(monoid && { monoid }) });
      if (!checked.ok) throw new Error(`${name}: ${checked.message}`);
      const made = checked.types.map(fresh), span = testSpan(++line);
      push({ kind: "array", node: { kind: "op", op: name, results: made, types: checked.types, inputs, attributes: element ? { ...attributes, element } : attributes, span, ...(kernel && { kernel }), ...(monoid && { monoid }) } });
      return made[0]!;
    },
    statement: push,
    host: (text, reads, writes, arithmetic = false) => push({ kind: "host", code: { ...hostCode(text, reads, writes), ...(arithmetic ? { arithmetic } : {}) } }),
    scalar: (name, value) => push({ kind: "scalar", name, value, span: testSpan(++line) }),
    effect: (effect, inputs) => push({ kind: "effect", effect, name: null, inputs, arguments: [], span: testSpan(++line) }),
    slot: (name, type) => void slots.push({ name, type, span: testSpan(++line) }),
    read(slot) {
      const result = fresh(slots.find((s) => s.name === slot)!.type);
      push({ kind: "read", result, slot, span: testSpan(++line) });
      return result;
    },
    write: (slot, value) => push({ kind: "write", slot, value, span: testSpan(++line) }),
    block(inside) {
      blocks.push([]);
      inside();
      return blocks.pop()!;
    },
    result: (name, value) => void results.push({ kind: "array", name, value }),
    hostResult: (name) => void results.push({ kind: "host", name, variable: name }),
    typeOf,
    program: () => ({ name: "test", params: [], kernels, slots, imports: [], body: blocks[0]!, results }),
  };
}

