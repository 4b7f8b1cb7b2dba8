// The user's line that a call comes from, found from the stack. Taking a stack costs microseconds, so it is done only while a rank is blocked or a report is
// being made: the rank is then still inside the call, with the call's frames on its stack.
import type { Site } from "../abi.ts";

const frame = /(?:\(|at (?:async )?)((?:file:\/\/|\/|[a-zA-Z]:[\\/])[^()]*?):(\d+):(\d+)\)?$/;

interface Frame {
  readonly file: string;
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

function frames(stack: string): Frame[] {
  return stack.split("\n").flatMap(text => {
    const found = frame.exec(text.trim());
    return found ? [{ file: found[1]!.replace(/^file:\/\//, ""), text, line: Number(found[2]), column: Number(found[3]) }] : [];
  });
}

/**
 * Where the runtime's own files are, from a stack taken inside it: with source maps a folder of TypeScript files, without them the one bundled file, which
 * then also holds the user's code, and nothing but the functions' names can tell the two apart.
 */
const folder = frames(new Error().stack ?? "")[0]?.file.replace(/[^/\\]*[/\\][^/\\]*$/, "") ?? "";
const bundled = !/site\.ts/.test(frames(new Error().stack ?? "")[0]?.file ?? "");

const ours = (f: Frame): boolean => f.file.startsWith(folder) && !/\.(test|ranks)\.ts$/.test(f.file);

/** "ring.ts:8:21", or "" if the stack shows no line outside the runtime. */
export function callSite(stack: string = stackHere()): Site {
  const all = frames(stack).filter(f => !f.file.startsWith("node:"));
  const user = bundled ? all.find((f, k) => k > 0 && isEntry(all[k - 1]!) && !isEntry(f)) ?? all[all.length - 1] : all.find(f => !ours(f));
  return user ? `${user.file.replace(/^.*[/\\]/, "")}:${user.line}:${user.column}` : "";
}

/** A frame of a public call: a method of one of the classes that users hold. */
const isEntry = (f: Frame): boolean => /at (?:async )?(?:new )?(?:Comm|Intracomm|Intercomm|Cartcomm|Graphcomm|Distgraphcomm|Win|Request|Prequest|Message|File|Group|Datatype|Op)\.\w+/.test(f.text);

function stackHere(): string {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 60;
  const stack = new Error().stack ?? "";
  Error.stackTraceLimit = limit;
  return stack;
}
