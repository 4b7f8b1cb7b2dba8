// What TypeScript's errors mean in the language: those that users of arrays meet get a code of the catalogue, or at least a way out.
//
//   TS2345 ... is not assignable to type '"zipWith: shapes [2] and [3] differ"'.     SPMD2001 zipWith: shapes [2] and [3] differ
//   TS2322 Type 'string' is not assignable to type 'KernelResult'.                   SPMD2041 the kernel returns string, but a number or a boolean is needed here
//   TS2365 Operator '+' cannot be applied to types 'NDArray<"f64", [3]>' and ...     the same, with help: map(a, x => x + 1)
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { catalogue, report } from "../diagnostics/catalogue/index.ts";
import { howToFind } from "../diagnostics/catalogue/target.ts";
import type { Span } from "../ir/types.ts";
import { hostFunctions } from "../ops/hostFunctions.ts";
import { effects, operators } from "../ops/index.ts";
import { isMonoidName } from "../ops/monoid.ts";
import { usageOf } from "../ops/usage.ts";

/** What can be asked of the place of an error. */
export interface Surroundings {
  /** The type of what is underlined. */
  readonly typeThere: () => string;
  /** The arrays that the call around it is given: `z is { re: "f64"; im: "f64" } [8]`. */
  readonly arraysThere: () => readonly string[];
}

/** A diagnostic instead of TypeScript's own, or what to put into that; undefined: TypeScript has said all there is to say. */
export function inLanguage(tsCode: number, text: string, { typeThere, arraysThere }: Surroundings, span: Span, length: number): Diagnostic | { readonly message?: string; readonly help?: string } | undefined {
  const sentence = sentenceIn(text);
  if (sentence !== undefined) return ofSentence(sentence, arraysThere, span, length);
  const missing = tsCode === 2307 ? /'([^']+)'/.exec(text)?.[1] : undefined;
  if (missing !== undefined) return report("SPMD4001", span, { specifier: missing, instead: howToFind(missing) }, length);
  const given = kernelResult.exec(text)?.[1];
  if (given !== undefined) return ofKernelResult(given, span, length);
  const help = [2362, 2363].includes(tsCode) && typeThere().startsWith("NDArray<") ? arithmetic : helps.find(([pattern]) => pattern.test(text))?.[1];
  if (help !== undefined) return { help };
  const unknown = /^Cannot find name '(\w+)'/.exec(text)?.[1];
  return unknown !== undefined && isExported(unknown) ? { help: `import it: import { ${unknown} } from "spmd"` } : undefined;
}

const kernelResult = /Type '([^]*?)' is not assignable to type 'KernelResult'/;
/** Whether TypeScript complains of what a kernel returns. */
export const isOfKernel = (text: string): boolean => kernelResult.test(text);

/** The sentence of an operator's types: the last string literal type in the message that reads "operator: ...". */
function sentenceIn(text: string): string | undefined {
  return [...text.matchAll(/'"([A-Za-z]\w*: (?:[^"\\]|\\.)*)"'/g)].at(-1)?.[1]?.replaceAll('\\"', '"');
}

/** Undefined: the sentence is a string literal type of the user's. */
function ofSentence(sentence: string, arraysThere: () => readonly string[], span: Span, length: number): Diagnostic | { readonly message: string } | undefined {
  const op = sentence.slice(0, sentence.indexOf(":"));
  if (!operators.has(op) && !effects.has(op)) return undefined;
  // The text with the most words of its own: "{op}: {what}" fits everything.
  const [found] = Object.entries(catalogue).flatMap(([code, { message, typed = [] }]) => [message, ...typed].flatMap((entry) => {
    const values = /^(\{op\}|[a-z]\w*): /.test(entry) ? matched(entry, sentence) : undefined, words = entry.replace(/\{\w+\}/g, "").length;
    return values && words > 5 ? [{ code: code as `SPMD${number}`, values, words }] : [];
  })).sort((a, b) => b.words - a.words);
  if (!found) return { message: sentence };
  const told = report(found.code, span, found.values, length);
  // The sentence does not know everything that the help speaks of.
  return { ...told, message: sentence, help: /\{\w+\}/.test(told.help ?? "") ? asItIs(op, arraysThere()) : told.help! };
}

/** How the operator is called, and what its arrays are here. */
function asItIs(op: string, arrays: readonly string[]): string {
  const operator = operators.get(op), here = arrays.length === 0 ? "" : `here ${arrays.join(", ")}`;
  return [operator ? `it is written ${usageOf(operator)}` : "", here].filter((part) => part !== "").join("; ") || "look at its signature in the editor";
}

/** What stands for the names of a text: { op: "zipWith", a: "[2]", b: "[3]" }. */
function matched(text: string, sentence: string): { readonly [name: string]: string } | undefined {
  const pattern = text.split(/\{(\w+)\}/).map((part, k, parts) => (k % 2 === 0 ? part.replace(/[^\w ]/g, "\\$&") : parts.indexOf(part) === k ? `(?<${part}>.+?)` : `\\k<${part}>`)).join("");
  return new RegExp(`^${pattern}$`).exec(sentence)?.groups;
}

function ofKernelResult(given: string, span: Span, length: number): Diagnostic {
  if (/\bvoid\b|\bundefined\b/.test(given)) return report("SPMD1025", span, { name: "the kernel" }, length);
  if (given.startsWith("Promise<")) return report("SPMD1014", span, { what: "asynchronous" }, length);
  return report("SPMD2041", span, { given: given.replace(/\s+/g, " ").replace(/; }/g, " }"), wanted: "a number or a boolean", instead: "return one number or boolean for each element" }, length);
}

const arithmetic = "operators work on single numbers: write map(a, x => x + 1) or zipWith(a, b, (x, y) => x + y)";
const helps: readonly (readonly [pattern: RegExp, help: string])[] = [
  [/^Operator '.*' cannot be applied to types? .*'NDArray</, arithmetic],
  [/does not exist on type 'NDArray<|can't be used to index type 'NDArray</, "arrays have .shape and .dtype; toArray(a)[k] gives an element, reductions give numbers"],
  [/^Type 'NDArray<.*Symbol\.iterator/, "for (const x of toArray(a)) visits the elements in host code; map(a, x => ...) computes with each"],
  [/^Argument of type '"[^"]*"' is not assignable to parameter of type '(DType|Named|RecordOf)\b/, 'dtypes are "f64" "f32" "i32" "u32" "i16" "u16" "i8" "u8" "bool"'],
];

const isExported = (name: string): boolean => operators.has(name) || effects.has(name) || hostFunctions.has(name) || isMonoidName(name) || name === "monoid" || name === "NDArray";
