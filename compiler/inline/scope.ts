// What grows while a nest is lowered: its locals (each kernel local gets a name of its own in the nest, as close to the user's as possible),
// labels, and the table of throw sites. One scope a pass; names are unique in the nest, the sites are the module's.
import type { KernelFunction, KernelId, KernelStatement, KernelExpression } from "../ir/kernel.ts";
import type { LaneExpression, LaneLocal, LaneStatement, LaneType, ThrowSite } from "../ir/lanes.ts";

export interface Scope {
  readonly functions: ReadonlyMap<KernelId, KernelFunction>;
  readonly locals: LaneLocal[];
  readonly names: Set<string>;
  readonly sites: ThrowSite[];
  /** The element of an array that the functions being inlined know by a number. */
  read?(array: number, field: string, position: LaneExpression): LaneExpression;
}

export function newScope(functions: ReadonlyMap<KernelId, KernelFunction>, sites: ThrowSite[], names: Set<string>): Scope {
  return { functions, locals: [], names, sites };
}

/** A name that nothing else in the nest has: `x`, `x_2`, `x_3`, ...; a record's field `z.re` becomes `z_re`. */
export function freshName(scope: Scope, like: string): string {
  const plain = like.replace(/\./g, "_");
  let name = plain;
  for (let k = 2; scope.names.has(name); k++) name = `${plain}_${k}`;
  scope.names.add(name);
  return name;
}

export function freshLocal(scope: Scope, like: string, type: LaneType): LaneExpression & { readonly kind: "local" } {
  const name = freshName(scope, like);
  scope.locals.push({ name, type, varying: true });
  return { kind: "local", type, name };
}

/** The value as something that may be repeated: itself if it costs nothing, else a new local assigned in `out`. */
export function bind(scope: Scope, like: string, value: LaneExpression, out: LaneStatement[]): LaneExpression {
  if (isCheap(value)) return value;
  const bound = freshLocal(scope, like, value.type);
  out.push({ kind: "assign", target: bound.name, value });
  return bound;
}

const isCheap = (e: LaneExpression): boolean => e.kind === "const" || e.kind === "local" || e.kind === "capture" || (e.kind === "unary" && e.op === "fromInt32" && e.operand.kind === "index");

export function functionOf(scope: Scope, id: KernelId): KernelFunction {
  const fn = scope.functions.get(id);
  if (!fn) throw new Error(`kernel function ${id} is not in its module`);
  return fn;
}

/** Locals that a body assigns, its inner blocks included. */
export function assignedIn(body: readonly KernelStatement[], into = new Set<string>()): Set<string> {
  for (const s of body) {
    if (s.kind === "assign") into.add(s.target);
    else if (s.kind === "callRecord") for (const t of s.targets) into.add(t);
    else if (s.kind === "if") assignedIn(s.else, assignedIn(s.then, into));
    else if (s.kind === "while") assignedIn(s.step, assignedIn(s.body, into));
  }
  return into;
}

export function usesOf(name: string, e: KernelExpression): number {
  switch (e.kind) {
    case "const":
      return 0;
    case "local":
      return e.name === name ? 1 : 0;
    case "unary":
    case "convert":
    case "cast":
      return usesOf(name, e.operand);
    case "arithmetic":
    case "bits":
    case "compare":
    case "logical":
      return usesOf(name, e.left) + usesOf(name, e.right);
    case "conditional":
      return usesOf(name, e.test) + usesOf(name, e.then) + usesOf(name, e.else);
    case "math":
    case "call":
      return e.args.reduce((n, a) => n + usesOf(name, a), 0);
    case "read":
      return e.indices.reduce((n, a) => n + usesOf(name, a), 0);
  }
}

/** Whether a lane expression reads one of these locals. */
export function mentions(e: LaneExpression, names: ReadonlySet<string>): boolean {
  switch (e.kind) {
    case "const":
    case "capture":
    case "index":
    case "load":
      return false;
    case "local":
      return names.has(e.name);
    case "read":
      return mentions(e.position, names);
    case "unary":
      return mentions(e.operand, names);
    case "binary":
    case "compare":
    case "logical":
      return mentions(e.left, names) || mentions(e.right, names);
    case "select":
      return mentions(e.test, names) || mentions(e.then, names) || mentions(e.else, names);
    case "intrinsic":
      return e.args.some((a) => mentions(a, names));
  }
}
