// For tests: a lowered kernel must compute what the same JavaScript function computes, on special values and many others.
import type { ElementType } from "../../ir/types.ts";
import { parseKernel } from "../../ir/parse.ts";
import { printKernel } from "../../ir/print.ts";
import { fieldsOf } from "../../ir/types.ts";
import { verifyKernels } from "../../ir/verify/kernels.ts";
import { kernelEvaluator } from "../../reference/evaluate.ts";
import type { KernelValue } from "../../reference/evaluate.ts";
import { lowerKernel } from "./lowerKernel.ts";
import type { Fixture } from "./fixture.ts";
import type { KernelRequest, LoweredKernel } from "./request.ts";

const special = [0, -0, 1, -1, 2, 0.5, -0.5, 1.5, -2.5, 3, 7, -7, NaN, Infinity, -Infinity, 2 ** 31, -(2 ** 31), 2 ** 32 + 5, 2 ** 53, 1e300, 5e-324, 0.1, -1e-7, 1234.5678];

/** Values that elements of this dtype can have. */
function valuesOf(dtype: string): readonly KernelValue[] {
  switch (dtype) {
    case "bool":
      return [false, true];
    case "f64":
      return special;
    case "f32":
      return special.map(Math.fround);
    case "u8":
      return [0, 1, 2, 3, 7, 100, 255];
    default:
      return [0, 1, -1, 2, 3, 5, -7, 12, 100, -1000, 2 ** 31 - 1, -(2 ** 31)];
  }
}

export interface Asked extends Partial<Omit<KernelRequest, "node">> {
  /** The constant that holds the function; "kernel" unless named. */
  readonly of?: string;
  /** Values for captures by name; the exported constant of the same name otherwise. */
  /** How many combinations of arguments to try. */
  readonly most?: number;
  readonly captured?: { readonly [name: string]: KernelValue };
}

export function lower(program: Fixture, asked: Asked): LoweredKernel {
  const { of = "kernel", captured: _, most: __, ...rest } = asked;
  const lowered = lowerKernel(program.context, { node: program.node(of), name: "map", elements: [], indices: 0, ...rest });
  if (!lowered) throw new Error(program.diagnostics.map((d) => `${d.code} ${d.span.line}:${d.span.column} ${d.message}`).join("\n") || "undefined without a diagnostic");
  const { functions } = program.context;
  verifyKernels(functions, (sentence) => {
    throw new Error(sentence);
  });
  for (const fn of functions) {
    const text = printKernel(fn);
    if (printKernel(parseKernel(text)) !== text) throw new Error(`parsing does not give back\n${text}`);
  }
  return lowered;
}

/** The first arguments on which the two differ; undefined if there are none. */
export function disagreement(program: Fixture, asked: Asked): string | undefined {
  const lowered = lower(program, asked), exports = program.exports, plain = exports[asked.of ?? "kernel"] as (...args: unknown[]) => unknown;
  const evaluate = kernelEvaluator(program.context.functions);
  const captures = lowered.captures.map((c) => asked.captured?.[c.name] ?? c.path.reduce((value, key) => (value as { readonly [key: string]: unknown })[key], exports[c.name]) as KernelValue);
  const elements = asked.elements ?? [], indices = Array.from({ length: asked.indices ?? 0 }, () => [0, 1, 2, 5, 1000] as const);
  for (const args of combinations([...elements.map(elementValues), ...indices], asked.most ?? 1000)) {
    const flat = args.slice(0, elements.length).flatMap((a, k) => fieldsOf(elements[k]!).map(([field]) => (field === "" ? a : (a as { readonly [field: string]: KernelValue })[field]!)) as KernelValue[]);
    const expected = outcome(() => plain(...args)), got = outcome(() => {
      const results = evaluate(lowered.fn, [...flat, ...(args.slice(elements.length, elements.length + lowered.indicesUsed) as number[]), ...captures]);
      return lowered.results[0]?.field === "" ? results[0] : Object.fromEntries(lowered.results.map((r, k) => [r.field, results[k]]));
    });
    if (!same(expected, got)) return `(${args.map(show).join(", ")}): JavaScript ${show(expected)}, kernel ${show(got)}`;
  }
  return undefined;
}

function elementValues(element: ElementType): readonly unknown[] {
  if (typeof element === "string") return valuesOf(element);
  const columns = Object.values(element).map(valuesOf);
  return Array.from({ length: 24 }, (_, k) => Object.fromEntries(Object.keys(element).map((field, f) => [field, columns[f]![(k * (f + 1) + f) % columns[f]!.length]])));
}

/** All combinations, or so many of them spread over all. */
function* combinations(columns: readonly (readonly unknown[])[], most: number): Generator<readonly unknown[]> {
  const total = columns.reduce((n, c) => n * c.length, 1), step = Math.max(1, Math.floor(total / most) | 1);
  for (let k = 0; k < total; k += step) {
    let rest = k;
    yield columns.map((c) => {
      const value = c[rest % c.length];
      rest = Math.floor(rest / c.length);
      return value;
    });
  }
}

function outcome(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
}

function same(a: unknown, b: unknown): boolean {
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return Object.is(a, b);
  const x = a as { readonly [key: string]: unknown }, y = b as { readonly [key: string]: unknown };
  return Object.keys(x).length === Object.keys(y).length && Object.keys(x).every((key) => same(x[key], y[key]));
}

const show = (value: unknown): string => (typeof value === "object" ? `{${Object.entries(value ?? {}).map(([k, v]) => `${k}: ${show(v)}`).join(", ")}}` : Object.is(value, -0) ? "-0" : String(value));
