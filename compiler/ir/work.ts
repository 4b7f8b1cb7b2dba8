// What a kernel function costs, roughly: how many operations a call takes, and whether that differs from element to element.
//
//   (x, y) => { let it = 0; while (x * x + y * y < 4 && it < maxit) ...; return it }     ->   about 200 operations, uneven: the test depends on x and y
//   (x) => { let s = 0; for (let k = 0; k < 8; k++) s += x * k; return s }               ->   about 80 operations, even
//
// A loop is uneven if how often it runs depends on elements or positions: through its test, or a break or return under such a test.
import type { Loop, StepArgument } from "./array.ts";
import type { KernelExpression, KernelFunction, KernelId, KernelStatement } from "./kernel.ts";
import { expressionsOf, kernelExpressions, operandsOf } from "./traverse.ts";

export interface Work {
  /** Operations a point of the index space. */
  readonly operations: number;
  readonly uneven: boolean;
}

/** How often a loop of a kernel is taken to run. */
const trips = { even: 8, uneven: 30 };
/** A scalar function counts as several operations. */
const mathOperations = 4;

/** Of a loop, or of the nest that it has become. */
export function workOfLoop(loop: { readonly inputs: readonly unknown[]; readonly outputs: readonly unknown[]; readonly steps: Loop["steps"] }, functions: readonly KernelFunction[]): Work {
  const byId = new Map(functions.map((fn) => [fn.id, fn]));
  const varies = (arg: StepArgument): boolean => arg.kind === "element" || arg.kind === "index" || (arg.kind === "step" && loop.steps[arg.step]!.args.some(varies));
  let operations = 1 + loop.inputs.length + loop.outputs.length, uneven = false;
  const known = new Map<string, Work>();
  for (const step of loop.steps) {
    const work = workOfCall(byId, step.fn, step.args.map(varies), known);
    operations += work.operations;
    uneven ||= work.uneven;
  }
  return { operations, uneven };
}

/** Of one call, whatever its arguments are. */
export function operationsOf(id: KernelId, functions: readonly KernelFunction[]): number {
  const byId = new Map(functions.map((fn) => [fn.id, fn]));
  return workOfCall(byId, id, byId.get(id)?.params.map(() => true) ?? [], new Map()).operations;
}

function workOfCall(byId: ReadonlyMap<KernelId, KernelFunction>, id: KernelId, varying: readonly boolean[], known: Map<string, Work>): Work {
  const key = `${id} ${varying.map(Number).join("")}`, found = known.get(key), fn = byId.get(id);
  if (found) return found;
  if (!fn) throw new Error(`there is no kernel function ${id}`);
  const locals = new Set(fn.params.filter((_, k) => varying[k]).map((p) => p.name));
  for (let size = -1; size !== locals.size; ) {
    size = locals.size;
    spread(fn.body, locals, false);
  }
  let uneven = false;
  const expression = (e: KernelExpression): number => {
    const own = e.kind === "const" || e.kind === "local" ? 0 : e.kind === "math" ? mathOperations : 1;
    const inner = operandsOf(e).reduce((sum, part) => sum + expression(part), own);
    return e.kind === "call" ? inner + call(e.fn, e.args) : inner;
  };
  const call = (callee: KernelId, args: readonly KernelExpression[]): number => {
    const work = workOfCall(byId, callee, args.map((a) => varies(a, locals)), known);
    uneven ||= work.uneven;
    return work.operations;
  };
  const body = (statements: readonly KernelStatement[]): number => statements.reduce((sum, s) => sum + statement(s), 0);
  const statement = (s: KernelStatement): number => {
    const own = expressionsOf(s).reduce((sum, e) => sum + expression(e), 0);
    if (s.kind === "if") return own + Math.max(body(s.then), body(s.else));
    if (s.kind === "callRecord") return own + call(s.fn, s.args);
    if (s.kind !== "while") return own;
    const differs = varies(s.test, locals) || leavesEarly(s.body, locals, false);
    uneven ||= differs;
    return (own + body(s.body) + body(s.step)) * (differs ? trips.uneven : trips.even);
  };
  const operations = body(fn.body), work: Work = { operations, uneven };
  known.set(key, work);
  return work;
}

/** Adds the locals that differ between elements: assigned from such values, or under a test of them. */
function spread(body: readonly KernelStatement[], varying: Set<string>, under: boolean): void {
  for (const s of body) {
    const differs = under || expressionsOf(s).some((e) => varies(e, varying));
    if (s.kind === "assign" && differs) varying.add(s.target);
    else if (s.kind === "callRecord" && differs) s.targets.forEach((t) => varying.add(t));
    else if (s.kind === "if") [s.then, s.else].forEach((b) => spread(b, varying, differs));
    else if (s.kind === "while") [s.body, s.step].forEach((b) => spread(b, varying, differs || leavesEarly(s.body, varying, false)));
  }
}

function varies(e: KernelExpression, varying: ReadonlySet<string>): boolean {
  for (const part of kernelExpressions(e)) if (part.kind === "read" || (part.kind === "local" && varying.has(part.name))) return true;
  return false;
}

/** Some break, continue or return stands under a test that differs. */
function leavesEarly(body: readonly KernelStatement[], varying: ReadonlySet<string>, under: boolean): boolean {
  return body.some((s) => {
    if (s.kind === "break" || s.kind === "continue" || s.kind === "return") return under;
    if (s.kind === "if") return [s.then, s.else].some((b) => leavesEarly(b, varying, under || varies(s.test, varying)));
    return s.kind === "while" && leavesEarly([...s.body, ...s.step], varying, under || varies(s.test, varying));
  });
}

