// One array computation of the local view as one call of the runtime:
//
//   %5: i32 [h, w] on cyclic(0) = launch k0 ...    ->   const [$5] = $rt.launch($nest_k0, [h, w], $cyclic_0, [], [$rt.integer(maxit, "maxit", "m.ts:12:24")], "m.ts:12:24");
//   %6 = reshard %5 to root                        ->   const $6 = $rt.reshard($5, $root, "m.ts:13:1");
import type { Monoid } from "../../ir/array.ts";
import type { LocalNode, LocalProgram } from "../../ir/spmd.ts";
import { showSpan } from "../../ir/span.ts";
import type { DType, ElementType, ValueId } from "../../ir/types.ts";
import type { Constants } from "./literal.ts";
import { extentsText, literal, variableOf } from "./literal.ts";
import { nestText } from "./nests.ts";

export interface NodePrinter {
  readonly program: LocalProgram;
  readonly constants: Constants;
  /** The monoid's function as JavaScript, `(a, b) => ...`, with the kernels' bits. */
  readonly combineText: (monoid: Monoid) => string;
}

export function nodeText(node: LocalNode, printer: NodePrinter): string {
  const { constants } = printer;
  switch (node.kind) {
    case "launch": {
      const nest = constants.name(`nest ${node.nest}`, nestText(node, printer.program));
      const captures = node.captures.map((capture, k) => captureText(capture, printer.program.nests.find((n) => n.name === node.nest)?.captures[k]?.type === "int", showSpan(node.span)));
      return `const ${list(node.outputs.map((output) => output.value))} = $rt.launch(${nest}, ${extentsText(node.shape)}, ${constants.placement(node.placement)}, ${list(node.inputs)}, [${captures.join(", ")}], ${site(node.span)});`;
    }
    case "reshard":
      return `const ${variableOf(node.result.value)} = $rt.reshard(${variableOf(node.input)}, ${constants.placement(node.result.placement)}, ${site(node.cause.span)});`;
    case "combine":
      return `const ${variableOf(node.result.value)} = $rt.combine(${variableOf(node.leaves)}, ${foldText(node, node.axis, printer)}, ${site(node.cause.span)});`;
    case "carry":
      return `const ${variableOf(node.result.value)} = $rt.carry(${variableOf(node.totals)}, ${foldText(node, node.shape.length - 1, printer)}, ${site(node.cause.span)});`;
    case "call":
      return `const ${list(node.results.map((result) => result.value))} = $rt.call(${JSON.stringify(node.op)}, ${list(node.inputs)}, ${literal(node.attributes)}, [${node.results.map((result) => constants.placement(result.placement)).join(", ")}], ${site(node.span)});`;
  }
}

const site = (span: Parameters<typeof showSpan>[0]): string => JSON.stringify(showSpan(span));
const list = (values: readonly ValueId[]): string => `[${values.map(variableOf).join(", ")}]`;

/** A host variable is checked where it enters a kernel. A copy that the compiler made (`x$1`) is named as the user named it. */
function captureText(capture: string | number, integer: boolean, at: string): string {
  if (typeof capture === "number") return literal(capture);
  return `$rt.${integer ? "integer" : "scalar"}(${capture}, ${JSON.stringify(capture.replace(/\$.*$/, "") || capture)}, ${JSON.stringify(at)})`;
}

function foldText(node: Extract<LocalNode, { kind: "combine" | "carry" }>, axis: number, printer: NodePrinter): string {
  const monoid = monoidText(node.monoid, node.accumulator, printer), element: ElementType = node.result.type.element;
  return `{ shape: ${extentsText(node.shape)}, placement: ${printer.constants.placement(node.placement)}, axis: ${axis}, all: ${node.all}, monoid: ${monoid}, accumulator: ${literal(node.accumulator)}, element: ${literal(element)} }`;
}

function monoidText(monoid: Monoid, accumulator: DType, printer: NodePrinter): string {
  return printer.constants.name(`${monoid.name} ${accumulator}`, `{ name: ${literal(monoid.name)}, identity: ${literal(monoid.identity)}, combine: ${printer.combineText(monoid)} }`);
}
