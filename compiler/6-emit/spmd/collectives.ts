// Communication as calls of `spmd/mpi`, in mpi4py's spelling, each with the reason that brought it into the program.
import type { Boundary, Monoid } from "../../ir/array.ts";
import { haloAlong } from "../../ir/placement.ts";
import type { Grid } from "../../ir/placement.ts";
import { showSpan } from "../../ir/span.ts";
import type { LocalNode } from "../../ir/spmd.ts";
import { showConstant } from "../../ir/text/atoms.ts";
import type { Lines } from "../../ir/text/lines.ts";
import { line } from "../../ir/text/lines.ts";
import type { ArrayType, ElementType } from "../../ir/types.ts";
import { fieldsOf } from "../../ir/types.ts";
import { identifierOf } from "./kernelSource.ts";
import { fieldwise, identitySource, positionSource, typedArrays } from "./loops.ts";
import type { Carry, Combine, Naming } from "./naming.ts";
import type { Declared } from "./shares.ts";
import { shareOf } from "./shares.ts";

export type Reshard = Extract<LocalNode, { readonly kind: "reshard" }>;

const because = ({ reason, span }: Reshard["cause"]): Lines => line(`// ${reason} (${showSpan(span)})`);

export function reshardLines(node: Reshard, naming: Naming, declared: Declared): Lines {
  const from = naming.value(node.input), to = naming.value(node.result.value), { type } = node.result;
  const whole = type.shape.map((extent) => naming.host(extent)).join(" * ") || "1";
  const array = fieldwise(type.element, (_, dtype) => `new ${typedArrays[dtype]}(${whole})`);
  const { placement } = node.result;
  const text = ((): Lines => {
    if (placement.kind === "window" && placement.step === 0 && node.collective !== "slice") return line(`const ${to} = comm.Alltoallv(${from}); // whoever has position ${positionSource(placement.from, naming)} of axis ${placement.axis} sends it to every rank`);
    switch (node.collective) {
      case "allgather": return [...line(`const ${to} = ${array};`), ...line(`comm.Allgatherv(${from}, ${to});`)];
      case "gather": return [...line(`const ${to} = rank === 0 ? ${array} : null;`), ...line(`comm.Gatherv(${from}, ${to}, { root: 0 });`)];
      case "scatter": return line(`const ${to} = comm.Scatterv(${from}, { root: 0 });`);
      case "bcast": return [...line(`const ${to} = rank === 0 ? ${from} : ${array};`), ...line(`comm.Bcast(${to}, { root: 0 });`)];
      case "alltoall": return line(`const ${to} = comm.Alltoallv(${from}); // each rank sends every other one what that one holds from now on`);
      case "shift": return line(`const ${to} = comm.Alltoallv(${from}); // neighbours send each other what their parts of the work read`);
      case "halo": return haloLines(node, from, to, naming, declared);
      default: return line(`const ${to} = ${from};${node.collective === "slice" ? ` // this rank's part of it` : ""}`);
    }
  })();
  return [...because(node.cause), ...text];
}

/** Edge rows go to the neighbours; what stands outside the array is filled in as the boundary says. */
function haloLines({ result: { type, placement } }: Reshard, from: string, to: string, naming: Naming, declared: Declared): Lines {
  if (placement.kind === "grid") return gridHaloLines(type, placement, from, to, naming, declared);
  if (placement.kind !== "block" || placement.boundary === undefined) return [];
  const { axis, halo, boundary } = placement, { count, declaration } = shareOf(type.shape, axis, placement, naming, declared);
  const rest = type.shape.filter((_, other) => other !== axis).map((extent) => naming.host(extent)).join(" * "), times = (n: string): string => (rest === "" ? n.replace(/^\((.*)\)$/, "$1") : n === "1" ? rest : `${n} * ${rest}`);
  const edge = times(String(halo)), array = fieldwise(type.element, (_, dtype) => `new ${typedArrays[dtype]}(${times(`(${count} + ${2 * halo})`)})`);
  return [
    ...(declaration === undefined ? [] : line(declaration)),
    ...line(`const ${to} = ${array};${axis === 0 ? "" : ` // packed along axis ${axis}`}`),
    ...line(`${to}.set(${from}, ${edge});`),
    ...line(`comm.Sendrecv(${from}.subarray(0, ${edge}), { dest: above, source: below, recvbuf: ${to}.subarray(${times(`(${count} + ${halo})`)}) });`),
    ...line(`comm.Sendrecv(${from}.subarray(${times(`(${count} - ${halo})`)}), { dest: below, source: above, recvbuf: ${to}.subarray(0, ${edge}) });`),
    ...(boundary.kind === "wrap" ? [] : line(`outside(${to}, ${halo}, ${boundaryText(boundary)}); // on the first and the last rank`)),
  ];
}

/** Along two axes each edge is packed by itself; a helper stands for that. */
function gridHaloLines(type: ArrayType, placement: Grid, from: string, to: string, naming: Naming, declared: Declared): Lines {
  const shares = type.shape.map((_, axis) => shareOf(type.shape, axis, placement, naming, declared)), { boundary, corners } = placement;
  const around = shares.map(({ count }, axis) => (haloAlong(placement, axis) > 0 ? `(${count} + ${2 * haloAlong(placement, axis)})` : count)).join(" * ");
  return [
    ...shares.flatMap(({ declaration }) => (declaration === undefined ? [] : line(declaration))),
    ...line(`const ${to} = ${fieldwise(type.element, (_, dtype) => `new ${typedArrays[dtype]}(${around})`)};`),
    ...line(`exchangeEdges(${from}, ${to}, [${shares.map(({ count }) => count).join(", ")}], [${shares.map((_, axis) => haloAlong(placement, axis)).join(", ")}], ${boundaryText(boundary ?? { kind: "clamp" })}); // with the ranks above, below, left and right${corners ? ", and across the corners" : ""}`),
  ];
}

const boundaryText = (boundary: Boundary): string => (boundary.kind === "value" ? (typeof boundary.value === "number" ? showConstant(boundary.value) : boundary.value.host) : `"${boundary.kind}"`);

/** The ranks that hold the rows before and after; none at the ends, unless the array goes round. */
export const neighboursText = (wraps: boolean): string => (wraps ? "const above = (rank - 1 + size) % size, below = (rank + 1) % size;" : "const above = rank > 0 ? rank - 1 : MPI.PROC_NULL, below = rank < size - 1 ? rank + 1 : MPI.PROC_NULL;");

const operations: Readonly<Record<string, string>> = { add: "SUM", mul: "PROD", min: "MIN", max: "MAX" };
function operationOf(monoid: Monoid, accumulator: ElementType): string {
  const fields = fieldsOf(accumulator).map(([field]) => field);
  if (typeof accumulator !== "string") return `MPI.Op.Create((a, b) => ${identifierOf(monoid.fn)}(${["a", "b"].flatMap((side) => fields.map((field) => `${side}.${field}`)).join(", ")}), true)`;
  const plain = operations[monoid.name];
  if (plain) return `MPI.${plain}`;
  if (monoid.name === "and" || monoid.name === "or" || monoid.name === "xor") return `MPI.${accumulator === "bool" ? "L" : "B"}${monoid.name.toUpperCase()}`;
  return `MPI.Op.Create(${identifierOf(monoid.fn)}, true)`;
}

export function combineLines(node: Combine, naming: Naming): Lines {
  const part = naming.value(node.leaves), to = naming.value(node.result.value), op = operationOf(node.monoid, node.accumulator);
  if (node.collective === "none") return line(`const ${to} = ${part};`);
  const call = node.result.type.shape.length === 0 ? line(`const ${to} = comm.allreduce(${part}, { op: ${op} });`) : [...line(`const ${to} = new ${part}.constructor(${part}.length);`), ...line(`comm.Allreduce(${part}, ${to}, { op: ${op} });`)];
  return [...because(node.cause), ...call];
}

export function carryLines(node: Carry, naming: Naming): Lines {
  const total = naming.value(node.totals), to = naming.value(node.result.value), identity = identitySource(node.monoid.identity);
  if (node.collective === "none") return [...because(node.cause), ...line(`const ${to} = ${identity}; // rows are whole on their ranks`)];
  return [...because(node.cause), ...line(`const ${to} = comm.exscan(${total}, { op: ${operationOf(node.monoid, node.accumulator)} }) ?? ${identity};`)];
}
