// The rank-local program as the message-passing program that a person would have written: `spmdc build --emit spmd`. It is for reading: rank, size, my rows,
// a loop, a collective. The bundle runs the same program as the driver's calls of the runtime.
//
//   const comm = MPI.COMM_WORLD, rank = comm.Get_rank(), size = comm.Get_size();
//   ...
//   comm.Gatherv(C, allC, { root: 0 });
import { blocksOf, nodesIn } from "../../ir/blocks.ts";
import type { Block, Statement } from "../../ir/host.ts";
import type { KernelFunction, KernelId } from "../../ir/kernel.ts";
import type { LocalNode, LocalProgram } from "../../ir/spmd.ts";
import { showAttribute } from "../../ir/text/atoms.ts";
import type { Lines } from "../../ir/text/lines.ts";
import { braced, flow, line, nested } from "../../ir/text/lines.ts";
import { expressionsOf, kernelExpressions, kernelStatements } from "../../ir/traverse.ts";
import { effects } from "../../ops/index.ts";
import { heldReads } from "../driver/heldReads.ts";
import { carryLines, combineLines, neighboursText, reshardLines } from "./collectives.ts";
import { calledByName, functionLines, onlyExpression } from "./kernelSource.ts";
import { fieldwise, launchLines, typedArrays } from "./loops.ts";
import type { Naming } from "./naming.ts";
import { nameValues } from "./naming.ts";
import type { Declared } from "./shares.ts";
import { gridShareFunction, gridText, shareFunction } from "./shares.ts";

interface Printer {
  readonly program: LocalProgram;
  readonly functions: ReadonlyMap<KernelId, KernelFunction>;
  readonly naming: Naming;
  /** Reads whose value keeps a name of its own, since the slot changes while it is used. */
  readonly held: ReadonlySet<string>;
  readonly declared: Declared;
  /** The innermost loop, whose jumps need no label. */
  readonly loop?: string;
}

export function printMessagePassing(program: LocalProgram): string {
  const functions = new Map(program.kernels.map((fn) => [fn.id, fn])), held = heldReads(program);
  const naming = nameValues(program, (read) => !held.has(read));
  const body = blockLines(program.body, { program, functions, naming, held, declared: new Map() });
  const text = flow(body).replace(/(\{|^)\n(?:[ \t]*\n)+/g, "$1\n").replace(/[ \t]+$/gm, ""), imports = [...new Set([...text.matchAll(/(?<![\w$.])(param|wtime|imshow|print|plot|writeCsv|readCsv|writeNpy|toArray|readNpy|fromArray)\(/g)].map((match) => match[1]!))];
  const halos = [...nodesIn(program.body)].flatMap((node) => (node.kind === "reshard" && node.collective === "halo" && node.result.placement.kind === "block" ? [node.result.placement.boundary?.kind] : []));
  const hasGrid = text.includes("rankRows");
  return `${flow([
    ...line(`// ${program.name}, as each rank runs it. Sums and scans are written plainly here; the compiled program combines in an order that the global`),
    ...line(`// shape fixes (leaves of 128, a tree above), so that any number of ranks gives the same bits.`),
    ...line('import { MPI } from "spmd/mpi";'),
    ...(imports.length > 0 ? line(`import { ${imports.join(", ")} } from "spmd";`) : []),
    ...program.imports.flatMap((code) => line(code.text)),
    ...line(""),
    ...line("const comm = MPI.COMM_WORLD, rank = comm.Get_rank(), size = comm.Get_size();"),
    ...(hasGrid ? gridText.split("\n").flatMap(line) : []),
    ...(halos.length > 0 ? line(neighboursText(halos.every((kind) => kind === "wrap"))) : []),
    ...line(""),
    ...namedFunctions(program, functions).flatMap((fn) => [...functionLines(fn), ...line("")]),
    ...program.slots.flatMap(({ name, type }) => line(`let ${naming.slot(name)}: ${fieldwise(type.element, (_, dtype) => typedArrays[dtype])};`)),
  ])}\n${text}\n${helperTexts.filter(([name]) => text.includes(`${name}(`)).map(([name, definition]) => `\n${name === "share" && hasGrid ? gridShareFunction : definition}\n`).join("")}`;
}

const helperTexts: readonly (readonly [name: string, definition: string])[] = [
  ["share", shareFunction],
  ["clamp", "const clamp = (k: number, extent: number): number => Math.min(Math.max(k, 0), extent - 1);"],
  ["reflect", "const reflect = (k: number, extent: number): number => (k < 0 ? -k : k >= extent ? 2 * (extent - 1) - k : k);"],
  ["exchangeEdges", "/** Takes the edges of the neighbours' parts to those of `around`, which holds `part` in its middle, and fills what is outside the array. */\ndeclare function exchangeEdges(part: ArrayLike<number>, around: ArrayLike<number>, extents: readonly number[], widths: readonly number[], boundary: \"clamp\" | \"reflect\" | \"wrap\" | number): void;"],
  ["outside", "/** Fills the edges that have no neighbour. */\ndeclare function outside(array: ArrayLike<number>, width: number, boundary: \"clamp\" | \"reflect\" | number): void;"],
];

/** What loops and custom monoids call by name: functions of one expression stand in the loops themselves. */
function namedFunctions(program: LocalProgram, functions: ReadonlyMap<KernelId, KernelFunction>): readonly KernelFunction[] {
  const callsOf = (fn: KernelFunction): readonly KernelId[] => [...kernelStatements(fn.body)].flatMap((s) => [...(s.kind === "callRecord" ? [s.fn] : []), ...expressionsOf(s).flatMap((e) => [...kernelExpressions(e)].flatMap((part) => (part.kind === "call" ? [part.fn] : [])))]);
  const roots = program.nests.flatMap((nest) => [
    ...nest.steps.flatMap((step) => (onlyExpression(functions.get(step.fn)!) ? callsOf(functions.get(step.fn)!) : [step.fn])),
    ...nest.outputs.flatMap((output) => (output.mode !== "store" && output.monoid.name === "custom" ? [output.monoid.fn] : [])),
  ]);
  return calledByName(roots, functions, callsOf);
}

const blockLines = (block: Block<LocalNode>, printer: Printer): Lines => block.flatMap((statement) => statementLines(statement, printer));
const innerLines = (block: Block<LocalNode>, printer: Printer): Lines => blockLines(block, { ...printer, declared: new Map(printer.declared) });

function statementLines(s: Statement<LocalNode>, printer: Printer): Lines {
  const { naming } = printer;
  const inner = (head: string, block: Block<LocalNode>): Lines => braced(head, innerLines(block, printer));
  // Lines of a template string are the string's own.
  const code = (text: string): Lines => (text.includes("`") ? line(naming.code(text)) : naming.code(text).split("\n").flatMap(line));
  switch (s.kind) {
    case "array": return nodeLines(s.node, printer);
    case "host": return naming.isCopy(s.code.text) ? [] : code(s.code.text);
    case "scalar": {
      const from = naming.value(s.value);
      return from === naming.code(s.name) ? [] : line(`const ${naming.code(s.name)} = ${from}[0];`);
    }
    case "extent": return line(`const ${s.name} = ${naming.value(s.value)}.shape[${s.axis}];`);
    case "effect": {
      const args = s.arguments.map((argument) => naming.code(argument.text).replace(/^\{ array: (\d+) \}$/, (_, k: string) => naming.value(s.inputs[Number(k)]!)));
      const text = `${s.effect}(${(args.length > 0 ? args : s.inputs.map((input) => naming.value(input))).join(", ")});`, atRoot = s.inputs.length > 0 && s.inputs.every((input) => naming.facts(input)?.placement.kind === "root");
      const rows = effects.get(s.effect)?.placement === "rows" ? " // each rank with its own rows" : "";
      return line(`${s.name !== null ? `const ${s.name} = ` : atRoot ? "if (rank === 0) " : ""}${text}${rows}`);
    }
    case "read": return printer.held.has(s.result) ? line(`const ${naming.value(s.result)} = ${naming.slot(s.slot)};`) : [];
    case "write": return line(`${naming.slot(s.slot)} = ${naming.value(s.value)};`);
    case "if": return s.else.length === 0 ? inner(`if (${naming.code(s.test.text)})`, s.then) : [...line(`if (${naming.code(s.test.text)}) {`), ...nested(innerLines(s.then, printer)), ...line("} else {"), ...nested(innerLines(s.else, printer)), ...line("}")];
    case "while": return whileLines(s, printer);
    case "forOf": return braced(`${labelText(s)}for (const ${s.binding} of ${naming.code(s.iterable.text)})`, innerLines(s.body, { ...printer, loop: s.label }));
    case "block": return inner(labelText(s).trimEnd() || "", s.body);
    case "break":
    case "continue": return line(s.label === printer.loop ? `${s.kind};` : `${s.kind} ${shownLabel(s.label)};`);
  }
}

const shownLabel = (label: string): string => label.replaceAll("$", "_");

/** `label: ` where a jump from inside an inner loop, or out of a block, needs it. */
function labelText(s: Extract<Statement<LocalNode>, { readonly kind: "while" | "forOf" | "block" }>): string {
  const needed = (block: Block<LocalNode>, inner: boolean): boolean => block.some((statement) => ((statement.kind === "break" || statement.kind === "continue") && statement.label === s.label && (inner || s.kind === "block"))
    || blocksOf(statement).some((nested_) => needed(nested_, inner || statement.kind === "while" || statement.kind === "forOf")));
  return blocksOf(s).some((block) => needed(block, false)) ? `${shownLabel(s.label)}: ` : "";
}

function whileLines(s: Extract<Statement<LocalNode>, { readonly kind: "while" }>, printer: Printer): Lines {
  const test = printer.naming.code(s.test.text), label = labelText(s), inside: Printer = { ...printer, declared: new Map(printer.declared), loop: s.label };
  const lines = (block: Block<LocalNode>): Lines => blockLines(block, inside);
  const leave = line(`if (!(${test})) break;`), step = s.step.every((statement) => statement.kind === "host" && !statement.code.text.includes("\n")) ? lines(s.step).map(({ text }) => text.replace(/;$/, "")).join(", ") : undefined;
  if (s.testFirst && s.before.length === 0 && step !== undefined) return braced(step === "" ? `${label}while (${test})` : `${label}for (; ${test}; ${step})`, lines(s.body));
  if (s.testFirst) return braced(`${label}for (;;)`, [...lines(s.before), ...leave, ...lines(s.body), ...lines(s.step)]);
  if (s.before.length === 0) return braced(`${label}do`, [...lines(s.body), ...lines(s.step)], ` while (${test});`);
  return braced(`${label}for (;;)`, [...lines(s.body), ...lines(s.step), ...lines(s.before), ...leave]);
}

function nodeLines(node: LocalNode, { program, functions, naming, declared }: Printer): Lines {
  switch (node.kind) {
    case "launch": return [...line(""), ...launchLines(node, program.nests.find((nest) => nest.name === node.nest)!, functions, naming, declared)];
    case "reshard": return [...line(""), ...reshardLines(node, naming, declared)];
    case "moves": return [...line(""), ...line(`// Together: ${node.cause.reason}`), ...node.moves.flatMap((move) => reshardLines(move, naming, declared))];
    case "combine": return combineLines(node, naming);
    case "carry": return carryLines(node, naming);
    case "together": return [...line(`// In one message: ${node.cause.reason}`), ...node.folds.flatMap((fold) => (fold.kind === "combine" ? combineLines(fold, naming) : carryLines(fold, naming)))];
    case "call": return line(`const ${node.results.map((result) => naming.value(result.value)).join(", ")} = ${node.op}(${[...node.inputs.map((input) => naming.value(input)), showAttribute(node.attributes).replaceAll("$", "")].join(", ")}); // this rank's part`);
  }
}

