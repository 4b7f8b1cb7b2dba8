// From the words of a command line to a command's typed arguments, or a sentence that says what is wrong and how to find out more.
//
//   ["-np", "4", "pi.ts", "--n", "100"]   ->   { values: { np: 4 }, files: ["pi.ts"], params: [["n", "100"]] }
//
// For commands that run programs, `--name value` after the file and everything after `--` belong to the program.
import { parseArgs } from "node:util";
import { usageError } from "./errors.ts";
import { flags } from "./options.ts";
import type { Flag, FlagName, FlagValues } from "./options.ts";

export interface CommandLine {
  readonly values: FlagValues;
  readonly files: readonly string[];
  /** The program's own parameters, as typed. */
  readonly params: readonly (readonly [name: string, value: string])[];
}

export interface Accepts {
  readonly flags: readonly FlagName[];
  /** How many files: none, one, one and more, or none and more. */
  readonly files: "none" | "one" | "many" | "any";
  readonly params: boolean;
  /** Of a plan there may be more ranks than of a run on one machine. */
  readonly mostRanks?: number;
}

export function parseCommandLine(words: readonly string[], accepts: Accepts): CommandLine {
  // Both names of the number of ranks are one flag, before parameters are told from flags.
  const spelt = accepts.flags.includes("nps") ? words.map((word) => word.replace(/^--np(?==|$)/, "--nps")) : words;
  const { own, params } = accepts.params ? splitParams(spelt, accepts.flags) : { own: [...spelt], params: [] };
  const known: readonly FlagName[] = [...accepts.flags, "help"];
  const parsed = parseArgs({
    args: own.map((word) => word.replace(/^(?:-np?|--np)(?==|$)/, accepts.flags.includes("nps") ? "--nps" : "--np")),
    options: Object.fromEntries(known.map((name) => {
      const flag: Flag = flags[name], short = "short" in flag ? flag.short : undefined;
      return [name, { type: flag.kind === "switch" ? "boolean" as const : "string" as const, ...(short ? { short } : {}) }];
    })),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const values: { [name: string]: unknown } = {};
  for (const token of parsed.tokens) {
    if (token.kind !== "option") continue;
    const name = known.find((k) => k === token.name);
    if (!name) throw usageError(`unknown flag '${token.rawName}'${suggestion(token.name, known)}`);
    values[name] = valueOf(name, limited(name, accepts), token.value);
  }
  const files = parsed.positionals;
  if (!values["help"]) {
    if (accepts.files !== "none" && accepts.files !== "any" && files.length === 0) throw usageError("no file given");
    if (accepts.files !== "many" && accepts.files !== "any" && files.length > (accepts.files === "none" ? 0 : 1)) throw usageError(`one argument too many: '${files[accepts.files === "none" ? 0 : 1]!}'`);
  }
  return { values: values as FlagValues, files, params };
}

const limited = (name: FlagName, { mostRanks }: Accepts): Flag => (name === "np" && mostRanks !== undefined ? { ...flags.np, high: mostRanks } : flags[name]);

function valueOf(name: FlagName, flag: Flag, text: string | undefined): unknown {
  const shown = name === "np" || name === "nps" ? "-np" : `--${name}`;
  if (flag.kind === "switch") {
    if (text !== undefined) throw usageError(`${shown} takes no value`);
    return true;
  }
  if (text === undefined || text === "") throw usageError(`${shown} needs a value: ${flag.kind === "choice" ? flag.values.join(", ") : `${shown} ${flag.value}`}`);
  if (flag.kind === "text") return text;
  if (flag.kind === "choice") {
    if (!flag.values.includes(text)) throw usageError(`${shown} is one of ${flag.values.join(", ")}, not '${text}'`);
    return text;
  }
  const number = Number(text);
  if (text.trim() === "" || !(number >= flag.low && number <= flag.high) || (!flag.fraction && !Number.isInteger(number)))
    throw usageError(`${shown} is a ${flag.fraction ? "" : "whole "}number from ${flag.low} to ${flag.high}, not '${text}'`);
  return number;
}

/** Takes the program's parameters out: after the first file, `--name value` and `--name=value` that are no flags of the command, and all after `--`. */
function splitParams(words: readonly string[], names: readonly FlagName[]): { readonly own: string[]; readonly params: (readonly [string, string])[] } {
  const own: string[] = [], params: (readonly [string, string])[] = [];
  let file = false, verbatim = false;
  for (let k = 0; k < words.length; k++) {
    const word = words[k]!;
    if (word === "--" && !verbatim) { verbatim = true; continue; }
    const [, name, value] = /^--([^=]+)(?:=(.*))?$/s.exec(word) ?? [];
    const flag: Flag | undefined = names.includes(name as FlagName) || name === "help" ? flags[name as FlagName] : undefined;
    const takesNext = !verbatim && value === undefined && (word === "-np" || word === "-n" || (flag !== undefined && flag.kind !== "switch"));
    if (name !== undefined && (verbatim || (file && !flag))) {
      const next = words[k + 1];
      // A lone `--name` is a switch of the program: true.
      if (value !== undefined) params.push([name, value]);
      else if (next === undefined || /^--\D/.test(next)) params.push([name, "true"]);
      else { params.push([name, next]); k++; }
    } else if (verbatim) throw usageError(`'${word}' after -- is no parameter; write --name value`);
    else {
      own.push(word);
      if (takesNext && k + 1 < words.length) own.push(words[++k]!);
      else if (!word.startsWith("-")) file = true;
    }
  }
  return { own, params };
}

/** The name that the user may have meant, as an end of a sentence. */
export function suggestion(word: string, names: readonly string[]): string {
  const near = names.map((name) => ({ name, distance: editDistance(word, name) })).sort((a, b) => a.distance - b.distance)[0];
  return near && near.distance <= Math.max(1, Math.floor(word.length / 3)) ? `; did you mean '--${near.name}'?` : "";
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}
