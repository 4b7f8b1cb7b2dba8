// Products of complex arrays, made of real ones: whatever multiplies real arrays and is linear in each multiplies complex ones through their parts.
//
//   matmul a b     re = matmul a.re b.re - matmul a.im b.im,   im = matmul a.re b.im + matmul a.im b.re
//
// One of the two may be real; then there are two products instead of four. What has one factor (sums, diagonals) is done to both of its parts.
import type { ArrayOp } from "../ir/array.ts";
import type { KernelExpression, KernelFunction } from "../ir/kernel.ts";
import type { ArrayType, DType, ElementType, ValueId } from "../ir/types.ts";
import { allocateData } from "../reference/dense.ts";
import type { Dense, OperatorDefinition } from "./defineOp.ts";
import { broken, showElement } from "./elements.ts";
import { nowhere } from "./form.ts";

/** The dtype of both parts; undefined of what is no complex number. */
export function complexPart(element: ElementType): DType | undefined {
  if (typeof element === "string") return undefined;
  const { re, im, ...others } = element as { readonly [field: string]: DType };
  return re !== undefined && re === im && re.startsWith("f") && Object.keys(others).length === 0 ? re : undefined;
}

export const isComplex = (a: { readonly element: ElementType }): boolean => complexPart(a.element) !== undefined;
/** What an element's parts are. */
export const real = <A extends { readonly element: ElementType }>(a: A): A => ({ ...a, element: complexPart(a.element) ?? a.element });

/** The operator, of one or two arrays, for complex ones, too. */
export function withComplex(definition: OperatorDefinition): OperatorDefinition {
  const { name } = definition;
  return {
    ...definition,
    records: true,
    check(call) {
      const other = call.inputs.find((a) => typeof a.element !== "string" && !isComplex(a));
      if (other) return broken("SPMD2080", { op: name, element: showElement(other.element), field: Object.keys(other.element)[0] ?? "" });
      const checked = definition.check({ ...call, inputs: call.inputs.map(real) });
      return checked.ok && call.inputs.some(isComplex) ? { ...checked, types: checked.types.map((type): ArrayType => ({ ...type, element: { re: type.element as DType, im: type.element as DType } })) } : checked;
    },
    ...(definition.loop ? { loop: (op, typeOf) => (op.inputs.map(typeOf).some(isComplex) ? undefined : definition.loop!(op, typeOf)) } : {}),
    expand(op, typeOf, fresh) {
      const inputs = op.inputs.map(typeOf), element = complexPart(op.types[0]!.element);
      if (element === undefined) return definition.expand?.(op, typeOf, fresh);
      const ops: ArrayOp[] = [], add = (made: Omit<ArrayOp, "kind" | "results" | "span">): ValueId => {
        const result = fresh();
        ops.push({ kind: "op", ...made, results: [result], span: op.span });
        return result;
      };
      const part = (k: number, field: "re" | "im"): ValueId => (isComplex(inputs[k]!) ? add({ op: "field", types: [real(inputs[k]!)], inputs: [op.inputs[k]!], attributes: { name: field } }) : op.inputs[k]!);
      const factors = inputs.map((a, k): Factor<ValueId> => ({ re: part(k, "re"), ...(isComplex(a) ? { im: part(k, "im") } : {}) }));
      const product = (...of: readonly ValueId[]): ValueId => add({ op: op.op, types: [{ ...op.types[0]!, element }], inputs: of, attributes: op.attributes });
      const products = productsOf(factors, product), combined = combineKernel(element, products.length === 4);
      return { ops: [...ops, { kind: "op", op: "zipWith", results: op.results, types: op.types, inputs: products, kernel: { fn: combined.id, indices: 0, captures: [] }, attributes: {}, span: op.span }], kernels: [combined] };
    },
    reference(call) {
      const { inputs, types } = call;
      if (!inputs.some(isComplex)) return definition.reference(call);
      const part = (k: number, field: "re" | "im"): Dense => (isComplex(inputs[k]!) ? { ...real(inputs[k]!), data: { "": inputs[k]!.data[field]! } } : inputs[k]!);
      const factors = inputs.map((a, k): Factor<Dense> => ({ re: part(k, "re"), ...(isComplex(a) ? { im: part(k, "im") } : {}) }));
      const product = (...of: readonly Dense[]): Dense => definition.reference({ ...call, inputs: of, types: types.map(real) })[0]!, products = productsOf(factors, product), [p, q, r, s] = products.map((x) => x.data[""]!);
      const dtype = products[0]!.element as DType, size = p!.length, re = allocateData(dtype, size), im = allocateData(dtype, size);
      for (let k = 0; k < size; k++) {
        re[k] = r && s ? p![k]! - q![k]! : p![k]!;
        im[k] = r && s ? r[k]! + s[k]! : q![k]!;
      }
      return [{ element: { re: dtype, im: dtype }, shape: products[0]!.shape, data: { re, im } }];
    },
    samples: [
      ...(definition.samples ?? []),
      ...(definition.samples ?? []).slice(0, 1).map(({ inputs, source }) => ({ inputs: inputs.map((input) => (input.element === "f64" ? { ...input, element: { re: "f64", im: "f64" } as const } : input)), source: complexSource(source) })),
    ],
  };
}

/** Maxima are not for complex numbers. */
const complexSource = (source: string): string => source.replace(/\bmax\b/g, "add");

interface Factor<V> {
  readonly re: V;
  readonly im?: V;
}

/** re * re, im * im, re * im, im * re; of a real and a complex factor, or of one alone, re and im. */
function productsOf<V>([a, b]: readonly Factor<V>[], product: (...of: readonly V[]) => V): V[] {
  if (b === undefined) return [product(a!.re), product(a!.im!)];
  if (a!.im === undefined) return [product(a!.re, b.re), product(a!.re, b.im!)];
  if (b.im === undefined) return [product(a!.re, b.re), product(a!.im, b.re)];
  return [product(a!.re, b.re), product(a!.im, b.im), product(a!.re, b.im), product(a!.im, b.re)];
}

/** (p, q, r, s) => ({ re: p - q, im: r + s }); of two: ({ re: p, im: q }). */
function combineKernel(dtype: DType, four: boolean): KernelFunction {
  const type = dtype === "f32" ? "f32" : "f64", names = four ? ["p", "q", "r", "s"] : ["p", "q"], [p, q, r, s] = names.map((name): KernelExpression => ({ kind: "local", type, name }));
  const values: KernelExpression[] = four ? [{ kind: "arithmetic", type, op: "sub", left: p!, right: q! }, { kind: "arithmetic", type, op: "add", left: r!, right: s! }] : [p!, q!];
  return { id: `@complexProduct$${dtype}$${names.length}`, params: names.map((name) => ({ name, type })), locals: [], results: [{ field: "re", type }, { field: "im", type }], body: [{ kind: "return", values }], span: nowhere };
}
