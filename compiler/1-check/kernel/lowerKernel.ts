// A function of the user's as the kernel of an operator: read once, lowered for the operator's elements, checked against what its result is stored as.
// Captured numbers are f64 unless the result has to be an integer and only is one if they are integers too: then those are checked at the call.
//
//   map(a, (x) => x * k, "i32")     with a: i32     ->     kernel map(x: int, k: int) -> (int), capture k needs to be an integer
import type { ElementType } from "../../ir/types.ts";
import { fieldsOf, scalarOf } from "../../ir/types.ts";
import { adopt, isRight } from "./lower/adopt.ts";
import type { Origin } from "./lower/frame.ts";
import type { Root, Specialization } from "./lower/specialize.ts";
import { specialize } from "./lower/specialize.ts";
import { builtinAsFunction, placeOf, readFunction } from "./read/readFunction.ts";
import { quoted, reportNode } from "./read/report.ts";
import type { Capture, KernelContext, KernelRequest, LoweredKernel } from "./request.ts";
import { resolveFunction } from "./resolveFunction.ts";
import { resultProblem } from "./resultProblem.ts";
import type { FunctionSyntax } from "./syntax.ts";
import type { ValueType } from "./valueType.ts";
import { elementType, int } from "./valueType.ts";

/** Undefined after reporting why. */
export function lowerKernel(context: KernelContext, request: KernelRequest): LoweredKernel | undefined {
  const syntax = readKernel(context, request);
  if (!syntax) return undefined;
  const neighbours = request.neighbours !== undefined, elements = neighbours ? [] : request.elements;
  const most = elements.length + request.indices;
  if (syntax.parameters.length > most) {
    const hidden = neighbours ? 1 : 0, passed = [...(neighbours ? ["at"] : elements.map(() => "an element")), ...Array.from({ length: request.indices }, () => "an index")].join(", ");
    reportNode(context, "SPMD1031", syntax.parameters[most]!.node, { given: syntax.parameters.length + hidden, op: request.name, most: most + hidden, passed });
    return undefined;
  }
  const indices = Math.max(0, syntax.parameters.length - elements.length);
  const args: ValueType[] = [...elements.map(elementType), ...Array.from({ length: indices }, () => int)];
  const root: Root = {
    origins: [...request.elements.map(originsOf), ...Array.from({ length: indices }, (): Origin[] => ["index"])],
    indices,
    element: neighbours ? request.elements[0] : undefined,
    ...(typeof request.result === "object" && "element" in request.result ? { order: fieldsOf(request.result.element).map(([field]) => field) } : {}),
  };
  const lower = (integers: ReadonlySet<string>): Specialization => specialize({ context, integers, stack: [] }, syntax, args, root);
  const { lowered, integers } = withIntegers(lower, request);
  if (!isRight(context, lowered)) return undefined;
  const problem = resultProblem(lowered, request.result);
  if (problem) {
    reportNode(context, problem.code, problem.node ?? placeOf(syntax.node), problem.values);
    return undefined;
  }
  const captures = lowered.captures.map(({ key, name, path, symbol, kind, mutable, node }): Capture => ({ name, path, symbol, kind, mutable, node, needsInteger: integers.has(key) }));
  return {
    fn: adopt(context, lowered, request.name),
    indicesUsed: lowered.indicesUsed,
    captures,
    ...(neighbours ? { offsets: lowered.offsets } : {}),
    results: lowered.fn.results,
    arrays: lowered.arrays,
  };
}

const originsOf = (element: ElementType): Origin[] => fieldsOf(element).map(([, dtype]) => (scalarOf(dtype) === "int" ? dtype : undefined));

function readKernel(context: KernelContext, request: KernelRequest): FunctionSyntax | undefined {
  const found = resolveFunction(context, request.node);
  if (!found) return undefined;
  if (found.kind === "builtin") return builtinAsFunction(found.name, Math.min(found.arity, request.elements.length + request.indices), request.node);
  const syntax = readFunction(context, found.node, found.name, request.neighbours);
  if (syntax.body.length === 0 && !syntax.wrong) {
    reportNode(context, "SPMD1025", placeOf(found.node), { name: quoted(found.name) ?? "the kernel" });
    return undefined;
  }
  return syntax;
}

/** Takes captured numbers as integers where the result, or a position in `read`, is an integer only so; as few of them as do. */
function withIntegers(lower: (integers: ReadonlySet<string>) => Specialization, request: KernelRequest): { lowered: Specialization; integers: ReadonlySet<string> } {
  const plain = lower(new Set()), none = { lowered: plain, integers: new Set<string>() }, lacks = (s: Specialization): boolean => lacksPositions(s) || (isSound(s) && resultProblem(s, request.result)?.code === "SPMD2040");
  const numbers = plain.captures.filter((c) => c.kind === "number").map((c) => c.key);
  if (numbers.length === 0 || !lacks(plain)) return none;
  let integers: ReadonlySet<string> = new Set(numbers), lowered = lower(integers);
  if (lacks(lowered)) return none;
  for (const key of numbers) {
    const fewer = new Set([...integers].filter((k) => k !== key)), again = lower(fewer);
    if (lacks(again)) continue;
    integers = fewer;
    lowered = again;
  }
  return { lowered, integers };
}

/** A position of some `read` may not be an integer. */
function lacksPositions(s: Specialization, seen = new Set<Specialization>()): boolean {
  if (seen.has(s)) return false;
  seen.add(s);
  return s.pending.some((p) => p.code === "SPMD1035") || [...s.callees.values()].some((callee) => lacksPositions(callee, seen));
}

const isSound = (s: Specialization): boolean => !s.syntax.wrong && s.pending.length === 0;
