// Rules of the structured host program, at every level: values are defined once and before their use, in a block that encloses it; slots, labels and
// results exist; what is written into a slot has its type. A level brings what it knows of its array computations.
import type { Block, Program, Statement } from "../host.ts";
import { showSpan } from "../span.ts";
import { showType } from "../text/atoms.ts";
import type { ArrayType, Extent, Span, ValueId } from "../types.ts";
import type { Report } from "./kernels.ts";

/** What a level says about one array computation; values that it may use are in `defined`. */
export interface NodeRules<Node> {
  outputs(node: Node): readonly { readonly value: ValueId; readonly type: ArrayType }[];
  inputs(node: Node): readonly ValueId[];
  span(node: Node): Span;
  verify(node: Node, typeOf: (value: ValueId) => ArrayType | undefined, report: Report): void;
  /** More about a statement than its form: placements, for one. */
  statement?(statement: Statement<Node>, report: Report): void;
}

export function verifyHost<Node>(program: Program<Node>, rules: NodeRules<Node>, report: Report): void {
  const slots = new Map(program.slots.map((slot) => [slot.name, slot.type]));
  if (slots.size !== program.slots.length) report("two slots have one name");
  const everywhere = new Map<ValueId, ArrayType>();
  const top = verifyBlock(program.body, { rules, slots, everywhere, report, visible: new Map(), loops: [], blocks: [] });
  for (const result of program.results) {
    if (result.kind === "array" && !top.has(result.value)) report(`result ${result.name} is ${result.value}, which the module's own block does not define`);
    if (result.kind === "slot" && !slots.has(result.slot)) report(`result ${result.name} is the slot ${result.slot}, which does not exist`);
  }
}

interface Scope<Node> {
  readonly rules: NodeRules<Node>;
  readonly slots: ReadonlyMap<string, ArrayType>;
  /** Every value so far, visible or not: each is defined once. */
  readonly everywhere: Map<ValueId, ArrayType>;
  readonly report: Report;
  readonly visible: ReadonlyMap<ValueId, ArrayType>;
  readonly loops: readonly string[];
  readonly blocks: readonly string[];
}

/** Returns what is visible at the block's end. */
function verifyBlock<Node>(block: Block<Node>, outer: Scope<Node>): ReadonlyMap<ValueId, ArrayType> {
  const visible = new Map(outer.visible), scope: Scope<Node> = { ...outer, visible };
  for (const statement of block) {
    const place = showSpan(statement.kind === "array" ? scope.rules.span(statement.node) : statement.kind === "host" ? statement.code.span : statement.span);
    const report: Report = (sentence) => outer.report(`${place}: ${sentence}`);
    const define = (value: ValueId, type: ArrayType): void => {
      if (scope.everywhere.has(value)) report(`${value} is defined twice`);
      scope.everywhere.set(value, type);
      visible.set(value, type);
    };
    verifyStatement(statement, { ...scope, report }, define);
    scope.rules.statement?.(statement, report);
  }
  return visible;
}

function verifyStatement<Node>(s: Statement<Node>, scope: Scope<Node>, define: (value: ValueId, type: ArrayType) => void): void {
  const { rules, report, slots } = scope;
  const use = (value: ValueId): ArrayType | undefined => {
    const type = scope.visible.get(value);
    if (!type) report(scope.everywhere.has(value) ? `uses ${value} outside the block that defines it` : `uses ${value}, which is not defined before`);
    return type;
  };
  const inner = (block: Block<Node>, more: Partial<Scope<Node>> = {}): ReadonlyMap<ValueId, ArrayType> => verifyBlock(block, { ...scope, ...more });
  switch (s.kind) {
    case "array":
      rules.inputs(s.node).forEach(use);
      rules.verify(s.node, (value) => scope.visible.get(value), report);
      return rules.outputs(s.node).forEach(({ value, type }) => define(value, type));
    case "host": return;
    case "scalar": {
      const type = use(s.value);
      if (type && type.shape.length > 0) report(`${s.name} is taken from ${s.value}, which has ${type.shape.length} axes`);
      return;
    }
    case "extent": {
      const type = use(s.value);
      if (type && s.axis >= type.shape.length) report(`${s.name} is the extent of axis ${s.axis} of ${s.value}, which has ${type.shape.length} axes`);
      return;
    }
    case "effect": return s.inputs.forEach((input) => void use(input));
    case "read": {
      const type = slots.get(s.slot);
      if (!type) report(`reads the slot ${s.slot}, which does not exist`);
      else if (s.type && !fits(s.type, type)) report(`reads ${s.slot} as ${showType(s.type)}; it is ${showType(type)}`);
      return define(s.result, s.type ?? type ?? { element: "f64", shape: [] });
    }
    case "write": {
      const type = use(s.value), slot = slots.get(s.slot);
      if (!slot) report(`writes the slot ${s.slot}, which does not exist`);
      else if (type && !fits(type, slot)) report(`writes ${showType(type)} into ${s.slot}, which is ${showType(slot)}`);
      return;
    }
    case "if": return void [inner(s.then), inner(s.else)];
    case "while": {
      const labels = { loops: [...scope.loops, s.label] };
      // The test's values are there in the body and the step; the body's are not in the step, which `continue` may reach without them.
      const tested = s.testFirst ? inner(s.before, labels) : scope.visible;
      inner(s.body, { ...labels, visible: tested });
      inner(s.step, { ...labels, visible: tested });
      if (!s.testFirst) inner(s.before, labels);
      return;
    }
    case "forOf": return void inner(s.body, { loops: [...scope.loops, s.label] });
    case "block": return void inner(s.body, { blocks: [...scope.blocks, s.label] });
    case "break":
      if (!scope.loops.includes(s.label) && !scope.blocks.includes(s.label)) report(`break ${s.label} stands outside such a loop or block`);
      return;
    case "continue":
      if (!scope.loops.includes(s.label)) report(`continue ${s.label} stands outside such a loop`);
      return;
  }
}

/** The same element, as many axes, and no two different literals for one extent; names may turn out equal. */
export function fits(a: ArrayType, b: ArrayType): boolean {
  return sameElement(a, b) && sameShape(a.shape, b.shape);
}
export const sameElement = (a: ArrayType, b: ArrayType): boolean => JSON.stringify(a.element) === JSON.stringify(b.element);
export function sameShape(a: readonly Extent[], b: readonly Extent[]): boolean {
  return a.length === b.length && a.every((extent, k) => typeof extent === "string" || typeof b[k] === "string" || extent === b[k]);
}
