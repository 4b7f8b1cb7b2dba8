// The user's line that a call comes from, found from the stack. Taking a stack costs microseconds, so it is done only while a rank is blocked or a report is
// being made: the rank is then still inside the call, with the call's frames on its stack.
//
// Which frames are the runtime's own is told by their files. Run from its sources that is the folder runtime/; in a program's bundle, whose source map leads to
// the prebuilt runtime, the folder of those files; without a source map all frames are in one file, and the names of the public calls have to do.
import type { Site } from "../abi.ts";

const pattern = /(?:\(|at (?:async )?)((?:file:\/\/|\/|[a-zA-Z]:[\\/]|https?:\/\/)[^()]*?):(\d+):(\d+)\)?$/;

interface Frame {
  readonly file: string;
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

function frames(stack: string): Frame[] {
  return stack.split("\n").flatMap(text => {
    const found = pattern.exec(text.trim());
    return found ? [{ file: found[1]!.replace(/^file:\/\//, ""), text, line: Number(found[2]), column: Number(found[3]) }] : [];
  });
}

const folderOf = (file: string): string => file.replace(/[^/\\]*$/, "");
const own = frames(new Error().stack ?? "")[0]?.file ?? "";
const fromSources = /[/\\]site\.ts$/.test(own);
const folder = fromSources ? folderOf(folderOf(own).slice(0, -1)) : folderOf(own);

const ours = ({ file }: Frame): boolean =>
  file === own || (fromSources ? file.startsWith(folder) && !/\.(test|ranks)\.ts$/.test(file) : folderOf(file) === folder && /\.mjs$/.test(file));

/** A frame of a public call: the wrapper of mpi/hooks.ts, or one of the few calls that have none. */
const publicCall = (f: Frame): boolean => /at (?:async )?(?:\S*\bspmdCall\b|(?:new )?_?(?:Datatype|Op|Group|Info|Prequest)\b|(?:\w+\.)?(?:Finalize|Attach_buffer|Detach_buffer|Compute_dims|Create_keyval|Free_keyval|Abort) (?:\[as \w+\] )?\()/.test(f.text);

/** "ring.ts:8:21", or "" if the stack shows no line outside the runtime. */
export function callSite(stack: string = stackHere()): Site {
  const all = frames(stack).filter(f => !f.file.startsWith("node:"));
  const outermost = all.map(publicCall).lastIndexOf(true);
  const user = all.find(f => !ours(f)) ?? (outermost >= 0 ? all[outermost + 1] : undefined);
  return user ? `${user.file.replace(/^.*[/\\]/, "")}:${user.line}:${user.column}` : "";
}

/** The same, to be asked for later: remembering a stack is cheap, reading it is not. */
export function laterSite(): () => Site {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 10;
  const taken = new Error();
  Error.stackTraceLimit = limit;
  return () => callSite(taken.stack ?? "");
}

function stackHere(): string {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 60;
  const stack = new Error().stack ?? "";
  Error.stackTraceLimit = limit;
  return stack;
}
