// How a failed job is told: once, however many ranks failed alike, with the rank, the user's lines and nothing of the runtime's inside.
//
//   error on rank 2: RangeError: no 7 please
//     pi.ts:6:28
//       6 |     if (x === 7) throw new RangeError("no 7 please");
//         |                        ^
//     at f (pi.ts:6:28)
import { spmdError, type SpmdError } from "../errors.ts";
import type { Failure } from "../rank/job.ts";
import type { Place, SourceLines } from "./sourceMap.ts";

export function reportFailures(failures: readonly Failure[], np: number, lines: SourceLines | undefined): string {
  const groups = new Map<string, Failure[]>();
  // By rank: of a loop's elements in order, the lowest rank most often has the first, which is what one rank alone would have found.
  for (const failure of own(failures).toSorted((a, b) => a.rank - b.rank)) groups.set(keyOf(failure), [...(groups.get(keyOf(failure)) ?? []), failure]);
  const [first, ...others] = [...groups.values()];
  if (!first) return "";
  const rest = others.slice(0, 3).map((group) => `and ${whose(group, np)}: ${headline(group[0]!)}\n`), left = others.length - rest.length;
  return mapPlaces(reportOne(first, np, lines) + rest.join("") + (left > 0 ? `and ${left} more\n` : ""), lines);
}

/** Ranks hold no source map: what they say of places in the bundle ("at pi.spmd.mjs:812:15") becomes the user's. */
export function mapPlaces(text: string, lines: SourceLines | undefined): string {
  return text.replace(/[^\s(]+\.mjs:(\d+):(\d+)/g, (whole, line, column) => {
    const place = lines?.place(Number(line), Number(column));
    return place ? showPlace(place) : whole;
  });
}

/** What began it: ranks that were only told to stop say nothing. */
function own(failures: readonly Failure[]): readonly Failure[] {
  const causes = failures.filter((failure) => failure.kind !== "ended");
  const reports = failures.filter((failure) => failure.kind === "ended" && failure.reason !== "failed");
  return causes.length > 0 ? causes : reports.length > 0 ? reports : failures;
}

function keyOf(failure: Failure): string {
  if (failure.kind === "ended") return failure.report;
  // How much a rank asks for is its own; that it asks is the same mistake.
  if (failure.kind === "spmd") return `${failure.code} ${failure.site ?? ""}`;
  return JSON.stringify({ ...failure, rank: 0, stack: "" });
}

function headline(failure: Failure): string {
  switch (failure.kind) {
    case "spmd": return `${failure.code}: ${failure.message}`;
    case "throw": return failure.name === "" ? failure.message : `${failure.name}: ${failure.message}`;
    case "ended": return failure.report;
    case "exit": return `it called process.exit(${failure.status}) while others were still running`;
    case "crash": return `its thread crashed: ${failure.message}`;
  }
}

/** "rank 2", "ranks 0-3", "all 4 ranks". */
export function whose(failures: readonly Failure[], np: number): string {
  const ranks = [...new Set(failures.map((failure) => failure.rank))].sort((a, b) => a - b);
  if (ranks.length === np && np > 1) return `all ${np} ranks`;
  const runs: string[] = [];
  for (let k = 0; k < ranks.length; ) {
    let end = k;
    while (ranks[end + 1] === ranks[end]! + 1) end++;
    runs.push(end > k ? `${ranks[k]!}-${ranks[end]!}` : String(ranks[k]!));
    k = end + 1;
  }
  return `rank${ranks.length === 1 ? "" : "s"} ${runs.join(", ")}`;
}

function reportOne(group: readonly Failure[], np: number, lines: SourceLines | undefined): string {
  const failure = group[0]!, who = np === 1 ? "" : ` on ${whose(group, np)}`;
  if (failure.kind === "ended") return toldByChecks(failure);
  if (failure.kind === "exit" || failure.kind === "crash") {
    const { code, message, help } = endOfThread(failure, whose(group, np));
    return `error ${code}: ${message}\n  help: ${help}\n`;
  }
  if (failure.kind === "spmd") {
    const place = failure.site === undefined ? undefined : lines ? lines.site(failure.site) : parsePlace(failure.site);
    const where = place ?? userFrames(failure.stack, lines)[0]?.place;
    // Every rank of a global-view program finds the same mistakes, but for this one.
    return `error ${failure.code}${failure.code === "SPMD5001" ? who : ""}: ${failure.message}\n${frame(where, lines)}  help: ${failure.help}\n`;
  }
  const frames = userFrames(failure.stack, lines), site = failure.site === undefined ? undefined : (lines?.site(failure.site) ?? parsePlace(failure.site));
  const places = site ? [{ name: "", place: site }, ...frames.filter((f) => f.place.line !== site.line || f.place.file !== site.file)] : frames;
  const causes = failure.causes.map((cause) => `  caused by ${cause}\n`).join("");
  return `error${who}: ${headline(failure)}\n${frame(places[0]?.place, lines)}${causes}${trace(places)}`;
}

/** What the checks of the communication layer found. */
function toldByChecks({ reason, report }: Failure & { readonly kind: "ended" }): string {
  if (reason !== "deadlock" && reason !== "mismatch") return `error: ${report}\n`;
  const { code, message, help } = spmdError(reason === "deadlock" ? "SPMD5020" : "SPMD5021", { report });
  return `error ${code}: ${message}\n  help: ${help}\n`;
}

/** A rank whose thread ended by itself. */
function endOfThread(failure: Failure & { readonly kind: "exit" | "crash" }, who: string): SpmdError {
  if (failure.kind === "exit") return spmdError("SPMD5005", { who, status: failure.status });
  return /heap out of memory|memory limit/.test(failure.message) ? spmdError("SPMD5018", { who }) : spmdError("SPMD5006", { who, reason: failure.message });
}

/** A line a frame; a recursion's frames are one. */
function trace(frames: readonly UserFrame[]): string {
  const lines = frames.map(({ name, place }) => (name === "" ? showPlace(place) : `${name} (${showPlace(place)})`)), runs: { readonly line: string; count: number }[] = [];
  for (const line of lines) {
    const last = runs.at(-1);
    if (last?.line === line) last.count++;
    else runs.push({ line, count: 1 });
  }
  return runs.map(({ line, count }) => `  at ${line}${count > 1 ? `, ${count} times` : ""}\n`).join("");
}

interface UserFrame {
  readonly name: string;
  readonly place: Place;
}

/** The frames of a stack that stand in the user's files. */
function userFrames(stack: string, lines: SourceLines | undefined): UserFrame[] {
  return stack.split("\n").flatMap((text): UserFrame[] => {
    const match = /^\s+at (?:(?:async )?(.*?) \()?((?:file:\/\/|https?:\/\/|\/)?.*?):(\d+):(\d+)\)?$/.exec(text);
    if (!match) return [];
    const [, called = "", file = "", line, column] = match, name = called.replace(/^(Object|Module|async)\.?\s*/, "");
    const place = lines?.place(Number(line), Number(column));
    if (place) return [{ name: /^(run|\$.*|<anonymous>|driver\..*|.*\.[cm]?ts)?$/.test(name) ? "" : name, place }];
    // A stack that was mapped already, as with node --enable-source-maps.
    return /\.[cm]?ts$/.test(file) && !file.includes("node_modules") ? [{ name, place: { file: file.replace(/^file:\/\//, ""), line: Number(line), column: Number(column) } }] : [];
  });
}

function parsePlace(site: string): Place | undefined {
  const match = /^(.*):(\d+):(\d+)$/.exec(site);
  return match ? { file: match[1]!, line: Number(match[2]), column: Number(match[3]) } : undefined;
}

const showPlace = ({ file, line, column }: Place): string => `${file}:${line}:${column}`;

/** The user's line with a mark below the column. */
function frame(place: Place | undefined, lines: SourceLines | undefined): string {
  if (!place) return "";
  const text = lines?.line(place.file, place.line), number = String(place.line), gutter = " ".repeat(number.length);
  if (text === undefined) return `  ${showPlace(place)}\n`;
  return `  ${showPlace(place)}\n    ${number} | ${text}\n    ${gutter} | ${text.slice(0, place.column - 1).replace(/[^\t]/g, " ")}^\n`;
}
