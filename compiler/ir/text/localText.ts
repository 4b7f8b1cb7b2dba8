// What a rank does, as text:
//
//   %5: i32 [h, w] on cyclic(0) = launch k0 [h, w] on cyclic(0) () with (maxit, 3) of generate at m.ts:12:18 at m.ts:12:18
//   %6: i32 [h, w] on root = reshard %5 from cyclic(0) by gather because "imshow needs it on rank 0" at m.ts:13:1
//   %3: f64 [n] on block(0) room 1 = launch ...        there will be a halo of 1; of a grid: room 1 1 corners
//   %8: f64 [] on replicated = combine %7 [n] on block(0, align 128) axis 0 all by add 0 @add in f64, allgather because "..." at m.ts:9:11
import type { Room } from "../placement.ts";
import { showRoom } from "../placement.ts";
import type { CallFold, Cause, LocalFold, LocalNode, LocalReshard, LocalValue } from "../spmd.ts";
import { causesOf } from "../spmd.ts";
import { readAt, readAttributes, readCount, readDtype, readElement, readName, readNumber, readPlacement, readShape, readText, readType, readValue, showAt, showAttribute, showElement, showName, showNumber, showPlacement, showShape, showText, showType, word } from "./atoms.ts";
import { readMonoid, readOps, readView, showMonoid, showOps, showView } from "./operationText.ts";
import type { Reader } from "./reader.ts";
import { listOf } from "./reader.ts";

const showLocal = ({ value, type, placement, room }: LocalValue): string => `${value}: ${showType(type)} on ${showPlacement(placement)}${room === undefined ? "" : ` room ${showRoom(room)}`}`;
function readLocal(reader: Reader): LocalValue {
  const value = readValue(reader);
  reader.expect(":");
  const type = readType(reader);
  reader.expect("on");
  const placement = readPlacement(reader);
  return { value, type, placement, ...(reader.accept("room") ? { room: readRoom(reader) } : {}) };
}
function readRoom(reader: Reader): Room {
  const [, halos, corners] = reader.match(/(\d+(?: \d+)*)( corners)?/) ?? reader.fail("so many positions");
  return { halos: halos!.split(" ").map(Number), corners: corners !== undefined };
}

const showSpace = ({ shape, placement }: Pick<Extract<LocalNode, { kind: "launch" }>, "shape" | "placement">): string => `${showShape(shape)} on ${showPlacement(placement)}`;
const showCause = (cause: Cause): string => causesOf(cause).map(({ reason, span, chosen }, k) => `${k > 0 ? " and" : ""}${chosen ? " by choice" : ""} because ${showText(reason)}${showAt(span)}`).join("");

export function localText(node: LocalNode): string {
  switch (node.kind) {
    case "launch": return `${node.outputs.map(showLocal).join(", ")}${node.outputs.length > 0 ? " = " : ""}launch ${showName(node.nest)} ${showSpace(node)} (${node.inputs.map((value, k) => `${value}${node.views?.[k] ? ` view ${showView(node.views[k])}` : ""}`).join(", ")}) with (${node.captures.map((capture) => (typeof capture === "number" ? showNumber(capture) : showName(capture))).join(", ")})${showOps(node.ops)}${showAt(node.span)}`;
    case "reshard": return `${showLocal(node.result)} = ${moveText(node)}`;
    case "moves": return `${node.moves.map((move) => showLocal(move.result)).join(", ")} = moves { ${node.moves.map(moveText).join(", ")} } by ${node.collective}${showCause(node.cause)}`;
    case "combine":
    case "carry": return `${showLocal(node.result)} = ${foldText(node)}`;
    case "together": return `${node.folds.map((fold) => showLocal(fold.result)).join(", ")} = together { ${node.folds.map(foldText).join(", ")} } by ${node.collective}${showCause(node.cause)}`;
    case "call": return `${node.results.map(showLocal).join(", ")}${node.results.length > 0 ? " = " : ""}call ${showName(node.op)}(${node.inputs.join(", ")})${node.fold ? ` by ${showMonoid(node.fold.monoid)} in ${showElement(node.fold.accumulator)}` : ""} with ${showAttribute(node.attributes)}${showAt(node.span)}`;
  }
}

const moveText = (node: LocalReshard): string => `reshard ${node.input} from ${showPlacement(node.from)} by ${showName(node.collective)}${showCause(node.cause)}`;

const foldText = (node: LocalFold): string => `${node.kind === "combine" ? `combine ${node.leaves} ${showSpace(node)} axis ${node.axis}` : `carry ${node.totals} ${showSpace(node)}`}${node.all ? " all" : ""} by ${showMonoid(node.monoid)} in ${showElement(node.accumulator)}, ${node.collective}${showCause(node.cause)}`;

export function readLocalNode(reader: Reader): LocalNode {
  const results: LocalValue[] = [];
  if (reader.at("%")) {
    do results.push(readLocal(reader)); while (reader.accept(","));
    reader.expect("=");
  }
  const kind = word(reader, ["launch", "reshard", "combine", "carry", "together", "moves", "call"], "what a rank does");
  if (kind === "launch") return readLaunch(reader, results);
  if (kind === "call") {
    const op = readName(reader), inputs = listOf(reader, "(", ")", readValue);
    const fold = reader.accept("by") ? { fold: readCallFold(reader) } : {};
    reader.expect("with");
    return { kind, op, inputs, results, attributes: readAttributes(reader), ...fold, span: readAt(reader) };
  }
  if (kind === "together") {
    const rest = [...results], folds = listOf(reader, "{", "}", (r): LocalFold => readLocalFold(r, word(r, ["combine", "carry"], "combine or carry"), rest.shift() ?? r.fail("as many results as folds")));
    reader.expect("by");
    return { kind, folds, collective: word(reader, ["allgather"], "allgather"), cause: readCause(reader) };
  }
  if (kind === "moves") {
    const rest = [...results], moves = listOf(reader, "{", "}", (r): LocalReshard => (r.expect("reshard"), readMove(r, rest.shift() ?? r.fail("as many results as arrays"))));
    reader.expect("by");
    return { kind, moves, collective: word(reader, ["allgather"], "allgather"), cause: readCause(reader) };
  }
  const [result] = results;
  if (!result) return reader.fail("a result");
  return kind === "reshard" ? readMove(reader, result) : readLocalFold(reader, kind, result);
}

function readMove(reader: Reader, result: LocalValue): LocalReshard {
  const input = readValue(reader);
  reader.expect("from");
  const from = readPlacement(reader);
  reader.expect("by");
  return { kind: "reshard", input, from, result, collective: readName(reader), cause: readCause(reader) };
}

function readLocalFold(reader: Reader, kind: LocalFold["kind"], result: LocalValue): LocalFold {
  const input = readValue(reader), space = readSpace(reader);
  if (kind === "carry") return { kind, totals: input, ...space, ...readFold(reader), result, cause: readCause(reader) };
  reader.expect("axis");
  return { kind, leaves: input, ...space, axis: readCount(reader), ...readFold(reader), result, cause: readCause(reader) };
}

function readCallFold(reader: Reader): CallFold {
  const monoid = readMonoid(reader);
  reader.expect("in");
  return { monoid, accumulator: readElement(reader) };
}

function readSpace(reader: Reader): { readonly shape: ReturnType<typeof readShape>; readonly placement: ReturnType<typeof readPlacement> } {
  const shape = readShape(reader);
  reader.expect("on");
  return { shape, placement: readPlacement(reader) };
}

function readFold(reader: Reader): Pick<LocalFold, "all" | "monoid" | "accumulator" | "collective"> {
  const all = reader.accept("all");
  reader.expect("by");
  const monoid = readMonoid(reader);
  reader.expect("in");
  const accumulator = readElement(reader);
  reader.expect(",");
  return { all, monoid, accumulator, collective: word(reader, ["none", "allgather"], "none or allgather") };
}

function readCause(reader: Reader): Cause {
  const one = (): Cause => {
    const chosen = reader.accept("by");
    if (chosen) reader.expect("choice");
    reader.expect("because");
    const reason = readText(reader);
    return { span: readAt(reader), reason, ...(chosen ? { chosen } : {}) };
  };
  const first = one(), others: Cause[] = [];
  while (reader.accept("and")) others.push(one());
  return others.length > 0 ? { ...first, others } : first;
}

function readLaunch(reader: Reader, outputs: readonly LocalValue[]): LocalNode {
  const nest = readName(reader), space = readSpace(reader), read = listOf(reader, "(", ")", (r) => ({ value: readValue(r), view: r.accept("view") ? readView(r) : undefined }));
  const views = read.some((r) => r.view) ? { views: read.map((r) => r.view) } : {};
  reader.expect("with");
  const captures = listOf(reader, "(", ")", (r): string | number => (r.match(/(?=-?\d|NaN|-?Infinity)/) ? readNumber(r) : readName(r)));
  return { kind: "launch", nest, ops: readOps(reader), ...space, inputs: read.map((r) => r.value), ...views, captures, outputs, span: readAt(reader) };
}
