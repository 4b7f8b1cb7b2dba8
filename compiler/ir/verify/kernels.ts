// Rules of the kernel level: every name is declared, operands have the types that their operation says, calls fit and do not recurse, jumps have a
// target, results are returned as promised.
import type { KernelExpression, KernelFunction, KernelId, KernelStatement } from "../kernel.ts";
import { showSpan } from "../span.ts";
import { expressionsOf, kernelExpressions, kernelStatements, operandsOf } from "../traverse.ts";
import type { ScalarType } from "../types.ts";
import { scalarOf } from "../types.ts";

export type Report = (sentence: string) => void;
export type Functions = ReadonlyMap<KernelId, KernelFunction>;

export const functionsById = (functions: readonly KernelFunction[]): Functions => new Map(functions.map((fn) => [fn.id, fn]));

export function verifyKernels(functions: readonly KernelFunction[], report: Report): void {
  const byId = functionsById(functions);
  if (byId.size !== functions.length) report("two kernel functions have one name");
  for (const fn of functions) verifyKernel(fn, byId, (sentence) => report(`${fn.id} (${showSpan(fn.span)}): ${sentence}`));
}

interface Scope {
  readonly fn: KernelFunction;
  readonly functions: Functions;
  readonly types: ReadonlyMap<string, ScalarType>;
  readonly report: Report;
}

function verifyKernel(fn: KernelFunction, functions: Functions, report: Report): void {
  const declared = [...fn.params, ...fn.locals], types = new Map(declared.map(({ name, type }) => [name, type]));
  if (types.size !== declared.length) report("two locals have one name");
  if (reaches(fn, fn.id, functions)) report("calls itself, directly or through others");
  verifyStatements(fn.body, { fn, functions, types, report }, []);
}

/** Whether a function calls another by some way. */
function reaches(fn: KernelFunction, target: KernelId, functions: Functions, seen = new Set<KernelId>()): boolean {
  return calledBy(fn).some((id) => {
    if (id === target) return true;
    const next = functions.get(id);
    if (!next || seen.has(id)) return false;
    seen.add(id);
    return reaches(next, target, functions, seen);
  });
}

function calledBy(fn: KernelFunction): readonly KernelId[] {
  const found: KernelId[] = [];
  for (const s of kernelStatements(fn.body)) {
    if (s.kind === "callRecord") found.push(s.fn);
    for (const e of expressionsOf(s)) for (const part of kernelExpressions(e)) if (part.kind === "call") found.push(part.fn);
  }
  return found;
}

function verifyStatements(statements: readonly KernelStatement[], scope: Scope, labels: readonly string[]): void {
  const { report } = scope;
  for (const s of statements) {
    for (const e of expressionsOf(s)) verifyExpression(e, scope);
    switch (s.kind) {
      case "assign": {
        const type = scope.types.get(s.target);
        if (type === undefined) report(`assigns ${s.target}, which is not declared`);
        else expect(s.value, type, `what ${s.target} is assigned`, report);
        break;
      }
      case "callRecord": {
        verifyCall(s.fn, s.args, scope);
        const results = scope.functions.get(s.fn)?.results ?? [];
        if (results.length !== s.targets.length) report(`${s.fn} gives ${results.length} values for ${s.targets.length} targets`);
        s.targets.forEach((target, k) => {
          if (scope.types.get(target) !== results[k]?.type) report(`${target} is not declared as ${results[k]?.type}, which ${s.fn} gives`);
        });
        break;
      }
      case "if":
        expect(s.test, "bool", "a test", report);
        verifyStatements(s.then, scope, labels);
        verifyStatements(s.else, scope, labels);
        break;
      case "while":
        expect(s.test, "bool", "a test", report);
        verifyStatements(s.body, scope, [...labels, s.label]);
        verifyStatements(s.step, scope, labels);
        break;
      case "break":
      case "continue":
        if (!labels.includes(s.label)) report(`${s.kind} ${s.label} stands outside such a loop`);
        break;
      case "return":
        if (s.values.length !== scope.fn.results.length) report(`returns ${s.values.length} values, not ${scope.fn.results.length}`);
        s.values.forEach((value, k) => expect(value, scope.fn.results[k]?.type ?? value.type, "what is returned", report));
        break;
      case "throw":
        if (s.parts.length !== s.values.length + 1) report("a throw has one text more than values");
        break;
    }
  }
}

function expect(e: KernelExpression, type: ScalarType, what: string, report: Report): void {
  if (e.type !== type) report(`${what} is ${e.type}, not ${type}`);
}

function verifyExpression(e: KernelExpression, scope: Scope): void {
  const { report } = scope;
  for (const operand of operandsOf(e)) verifyExpression(operand, scope);
  const operands = (type: ScalarType): void => operandsOf(e).forEach((operand) => expect(operand, type, `an operand of ${"op" in e ? e.op : e.kind}`, report));
  switch (e.kind) {
    case "const":
      if ((typeof e.value === "boolean") !== (e.type === "bool")) report(`the constant ${e.value} is said to be ${e.type}`);
      if (e.type === "int" && !Number.isInteger(e.value)) report(`the constant ${e.value} is said to be an integer`);
      return;
    case "local":
      if (!scope.types.has(e.name)) report(`uses ${e.name}, which is not declared`);
      else if (scope.types.get(e.name) !== e.type) report(`uses ${e.name} as ${e.type}; it is ${scope.types.get(e.name)}`);
      return;
    case "unary": return operands(e.op === "not" ? "bool" : e.op === "bitnot" ? "int" : e.type);
    case "arithmetic":
      if (e.type === "bool" || (e.op === "div" && e.type === "int")) report(`${e.op} cannot give ${e.type}`);
      return operands(e.type);
    case "bits": return operands("int");
    case "compare":
      if (e.left.type !== e.right.type) report(`compares ${e.left.type} with ${e.right.type}`);
      return;
    case "logical": return operands("bool");
    case "conditional":
      expect(e.test, "bool", "a test", report);
      expect(e.then, e.type, "the first choice of a conditional", report);
      return expect(e.else, e.type, "the second choice of a conditional", report);
    case "convert":
      if (e.type === "int" && (e.operand.type === "f64" || e.operand.type === "f32")) report(`converts ${e.operand.type} to int: only floor, trunc and the like may`);
      return;
    case "cast":
      if (e.type !== scalarOf(e.to)) report(`a cast to ${e.to} gives ${scalarOf(e.to)}, not ${e.type}`);
      return;
    case "call": {
      verifyCall(e.fn, e.args, scope);
      const results = scope.functions.get(e.fn)?.results ?? [];
      if (results.length !== 1 || results[0]!.type !== e.type) report(`${e.fn} does not give one ${e.type}`);
      return;
    }
    case "read": return e.indices.forEach((index) => expect(index, "int", "a position", report));
    case "math": return;
  }
}

function verifyCall(fn: KernelId, args: readonly KernelExpression[], { functions, report }: Scope): void {
  const called = functions.get(fn);
  if (!called) return report(`calls ${fn}, which does not exist`);
  if (args.length !== called.params.length) report(`calls ${fn} with ${args.length} arguments; it has ${called.params.length}`);
  args.forEach((arg, k) => expect(arg, called.params[k]?.type ?? arg.type, `argument ${k + 1} of ${fn}`, report));
}
