// One array computation of the local view as one call of the runtime:
//
//   %5: i32 [h, w] on cyclic(0) = launch k0 ...    ->   const [$5] = $rt.launch($nest_k0, [h, w], $cyclic_0, [], [$rt.integer(maxit, "maxit", "m.ts:12:24")], "m.ts:12:24");
//   %6 = reshard %5 to root                        ->   const $6 = $rt.reshard($5, $root, "m.ts:13:1");
import { identityOf } from "../../ir/array.ts";
import type { Monoid, View } from "../../ir/array.ts";
import type { Chain } from "../../ir/chains.ts";
import { inputsOf } from "../../ir/localUses.ts";
import type { LocalFold, LocalNode, LocalProgram } from "../../ir/spmd.ts";
import { showSpan } from "../../ir/span.ts";
import { fieldsOf } from "../../ir/types.ts";
import type { ElementType, ValueId } from "../../ir/types.ts";
import type { Replaceable } from "../inPlace.ts";
import type { Constants } from "./literal.ts";
import { extentsText, literal, positionText, variableOf } from "./literal.ts";
import { axesOf, inPlaceOf, nestText, outputsOf } from "./nests.ts";

export interface NodePrinter {
  readonly program: LocalProgram;
  readonly constants: Constants;
  /** The monoid's function as JavaScript, `(a, b) => ...`, with the kernels' bits. */
  readonly combineText: (monoid: Monoid) => string;
  /** By the nest's name: whose memory its outputs may have. */
  readonly replaceable: ReadonlyMap<string, readonly Replaceable[]>;
}

/** `spent`: inputs of the node that nobody reads after it. */
export function nodeText(node: LocalNode, printer: NodePrinter, spent: ReadonlySet<ValueId> = new Set()): string {
  const { constants } = printer;
  switch (node.kind) {
    case "launch": {
      const inPlace = inPlaceOf(node, printer.program, printer.replaceable.get(node.nest)), nest = constants.name(`nest ${node.nest}`, nestText(node, printer.program, inPlace));
      const free = node.inputs.flatMap((value, k) => (spent.has(value) && inPlace.some(([input]) => input === k) ? [k] : []));
      return `const ${list(node.outputs.map((output) => output.value))} = $rt.launch(${nest}, ${extentsText(node.shape)}, ${constants.placement(node.placement)}, ${inputsText(node)}, ${capturesText(node, printer)}, ${site(node.span)}${free.length > 0 ? `, [${free.join(", ")}]` : ""});`;
    }
    case "reshard":
      return `const ${variableOf(node.result.value)} = $rt.reshard(${variableOf(node.input)}, ${constants.placement(node.result.placement)}, ${site(node.cause.span)});`;
    case "moves":
      return `const ${list(node.moves.map((move) => move.result.value))} = $rt.gatherAll(${list(node.moves.map((move) => move.input))}, ${site(node.cause.span)});`;
    case "combine":
    case "carry":
      return `const ${variableOf(node.result.value)} = $rt.${node.kind}(${inputsOf(node).map(variableOf).join()}, ${foldText(node, printer)}, ${site(node.cause.span)});`;
    case "together":
      return `const ${list(node.folds.map((fold) => fold.result.value))} = $rt.together([${node.folds.map((fold) => `{ kind: "${fold.kind}", of: ${inputsOf(fold).map(variableOf).join()}, how: ${foldText(fold, printer)} }`).join(", ")}], ${site(node.cause.span)});`;
    case "call":
      return `const ${list(node.results.map((result) => result.value))} = $rt.call(${JSON.stringify(node.op)}, ${list(node.inputs)}, ${literal(node.attributes)}, [${node.results.map((result) => constants.placement(result.placement)).join(", ")}], ${site(node.span)}${node.fold ? `, { monoid: ${monoidText(node.fold.monoid, node.fold.accumulator, printer)}, accumulator: ${literal(node.fold.accumulator)} }` : ""});`;
  }
}

/** Prefixes, carries and what is made of them in one call. */
export function scanText({ first, carry, finish, nest, finishCaptures, cheap }: Chain, printer: NodePrinter): string {
  const { constants, program } = printer, name = (launch: typeof first): string => constants.name(`nest ${launch.nest}`, nestText(launch, program));
  const whole = { name: nest.name, ndim: nest.ndim, inputs: nest.inputs.filter((input) => !input.carried).map(axesOf), outputs: outputsOf(finish, program) };
  const [prefixes] = first.outputs.map(({ value }) => value), pass = `{ first: ${name(first)}, finish: ${name(finish)}, whole: ${literal(whole)}, prefixes: ${finish.inputs.indexOf(prefixes!)}, carries: ${finish.inputs.indexOf(carry.result.value)}, captures: ${literal(finishCaptures)}, cheap: ${cheap} }`;
  return `const ${list(finish.outputs.map((output) => output.value))} = $rt.scan(${constants.name(`nest ${nest.name}`, pass)}, ${extentsText(finish.shape)}, ${constants.placement(finish.placement)}, ${inputsText(first)}, ${inputsText(finish, [prefixes!, carry.result.value])}, ${capturesText(first, printer)}, ${capturesText(finish, printer)}, ${foldText(carry, printer)}, ${site(finish.span)});`;
}

/** A part of an array is said where it is read. */
function inputsText({ inputs, views }: Chain["first"], without: readonly ValueId[] = []): string {
  const texts = inputs.flatMap((value, k) => (without.includes(value) ? [] : [views?.[k] ? `$rt.view(${variableOf(value)}, ${viewText(views[k])})` : variableOf(value)]));
  return `[${texts.join(", ")}]`;
}

const viewText = (view: View): string => `[${view.map(({ from, step }) => `{ from: ${positionText(from)}, step: ${step} }`).join(", ")}]`;

function capturesText({ nest, captures, span }: Chain["first"], { program }: NodePrinter): string {
  const types = program.nests.find((n) => n.name === nest)?.captures;
  return `[${captures.map((capture, k) => captureText(capture, types?.[k]?.type === "int", showSpan(span))).join(", ")}]`;
}

const site = (span: Parameters<typeof showSpan>[0]): string => JSON.stringify(showSpan(span));
const list = (values: readonly ValueId[]): string => `[${values.map(variableOf).join(", ")}]`;

/** A host variable is checked where it enters a kernel. A copy that the compiler made (`x$1`) is named as the user named it. */
function captureText(capture: string | number, integer: boolean, at: string): string {
  if (typeof capture === "number") return literal(capture);
  return `$rt.${integer ? "integer" : "scalar"}(${capture}, ${JSON.stringify(capture.replace(/\$.*$/, "") || capture)}, ${JSON.stringify(at)})`;
}

function foldText(node: LocalFold, printer: NodePrinter): string {
  const axis = node.kind === "combine" ? node.axis : node.shape.length - 1, monoid = monoidText(node.monoid, node.accumulator, printer), element: ElementType = node.result.type.element;
  return `{ shape: ${extentsText(node.shape)}, placement: ${printer.constants.placement(node.placement)}, axis: ${axis}, all: ${node.all}, monoid: ${monoid}, accumulator: ${literal(node.accumulator)}, element: ${literal(element)}${node.monoid.anyOrder ? ", anyOrder: true" : ""} }`;
}

/** Of records, the identity's fields in the element's order, as the function takes and gives them. */
function monoidText(monoid: Monoid, accumulator: ElementType, printer: NodePrinter): string {
  const dtypes = fieldsOf(accumulator).map(([, dtype]) => dtype), identity = typeof accumulator === "string" ? monoid.identity : fieldsOf(accumulator).map(([field]) => identityOf(monoid.identity, field));
  return printer.constants.name(`${monoid.name} ${dtypes.join(" ")}`, `{ name: ${literal(monoid.name)}, identity: ${literal(identity)}, combine: ${printer.combineText(monoid)} }`);
}
