// Random functions of scalars: what kernels are made of, and the functions that they call. Loops make a few trips whatever the numbers are.
//
//   (x, i) => { let t3: number = x; for (let q4 = 0; q4 < Math.abs(i) % 6; q4++) { if ((t3 > 2)) break; t3 += (x * 0.5); } return (t3 - i); }
import { expression } from "./expressions.ts";
import type { Kind, Leaf, ScalarFunction, Terms } from "./expressions.ts";
import { chance, oneOf, weighted } from "./genes.ts";
import type { Choose } from "./genes.ts";

export interface KernelTerms extends Terms {
  /** A name that nothing in the program has. */
  fresh(prefix: string): string;
}

/** What stands between the parameters and the end: ` => expression` or ` { ... }`, without the arrow. */
export function functionBody(terms: KernelTerms, result: Kind): { readonly text: string; readonly block: boolean } {
  const { choose } = terms;
  if (chance(choose, 55)) return { text: bounded(choose, result, expression(terms, result, 3)), block: false };
  const body: Body = { terms, leaves: [...terms.leaves], result, loops: [] };
  const statements = block(body, 1 + choose(4), 2);
  return { text: `{ ${statements} return ${bounded(choose, result, expression({ ...terms, leaves: body.leaves }, result, 2))}; }`, block: true };
}

/** Keeps numbers from running away, so that there is something to compare at the end. */
const bounded = (choose: Choose, result: Kind, text: string): string => (result === "boolean" || !chance(choose, 45) ? text : `(${text}) % ${oneOf(choose, result === "integer" ? ["97", "7", "1000"] : ["97", "7.5", "1000"])}`);

/** A function that kernels and host code may call, with its declaration. */
export function scalarFunction(terms: KernelTerms): { readonly fn: ScalarFunction; readonly text: string } {
  const { choose } = terms, name = terms.fresh("fn"), exact = chance(choose, 50), result = oneOf(choose, ["number", "number", "integer", "boolean"] as const);
  const params = Array.from({ length: 1 + choose(3) }, (): Leaf => ({ text: terms.fresh("p"), kind: oneOf(choose, result === "integer" ? (["integer", "integer", "boolean"] as const) : (["number", "number", "integer", "boolean"] as const)), assignable: true }));
  const body = functionBody({ ...terms, exact, leaves: [...terms.leaves, ...params] }, result), list = params.map((p) => `${p.text}: ${p.kind === "boolean" ? "boolean" : "number"}`).join(", ");
  const type = result === "boolean" ? "boolean" : "number";
  const text = body.block && chance(choose, 70) ? `function ${name}(${list}): ${type} ${body.text}` : `const ${name} = (${list}): ${type} => ${body.text};`;
  return { fn: { name, params: params.map((p) => p.kind), result, exact }, text };
}

interface Body {
  readonly terms: KernelTerms;
  /** Grows as variables are declared. */
  readonly leaves: Leaf[];
  readonly result: Kind;
  /** Labels of the loops around, "" where there is none. */
  readonly loops: readonly string[];
}

const within = (body: Body): Terms => ({ ...body.terms, leaves: body.leaves });

function block(body: Body, count: number, depth: number): string {
  return Array.from({ length: count }, () => statement(body, depth)).join(" ");
}

/** Statements of a scope of their own. */
const inner = (body: Body, depth: number, loops = body.loops): string => `{ ${block({ ...body, leaves: [...body.leaves], loops }, 1 + body.terms.choose(2), depth - 1)} }`;

function statement(body: Body, depth: number): string {
  const { choose } = body.terms, e = (kind: Kind): string => expression(within(body), kind, 2), condition = (): string => expression(within(body), "boolean", 1);
  switch (weighted(choose, depth > 0 ? deepForms : flatForms)) {
    case "declare": return declaration(body);
    case "assign": return assignment(body) ?? declaration(body);
    case "swap": return swap(body) ?? declaration(body);
    case "return": return `if (${condition()}) return ${e(body.result)};`;
    case "never": return `if (+(${e("integer")}) !== +(${e("integer")}) && ${condition()} && 1 > 2) throw new RangeError(\`not \${${e("number")}}\`);`;
    case "jump": return body.loops.length === 0 ? declaration(body) : `if (${condition()}) ${oneOf(choose, ["break", "continue"])}${jumpTarget(body)};`;
    case "if": return `if (${condition()}) ${inner(body, depth)}${chance(choose, 50) ? ` else ${inner(body, depth)}` : ""}`;
    case "for": return loop(body, depth, (q) => `for (let ${q} = 0; ${q} < ${trips(body)}; ${q}++)`);
    case "while": return counted(body, depth, (test, trip) => `while (${test}) ${trip}`);
    case "do": return counted(body, depth, (test, trip) => `do ${trip} while (${test});`);
    case "switch": return `switch (+(${e("integer")}) % 3) { case 0: ${inner(body, depth)} ${oneOf(choose, ["break;", ""])} case ${oneOf(choose, ["1", "2", "-1"])}: ${inner(body, depth)} break; default: ${inner(body, depth)} }`;
  }
}

const flatForms = [[4, "declare"], [5, "assign"], [1, "swap"], [1, "return"], [2, "jump"]] as const;
const deepForms = [...flatForms, [3, "if"], [3, "for"], [1, "while"], [1, "do"], [1, "switch"], [1, "never"]] as const;

function declaration(body: Body): string {
  const { choose } = body.terms, kind = oneOf(choose, ["number", "integer", "boolean", "number"] as const), assignable = chance(choose, 60);
  const value = expression(within(body), kind, 2), name = body.terms.fresh("t");
  body.leaves.push({ text: name, kind, assignable });
  return `${assignable ? "let" : "const"} ${name}: ${kind === "boolean" ? "boolean" : "number"} = ${value};`;
}

function assignment(body: Body): string | undefined {
  const { choose } = body.terms, targets = body.leaves.filter((l) => l.assignable);
  if (targets.length === 0) return undefined;
  const { text, kind } = oneOf(choose, targets), value = expression(within(body), kind, 2);
  if (kind === "boolean" || chance(choose, 40)) return `${text} = ${value};`;
  return chance(choose, 15) ? `${text}${oneOf(choose, ["++", "--"])};` : `${text} ${oneOf(choose, kind === "integer" ? ["+=", "-=", "*=", "%=", "^="] : ["+=", "-=", "*=", "/="])} ${value};`;
}

function swap(body: Body): string | undefined {
  const { choose } = body.terms, [a, ...others] = body.leaves.filter((l) => l.assignable), b = others.find((l) => l.kind === a?.kind);
  return a && b ? `[${a.text}, ${b.text}] = [${expression(within(body), a.kind, 1)}, ${chance(choose, 50) ? a.text : expression(within(body), a.kind, 1)}];` : undefined;
}

/** Depends on the data, and is never more than a few. */
const trips = (body: Body): string => (chance(body.terms.choose, 60) ? `Math.abs(${expression(within(body), "integer", 1)}) % ${2 + body.terms.choose(5)}` : String(1 + body.terms.choose(4)));

function loop(body: Body, depth: number, head: (counter: string) => string): string {
  const counter = body.terms.fresh("q"), label = chance(body.terms.choose, 25) ? body.terms.fresh("loop") : "", text = head(counter);
  body.leaves.push({ text: counter, kind: "integer" });
  const trip = inner(body, depth, [...body.loops, label]);
  body.leaves.splice(body.leaves.findIndex((l) => l.text === counter), 1);
  return `${label === "" ? "" : `${label}: `}${text} ${trip}`;
}

function counted(body: Body, depth: number, form: (test: string, trip: string) => string): string {
  const counter = body.terms.fresh("w"), test = `${counter}++ < ${1 + body.terms.choose(5)} && ${expression(within(body), "boolean", 1)}`;
  return `let ${counter} = 0; ${form(test, inner(body, depth, [...body.loops, ""]))}`;
}

const jumpTarget = ({ terms: { choose }, loops }: Body): string => {
  const label = oneOf(choose, loops);
  return label === "" ? "" : ` ${label}`;
};
