// Lane modules as text:
//
//   lanes k0 2d at m.ts:12:18 {
//     out C: i32 (i0, i1)
//     captures (maxit)
//     pass any axis 1 length 1 lanes 1 {
//       scalar 1x1 {
//         var x: f64 varying
//         x = 0.0
//         store 0 = toInt32(x)
//       }
//     }
//   }
//   site 0 RangeError("bad element ", f64) at m.ts:9:5
import type { LaneAccumulator, LaneAccumulatorField, LaneBuffer, LaneCode, LaneModule, LaneNest, LanePass, ThrowSite } from "../lanes.ts";
import { readAt, readCount, readDtype, readName, readNames, readText, showAt, showName, showNames, showText, word } from "./atoms.ts";
import { readSyntax, showSyntax } from "./expression.ts";
import type { LaneLocals } from "./laneExpression.ts";
import { laneExpression, laneSyntax } from "./laneExpression.ts";
import { laneStatementLines, readLaneStatements } from "./laneStatements.ts";
import type { Lines } from "./lines.ts";
import { braced, line } from "./lines.ts";
import { readAxis, showAxis } from "./operationText.ts";
import type { Reader } from "./reader.ts";
import { listOf } from "./reader.ts";

export const laneModuleLines = (module: LaneModule): Lines => [...module.nests.flatMap(laneNestLines), ...module.sites.flatMap((site, k) => line(siteText(site, k)))];

function laneNestLines(nest: LaneNest): Lines {
  return braced(`lanes ${showName(nest.name)} ${nest.ndim}d${showAt(nest.span)}`, [
    ...nest.buffers.flatMap((buffer) => line(bufferText(buffer))),
    ...(nest.captures.length === 0 ? [] : line(`captures ${showNames(nest.captures)}`)),
    ...nest.passes.flatMap(passLines),
  ]);
}

function bufferText({ name, dtype, role, axes, boundary }: LaneBuffer): string {
  const outside = boundary === undefined ? "" : ` ${boundary.kind}${boundary.kind === "value" ? ` ${showSyntax(laneSyntax(boundary.value))}` : ""}`;
  return `${{ input: "in", output: "out", state: "state" }[role]} ${showName(name)}: ${dtype} (${axes.map(showAxis).join(", ")})${outside}`;
}

function passLines(pass: LanePass): Lines {
  return braced(`pass ${pass.order} axis ${pass.axis} length ${pass.length} lanes ${pass.lanes}`, [
    ...codeLines("script", pass.script), ...codeLines("scalar", pass.scalar), ...(pass.wide ? codeLines("wide", pass.wide) : []),
    ...pass.accumulators.flatMap(accumulatorLines),
  ]);
}

function codeLines(word: string, code: LaneCode): Lines {
  return braced(`${word} ${code.width}x${code.interleave}`, [
    ...code.locals.flatMap(({ name, type, varying }) => line(`var ${showName(name)}: ${type}${varying ? " varying" : ""}`)),
    ...(code.row.length === 0 ? [] : braced("row", laneStatementLines(code.row))),
    ...laneStatementLines(code.body),
  ]);
}

const accumulatorLines = (a: LaneAccumulator): Lines => braced(`accumulate ${a.fields.map(accumulatorText).join(", ")}${a.carry ? ` carry ${a.carry.map(({ local, state }) => `${showName(local)} ${state}`).join(", ")}` : ""}`, laneStatementLines(a.combine));
const accumulatorText = (a: LaneAccumulatorField): string => `${showName(a.value)} from ${showSyntax(laneSyntax(a.identity))} left ${showName(a.left)} right ${showName(a.right)} store ${a.buffer} = ${showSyntax(laneSyntax(a.stored))}`;

const siteText = (site: ThrowSite, k: number): string => `site ${k} ${showName(site.error)}(${site.parts.map((part, j) => `${showText(part)}${j < site.values.length ? `, ${site.values[j] === "bool" ? "bool" : "f64"}` : ""}`).join(", ")})${showAt(site.span)}`;

export function readLaneModule(reader: Reader): LaneModule {
  const nests: LaneNest[] = [], sites: ThrowSite[] = [];
  while (!reader.atEnd()) {
    if (reader.accept("lanes")) nests.push(readLaneNest(reader));
    else sites.push(readSite(reader));
  }
  return { nests, sites };
}

function readLaneNest(reader: Reader): LaneNest {
  const name = readName(reader), ndim = Number((reader.match(/(\d+)d/) ?? reader.fail("the number of axes, such as 2d"))[1]), span = readAt(reader);
  const buffers: LaneBuffer[] = [], passes: LanePass[] = [];
  reader.expect("{");
  while (reader.at("in") || reader.at("out") || reader.at("state")) buffers.push(readBuffer(reader));
  const captures = reader.accept("captures") ? readNames(reader) : [];
  while (!reader.accept("}")) passes.push(readPass(reader));
  return { name, ndim, buffers, captures, passes, span };
}

function readBuffer(reader: Reader): LaneBuffer {
  const role = reader.accept("in") ? "input" : reader.accept("out") ? "output" : (reader.expect("state"), "state"), name = readName(reader);
  reader.expect(":");
  const dtype = readDtype(reader), axes = listOf(reader, "(", ")", readAxis);
  for (const kind of ["clamp", "wrap", "reflect"] as const) if (reader.accept(kind)) return { name, dtype, role, axes, boundary: { kind } };
  if (!reader.accept("value")) return { name, dtype, role, axes };
  return { name, dtype, role, axes, boundary: { kind: "value", value: laneExpression(readSyntax(reader), new Map()) } };
}

function readPass(reader: Reader): LanePass {
  const number = (name: string): number => {
    reader.expect(name);
    return readCount(reader);
  };
  reader.expect("pass");
  const order = word(reader, ["any", "leaf", "sequence"], "an order"), axis = number("axis"), length = number("length"), lanes = number("lanes");
  reader.expect("{");
  const script = readCode(reader, "script"), scalar = readCode(reader, "scalar"), wide = reader.at("wide") ? readCode(reader, "wide") : undefined;
  const locals: LaneLocals = new Map([script, ...(wide ? [wide] : []), scalar].flatMap((code) => code.locals.map(({ name, type }) => [name, type] as const)));
  const accumulators: LaneAccumulator[] = [];
  while (reader.accept("accumulate")) accumulators.push(readAccumulator(reader, locals));
  reader.expect("}");
  return { order, axis, length, lanes, accumulators, script, scalar, ...(wide ? { wide } : {}) };
}

function readCode(reader: Reader, name: string): LaneCode {
  reader.expect(name);
  const [, width, interleave] = reader.match(/(\d+)x(\d+)/) ?? reader.fail("a width, such as 2x4"), locals: LaneCode["locals"][number][] = [];
  reader.expect("{");
  while (reader.accept("var")) {
    const local = readName(reader);
    reader.expect(":");
    locals.push({ name: local, type: word(reader, ["f64", "f32", "i32", "bool"], "a lane type"), varying: reader.accept("varying") });
  }
  const types: LaneLocals = new Map(locals.map(({ name: local, type }) => [local, type]));
  const row = reader.match(/row(?=\s*\{)/) ? (reader.expect("{"), readLaneStatements(reader, types)) : [];
  return { width: Number(width), interleave: Number(interleave), locals, row, body: readLaneStatements(reader, types) };
}

function readAccumulator(reader: Reader, locals: LaneLocals): LaneAccumulator {
  const fields = [readAccumulatorField(reader, locals)];
  while (reader.accept(",")) fields.push(readAccumulatorField(reader, locals));
  const carry: { readonly local: string; readonly state: number }[] = [];
  if (reader.accept("carry")) do carry.push({ local: readName(reader), state: readCount(reader) }); while (reader.accept(","));
  reader.expect("{");
  return { fields, ...(carry.length > 0 ? { carry } : {}), combine: readLaneStatements(reader, locals) };
}

function readAccumulatorField(reader: Reader, locals: LaneLocals): LaneAccumulatorField {
  const name = (before: string): string => {
    reader.expect(before);
    return readName(reader);
  };
  const value = readName(reader);
  reader.expect("from");
  const identity = laneExpression(readSyntax(reader), locals), left = name("left"), right = name("right");
  reader.expect("store");
  const buffer = readCount(reader);
  reader.expect("=");
  return { value, identity, left, right, buffer, stored: laneExpression(readSyntax(reader), locals) };
}

function readSite(reader: Reader): ThrowSite {
  reader.expect("site");
  readCount(reader);
  const error = readName(reader), parts: string[] = [], values: ThrowSite["values"][number][] = [];
  reader.expect("(");
  do {
    if (parts.length > values.length) values.push(word(reader, ["bool", "f64"], "bool or f64") === "bool" ? "bool" : "");
    else parts.push(readText(reader));
  } while (reader.accept(","));
  reader.expect(")");
  return { error, parts, values, span: readAt(reader) };
}
