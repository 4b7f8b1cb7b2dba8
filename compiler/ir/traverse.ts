// What array nodes make and read, what host statements mention, which functions kernels reach: facts that several stages ask of whole programs.
// Knows no operator.
import type { ArrayNode, Attribute } from "./array.ts";
import { statementsIn } from "./blocks.ts";
import type { Block, HostCode, Program, Statement } from "./host.ts";
import type { KernelExpression, KernelFunction, KernelId, KernelStatement } from "./kernel.ts";
import type { ArrayType, ValueId } from "./types.ts";
import { hostOf } from "./view.ts";

export interface Made {
  readonly value: ValueId;
  readonly type: ArrayType;
}

/** The arrays a node makes. */
export function resultsOf(node: ArrayNode): readonly Made[] {
  if (node.kind === "loop") return node.outputs.map((o) => ({ value: o.result, type: o.type }));
  return node.results.map((value, k) => ({ value, type: node.types[k]! }));
}

/** The arrays a node reads, each once. */
export function inputsOf(node: ArrayNode): readonly ValueId[] {
  if (node.kind === "loop") return [...new Set(node.inputs.map((i) => i.value))];
  return node.kernel?.reads ? [...node.inputs, ...node.kernel.reads.map((r) => r.value)] : node.inputs;
}

/** The host variables a node needs: captures, attributes, boundary values and extents. */
export function hostNamesOf(node: ArrayNode): readonly string[] {
  const names = new Set<string>();
  for (const { type } of resultsOf(node)) for (const extent of type.shape) if (typeof extent === "string") names.add(extent);
  if (node.kind === "op") {
    for (const name of node.kernel?.captures ?? []) names.add(name);
    hostsOfAttribute(node.attributes).forEach((name) => names.add(name));
    return [...names];
  }
  for (const name of node.captures) names.add(name);
  for (const extent of node.shape) if (typeof extent === "string") names.add(extent);
  for (const { access, view } of node.inputs) {
    if (access.boundary?.kind === "value" && typeof access.boundary.value === "object") names.add(access.boundary.value.host);
    for (const { from } of view ?? []) hostOf(from).forEach((name) => names.add(name));
  }
  return [...names];
}

/** The host variables that an operator's attributes name. */
export function hostsOfAttribute(attribute: Attribute): readonly string[] {
  if (typeof attribute !== "object" || attribute === null) return [];
  if (!Array.isArray(attribute) && "host" in attribute && typeof attribute.host === "string") return [attribute.host];
  return Object.values(attribute).flatMap((part) => hostsOfAttribute(part as Attribute));
}

/** The same statement with each block inside it replaced. */
export function withBlocks<From, To>(s: Statement<From> & { readonly kind: "if" | "while" | "forOf" | "block" }, change: (block: Block<From>) => Block<To>): Statement<To> {
  switch (s.kind) {
    case "if":
      return { ...s, then: change(s.then), else: change(s.else) };
    case "while":
      return { ...s, before: change(s.before), body: change(s.body), step: change(s.step) };
    case "forOf":
      return { ...s, body: change(s.body) };
    case "block":
      return { ...s, body: change(s.body) };
  }
}

export function isControl<Node>(s: Statement<Node>): s is Statement<Node> & { readonly kind: "if" | "while" | "forOf" | "block" } {
  return s.kind === "if" || s.kind === "while" || s.kind === "forOf" || s.kind === "block";
}

/** The host code of a statement itself, not of the blocks inside it. */
export function hostCodeOf<Node>(s: Statement<Node>): readonly HostCode[] {
  if (s.kind === "host") return [s.code];
  if (s.kind === "if" || s.kind === "while") return [s.test];
  if (s.kind === "forOf") return [s.iterable];
  return s.kind === "effect" ? s.arguments : [];
}

/** The type of every array value. */
export function typesOf(program: Program<ArrayNode>): Map<ValueId, ArrayType> {
  const types = new Map<ValueId, ArrayType>(), slots = new Map(program.slots.map((slot) => [slot.name, slot.type]));
  for (const s of statementsIn(program.body)) {
    if (s.kind === "array") for (const { value, type } of resultsOf(s.node)) types.set(value, type);
    else if (s.kind === "read") types.set(s.result, s.type ?? slots.get(s.slot)!);
  }
  return types;
}

/** Makes names that no value of the program has yet. */
export function freshValues(program: Program<ArrayNode>): () => ValueId {
  let last = 0;
  for (const value of typesOf(program).keys()) last = Math.max(last, Number(value.slice(1)));
  return () => `%${++last}`;
}

/** The functions that those named reach, in the order of `all`. */
export function reachedFunctions(all: readonly KernelFunction[], roots: Iterable<KernelId>): readonly KernelFunction[] {
  const byId = new Map(all.map((fn) => [fn.id, fn])), reached = new Set<KernelId>();
  const visit = (id: KernelId): void => {
    if (reached.has(id)) return;
    reached.add(id);
    const fn = byId.get(id);
    if (!fn) throw new Error(`there is no kernel function ${id}`);
    for (const s of kernelStatements(fn.body)) {
      if (s.kind === "callRecord") visit(s.fn);
      for (const e of expressionsOf(s)) for (const part of kernelExpressions(e)) if (part.kind === "call") visit(part.fn);
    }
  };
  for (const id of roots) visit(id);
  return all.filter((fn) => reached.has(fn.id));
}

/** Tells whether a function, or one it calls, has a `throw`. */
export function throwing(kernels: readonly KernelFunction[]): (fn: KernelId) => boolean {
  const known = new Map<KernelId, boolean>();
  return (fn) => {
    const found = known.get(fn) ?? reachedFunctions(kernels, [fn]).some((f) => [...kernelStatements(f.body)].some((s) => s.kind === "throw"));
    known.set(fn, found);
    return found;
  };
}

export function* kernelStatements(body: readonly KernelStatement[]): Generator<KernelStatement> {
  for (const s of body) {
    yield s;
    if (s.kind === "if") yield* kernelStatements([...s.then, ...s.else]);
    else if (s.kind === "while") yield* kernelStatements([...s.body, ...s.step]);
  }
}

/** The expressions of a statement itself. */
export function expressionsOf(s: KernelStatement): readonly KernelExpression[] {
  switch (s.kind) {
    case "assign":
      return [s.value];
    case "callRecord":
      return s.args;
    case "if":
    case "while":
      return [s.test];
    case "return":
    case "throw":
      return s.values;
    default:
      return [];
  }
}

/** An expression and all inside it. */
export function* kernelExpressions(e: KernelExpression): Generator<KernelExpression> {
  yield e;
  for (const part of operandsOf(e)) yield* kernelExpressions(part);
}

export function operandsOf(e: KernelExpression): readonly KernelExpression[] {
  switch (e.kind) {
    case "const":
    case "local":
      return [];
    case "unary":
    case "convert":
    case "cast":
      return [e.operand];
    case "arithmetic":
    case "bits":
    case "compare":
    case "logical":
      return [e.left, e.right];
    case "conditional":
      return [e.test, e.then, e.else];
    case "math":
    case "call":
      return e.args;
    case "read":
      return e.indices;
  }
}
