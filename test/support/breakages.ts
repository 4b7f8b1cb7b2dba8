// Mistakes that a stage could make, made on purpose in a right program: the laws must find each.
import type { Statement } from "../../compiler/ir/host.ts";
import type { Placement } from "../../compiler/ir/placement.ts";
import type { LocalFold, LocalNode, LocalProgram } from "../../compiler/ir/spmd.ts";

export interface Breakage {
  readonly name: string;
  /** A program whose result is `r`. */
  readonly source: string;
  /** Undefined where the program has nothing to break so. */
  broken(local: LocalProgram): LocalProgram | undefined;
}

/** Changes nodes that stand directly in the body; undefined if none was changed. */
function changeNodes(local: LocalProgram, change: (node: LocalNode) => LocalNode): LocalProgram | undefined {
  let changed = false;
  const body = local.body.map((s): Statement<LocalNode> => {
    if (s.kind !== "array") return s;
    const node = s.node.kind === "together" ? { ...s.node, folds: s.node.folds.map((fold) => change(fold) as LocalFold) } : change(s.node);
    changed ||= node.kind === "together" ? node.folds.some((fold, k) => s.node.kind === "together" && fold !== s.node.folds[k]) : node !== s.node;
    return { kind: "array", node };
  });
  return changed ? { ...local, body } : undefined;
}

const noHalo = (p: Placement): Placement => (p.kind === "block" ? { kind: "block", axis: p.axis, align: p.align, halo: 0 } : p);
const matrix = `const a = generate([9, 301], (i, j) => (i * 37 + j * 11 + 3) % 101 / 8);`;

export const breakages: readonly Breakage[] = [
  {
    name: "a forgotten halo",
    source: `import { generate, stencil } from "spmd"; ${matrix} export const r = stencil(a, at => at(-1, 0) - at(1, 0));`,
    broken: (local) => changeNodes(local, (n) => (n.kind === "reshard" && n.result.placement.kind === "block" && n.result.placement.halo > 0 ? { ...n, result: { ...n.result, placement: noHalo(n.result.placement) } } : n)),
  },
  {
    name: "a halo that is too narrow",
    source: `import { generate, stencil } from "spmd"; ${matrix} export const r = stencil(a, at => at(-2, 0) - at(2, 0));`,
    broken: (local) => changeNodes(local, (n) => (n.kind === "reshard" && n.result.placement.kind === "block" && n.result.placement.halo > 1 ? { ...n, result: { ...n.result, placement: { ...n.result.placement, halo: 1 } } } : n)),
  },
  {
    name: "a window that is too small",
    source: `import { generate, slice, zipWith } from "spmd"; ${matrix} export const r = zipWith(slice(a, [2]), slice(a, [0, -2]), (x, y) => x - y);`,
    broken: (local) => changeNodes(local, (n) => (n.kind === "reshard" && n.result.placement.kind === "window" ? { ...n, result: { ...n.result, placement: { ...n.result.placement, more: 0 } } } : n)),
  },
  {
    name: "the wrong part of an array",
    source: `import { flip, generate, map } from "spmd"; ${matrix} export const r = map(flip(a, [1]), (x) => x);`,
    broken: (local) => changeNodes(local, (n) => (n.kind === "launch" && n.views ? { ...n, views: n.views.map((view) => view?.map((axis) => (axis.step < 0 ? { from: 0, step: 1 } : axis))) } : n)),
  },
  {
    name: "a row that is not sent to all",
    source: `import { distribute, generate, map, read } from "spmd"; ${matrix} export const r = map(distribute(a, "rows"), (x, i, j) => x - read(a, 4, j));`,
    broken: (local) => changeNodes(local, (n) => (n.kind === "reshard" && n.result.placement.kind === "window" ? { ...n, result: { ...n.result, placement: { ...n.result.placement, from: 3 } } } : n)),
  },
  {
    name: "a partial result taken for the whole",
    source: `import { generate, sum } from "spmd"; ${matrix} export const r = sum(a);`,
    broken: (local) => changeNodes(local, (n) => (n.kind === "combine" && n.collective !== "none" ? { ...n, collective: "none" } : n)),
  },
  {
    name: "a carry that stops at the rank's edge",
    source: `import { add, generate, scanAll } from "spmd"; ${matrix} export const r = scanAll(a, add);`,
    broken: (local) => changeNodes(local, (n) => (n.kind === "carry" && n.collective !== "none" ? { ...n, collective: "none" } : n)),
  },
  {
    name: "the wrong axis",
    source: `import { add, generate, reduceRows } from "spmd"; const a = generate([8, 8], (i, j) => i * 8 - j); export const r = reduceRows(a, add);`,
    broken: (local) => changeNodes(local, (n) => (n.kind === "combine" ? { ...n, axis: 1 - n.axis } : n)),
  },
  {
    name: "another monoid",
    source: `import { generate, sum, max } from "spmd"; ${matrix} export const r = sum(a) + max(a);`,
    broken: (local) => {
      const other = local.nests.flatMap((n) => n.outputs.flatMap((o) => (o.mode === "leaf" ? [o.monoid] : [])));
      return changeNodes(local, (n) => (n.kind === "combine" ? { ...n, monoid: other.find((m) => m.name !== n.monoid.name)! } : n));
    },
  },
  {
    name: "a reshard left out",
    source: `import { distribute, generate, transpose } from "spmd"; ${matrix} const b = distribute(a, "rows"); export const r = distribute(transpose(b), "rows");`,
    broken(local) {
      const moved = local.body.flatMap((s) => (s.kind === "array" && s.node.kind === "reshard" && s.node.collective === "alltoall" ? [s.node] : []))[0];
      if (!moved) return undefined;
      const body = local.body.filter((s) => s.kind !== "array" || s.node !== moved);
      return changeNodes({ ...local, body }, (n) => (n.kind === "launch" ? { ...n, inputs: n.inputs.map((v) => (v === moved.result.value ? moved.input : v)) } : n));
    },
  },
];
