// Kernel functions as the TypeScript that a person would write: infix operators with the parentheses they need, `number` and `boolean`.
//
//   kernel @f(x: f64, i: int) -> f64 { return (x + f64(i)) * 2.0 }   ->   function f(x: number, i: number): number { return (x + i) * 2; }
import type { KernelExpression, KernelFunction, KernelId, KernelStatement } from "../../ir/kernel.ts";
import { arithmeticMarks, bitMarks, comparisonMarks } from "../../ir/text/kernelExpression.ts";
import { showConstant } from "../../ir/text/atoms.ts";
import type { Lines } from "../../ir/text/lines.ts";
import { braced, line, nested } from "../../ir/text/lines.ts";
import { expressionsOf, kernelExpressions, kernelStatements } from "../../ir/traverse.ts";
import type { ScalarType } from "../../ir/types.ts";

/** Text with how tightly its outermost operator binds. */
export interface Source {
  readonly text: string;
  readonly level: number;
}
export const atom = (text: string): Source => ({ text, level: 20 });

/** What stands for each local. */
export type Locals = (name: string) => Source;

const levels: Readonly<Record<string, number>> = { "||": 3, "&&": 4, "|": 5, "^": 6, "&": 7, "===": 8, "!==": 8, "<": 9, "<=": 9, ">": 9, ">=": 9, "<<": 10, ">>": 10, ">>>": 10, "+": 11, "-": 11, "*": 12, "/": 12, "%": 12 };
const typeScript = (type: ScalarType): string => (type === "bool" ? "boolean" : "number");
export const identifierOf = (name: string): string => name.replace(/^@/, "").replace(/[^\p{ID_Continue}$]/gu, "_");

const within = (source: Source, level: number): string => (source.level < level ? `(${source.text})` : source.text);

function infix(op: string, left: Source, right: Source): Source {
  const level = levels[op] ?? 1;
  return { text: `${within(left, level)} ${op} ${within(right, level + 1)}`, level };
}

export function expressionSource(e: KernelExpression, locals: Locals): Source {
  const inner = (part: KernelExpression): Source => expressionSource(part, locals);
  const call = (name: string, args: readonly KernelExpression[]): Source => atom(`${name}(${args.map((arg) => inner(arg).text).join(", ")})`);
  switch (e.kind) {
    case "const": return { text: showConstant(e.value), level: typeof e.value === "number" && (e.value < 0 || Object.is(e.value, -0)) ? 14 : 20 };
    case "local": return locals(e.name);
    case "unary": return { text: `${{ neg: "-", not: "!", bitnot: "~" }[e.op]}${within(inner(e.operand), 15)}`, level: 14 };
    case "arithmetic": return infix(arithmeticMarks[e.op], inner(e.left), inner(e.right));
    case "bits": return infix(bitMarks[e.op], inner(e.left), inner(e.right));
    case "compare": return infix(comparisonMarks[e.op].replace(/^([=!])=$/, "$1=="), inner(e.left), inner(e.right));
    case "logical": return infix(e.op === "and" ? "&&" : "||", inner(e.left), inner(e.right));
    case "conditional": return { text: `${within(inner(e.test), 3)} ? ${within(inner(e.then), 2)} : ${within(inner(e.else), 2)}`, level: 2 };
    case "convert":
      if (e.type === "f32" && e.operand.type === "f64") return call("Math.fround", [e.operand]);
      if (e.operand.type === "bool") return call("Number", [e.operand]);
      return e.type === "bool" ? call("Boolean", [e.operand]) : inner(e.operand);
    case "math": return call(`Math.${e.fn}`, e.args);
    case "call": return call(identifierOf(e.fn), e.args);
    case "read": return atom(`input${e.input}${e.field === "" ? "" : `.${e.field}`}[${e.indices.map((index) => inner(index).text).join(", ")}]`);
    // A value as its dtype holds it: `i16(x)`.
    default: return call(e.to, [e.operand]);
  }
}

/** The expression that a function is, if it is nothing else. */
export function onlyExpression(fn: KernelFunction): KernelExpression | undefined {
  const [only, ...rest] = fn.body;
  return rest.length === 0 && only?.kind === "return" && only.values.length === 1 ? only.values[0] : undefined;
}

export function functionLines(fn: KernelFunction): Lines {
  const locals: Locals = (name) => atom(identifierOf(name));
  const params = fn.params.map(({ name, type }) => `${identifierOf(name)}: ${typeScript(type)}`).join(", ");
  const result = fn.results.length === 1 && fn.results[0]!.field === "" ? typeScript(fn.results[0]!.type) : `{ ${fn.results.map(({ field, type }) => `${field}: ${typeScript(type)}`).join("; ")} }`;
  const atHead = fn.locals.map((local) => local.name).filter((name) => !declaredInside(fn.body, name));
  return braced(`function ${identifierOf(fn.id)}(${params}): ${result}`, [...(atHead.length === 0 ? [] : line(`let ${atHead.map(identifierOf).join(", ")};`)), ...statementLines(fn.body, fn, locals)]);
}

const blocksOf = (s: KernelStatement): readonly (readonly KernelStatement[])[] => (s.kind === "if" ? [s.then, s.else] : s.kind === "while" ? [s.body, s.step] : []);

/** How often a name stands in statements, as a target or in an expression. */
function countOf(statements: readonly KernelStatement[], name: string): number {
  let count = 0;
  for (const s of kernelStatements(statements)) {
    if (s.kind === "assign" && s.target === name) count++;
    if (s.kind === "callRecord") count += s.targets.filter((target) => target === name).length;
    for (const e of expressionsOf(s)) for (const part of kernelExpressions(e)) if (part.kind === "local" && part.name === name) count++;
  }
  return count;
}

/** The statement at which a variable can be declared: the first that mentions it, an assignment, in the innermost block that holds all of its mentions. */
function declaredAt(block: readonly KernelStatement[], name: string): KernelStatement | undefined {
  const total = countOf(block, name), within = block.flatMap(blocksOf).find((inner) => total > 0 && countOf(inner, name) === total);
  if (within) return declaredAt(within, name);
  const first = block.find((s) => countOf([s], name) > 0);
  return first?.kind === "assign" && first.target === name && countOf([first], name) === 1 ? first : undefined;
}
const declaredInside = (block: readonly KernelStatement[], name: string): boolean => declaredAt(block, name) !== undefined;

function assignmentText(s: KernelStatement & { readonly kind: "assign" }, fn: KernelFunction, locals: Locals): string {
  const target = identifierOf(s.target), { value } = s, isLocal = fn.locals.some((local) => local.name === s.target);
  const show = (e: KernelExpression): string => expressionSource(e, locals).text;
  if (isLocal && declaredAt(fn.body, s.target) === s) {
    const assigned = [...kernelStatements(fn.body)].filter((other) => (other.kind === "assign" && other.target === s.target) || (other.kind === "callRecord" && other.targets.includes(s.target))).length;
    return `${assigned === 1 ? "const" : "let"} ${target} = ${show(value)};`;
  }
  if (value.kind !== "arithmetic" || value.left.kind !== "local" || value.left.name !== s.target) return `${target} = ${show(value)};`;
  if (value.op === "add" && value.right.kind === "const" && value.right.value === 1) return `${target}++;`;
  return `${target} ${arithmeticMarks[value.op]}= ${show(value.right)};`;
}

function statementLines(statements: readonly KernelStatement[], fn: KernelFunction, locals: Locals): Lines {
  const show = (e: KernelExpression): string => expressionSource(e, locals).text;
  const inner = (block: readonly KernelStatement[]): Lines => statementLines(block, fn, locals);
  return statements.flatMap((s): Lines => {
    switch (s.kind) {
      case "assign": return line(assignmentText(s, fn, locals));
      case "callRecord": return line(`[${s.targets.map(identifierOf).join(", ")}] = Object.values(${identifierOf(s.fn)}(${s.args.map(show).join(", ")}));`);
      case "if": return s.else.length === 0 ? braced(`if (${show(s.test)})`, inner(s.then)) : [...line(`if (${show(s.test)}) {`), ...nested(inner(s.then)), ...line("} else {"), ...nested(inner(s.else)), ...line("}")];
      case "while": {
        const label = mentions(s.body, s.label) ? `${identifierOf(s.label)}: ` : "";
        if (!s.testFirst) return braced(`${label}do`, inner([...s.body, ...s.step]), ` while (${show(s.test)});`);
        return s.step.length === 0 ? braced(`${label}while (${show(s.test)})`, inner(s.body)) : braced(`${label}for (; ${show(s.test)}; ${inner(s.step).map(({ text }) => text.replace(/;$/, "")).join(", ")})`, inner(s.body));
      }
      case "break":
      case "continue": return line(`${s.kind} ${identifierOf(s.label)};`);
      case "return": return line(fn.results.length === 1 && fn.results[0]!.field === "" ? `return ${s.values.map(show).join("")};` : `return { ${s.values.map((value, k) => `${fn.results[k]!.field}: ${show(value)}`).join(", ")} };`);
      case "throw": return line(`throw new ${s.error}(\`${s.parts.map((part, k) => `${part.replace(/[\\`$]/g, "\\$&")}${k < s.values.length ? `\${${show(s.values[k]!)}}` : ""}`).join("")}\`);`);
    }
  });
}

function mentions(block: readonly KernelStatement[], label: string): boolean {
  return block.some((s) => ((s.kind === "break" || s.kind === "continue") && s.label === label) || (s.kind === "if" && (mentions(s.then, label) || mentions(s.else, label))) || (s.kind === "while" && (mentions(s.body, label) || mentions(s.step, label))));
}

/** The functions that expressions of `roots` still call by name. */
export function calledByName(roots: Iterable<KernelId>, functions: ReadonlyMap<KernelId, KernelFunction>, calls: (fn: KernelFunction) => readonly KernelId[]): readonly KernelFunction[] {
  const found = new Set<KernelId>(), queue = [...roots];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    const fn = functions.get(id);
    if (!fn || found.has(id)) continue;
    found.add(id);
    queue.push(...calls(fn));
  }
  return [...functions.values()].filter((fn) => found.has(fn.id));
}
