// Code that nobody sees the result of goes: array values, outputs of loops, scalars that no host code mentions. Kernels that may throw stay.
//
//   %1 = loop { store %1; reduce %2 }; const s = %2 (never read)      ->   %1 = loop { store %1 }
//
// An extent that is known from the array's type needs no array: `const m = extent of %1` becomes `const m = n`.
import type { ArrayNode } from "../ir/array.ts";
import type { Block, Program, Statement } from "../ir/host.ts";
import type { KernelId } from "../ir/kernel.ts";
import { statementsIn } from "../ir/blocks.ts";
import { hostCodeOf, hostNamesOf, inputsOf, isControl, resultsOf, typesOf, withBlocks } from "../ir/traverse.ts";
import type { ValueId } from "../ir/types.ts";
import { nodeFunctions } from "./blockGraph.ts";
import { pruneLoop } from "./pruneLoop.ts";

export function removeDead(program: Program<ArrayNode>, mayThrow: (fn: KernelId) => boolean): Program<ArrayNode> {
  let body = knownExtents(program);
  for (;;) {
    const { uses, names } = usesOf({ ...program, body });
    const smaller = dropUnused(body, (value) => uses.has(value), (name) => names.has(name), mayThrow);
    if (smaller === body) return { ...program, body };
    body = smaller;
  }
}

/** How many statements use each value (a result counts as one), and the host names that someone mentions. */
export function usesOf(program: Program<ArrayNode>): { readonly uses: Map<ValueId, number>; readonly names: Set<string> } {
  const uses = new Map<ValueId, number>(), names = new Set<string>();
  const use = (value: ValueId): unknown => uses.set(value, (uses.get(value) ?? 0) + 1);
  for (const s of statementsIn(program.body)) {
    if (s.kind === "array") {
      inputsOf(s.node).forEach(use);
      hostNamesOf(s.node).forEach((name) => names.add(name));
    } else if (s.kind === "effect") new Set(s.inputs).forEach(use);
    else if (s.kind === "scalar" || s.kind === "extent" || s.kind === "write") use(s.value);
    for (const code of hostCodeOf(s)) [...code.reads, ...code.writes].forEach((name) => names.add(name));
  }
  for (const r of program.results) {
    if (r.kind === "array") use(r.value);
    else if (r.kind === "host") names.add(r.variable);
  }
  for (const slot of program.slots) for (const extent of slot.type.shape) if (typeof extent === "string") names.add(extent);
  return { uses, names };
}

/** The same block object if nothing is unused. */
function dropUnused(block: Block<ArrayNode>, used: (value: ValueId) => boolean, named: (name: string) => boolean, mayThrow: (fn: KernelId) => boolean): Block<ArrayNode> {
  let changed = false;
  const kept = block.flatMap((s): readonly Statement<ArrayNode>[] => {
    const next = ((): Statement<ArrayNode> | undefined => {
      if ((s.kind === "scalar" || s.kind === "extent") && !named(s.name)) return undefined;
      if (s.kind === "read") return used(s.result) ? s : undefined;
      if (s.kind === "array") {
        const { node } = s, results = resultsOf(node);
        if (results.every((r) => used(r.value)) || nodeFunctions(node).some(mayThrow)) return s;
        if (!results.some((r) => used(r.value))) return undefined;
        return node.kind === "loop" ? { kind: "array", node: pruneLoop(node, used) } : s;
      }
      if (!isControl(s)) return s;
      let inside = false;
      const whole = withBlocks(s, (b): Block<ArrayNode> => {
        const smaller = dropUnused(b, used, named, mayThrow);
        inside ||= smaller !== b;
        return smaller;
      });
      return inside ? whole : s;
    })();
    changed ||= next !== s;
    return next ? [next] : [];
  });
  return changed ? kept : block;
}

function knownExtents(program: Program<ArrayNode>): Block<ArrayNode> {
  const types = typesOf(program);
  const change = (block: Block<ArrayNode>): Block<ArrayNode> =>
    block.map((s) => {
      if (s.kind !== "extent") return isControl(s) ? withBlocks(s, change) : s;
      const extent = types.get(s.value)?.shape[s.axis];
      if (extent === undefined || extent === s.name) return s;
      return { kind: "host", code: { text: `const ${s.name} = ${extent};`, reads: typeof extent === "string" ? [extent] : [], writes: [s.name], arithmetic: true, span: s.span } };
    });
  return change(program.body);
}
