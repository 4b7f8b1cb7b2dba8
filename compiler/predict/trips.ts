// How often a loop runs, where its text tells.
//
//   let k = 0;  while (k < steps) { ... k++ }      steps, if that is known
import { statementsIn } from "../ir/blocks.ts";
import type { Statement } from "../ir/host.ts";
import type { LocalNode, LocalProgram } from "../ir/spmd.ts";
import type { KnownValues } from "../explain/known.ts";

type While = Extract<Statement<LocalNode>, { readonly kind: "while" }>;

export function tripsOf(s: Statement<LocalNode>, program: LocalProgram, known: KnownValues): number | undefined {
  return s.kind === "while" ? countedTrips(s, program, known) : undefined;
}

/** A variable that is compared with a known value and goes up or down by a constant. */
function countedTrips(s: While, program: LocalProgram, known: KnownValues): number | undefined {
  const [, name, comparison, limit] = /^\s*([\w$]+)\s*(<=?|>=?|!==?)\s*([\w$.]+)\s*$/.exec(s.test.text) ?? [];
  if (name === undefined || limit === undefined) return undefined;
  const end = worth(limit, known), start = startOf(name, program, known), step = stepOf(name, s);
  if (end === undefined || start === undefined || step === undefined || step === 0) return undefined;
  const inclusive = comparison === "<=" || comparison === ">=" ? 1 : 0;
  return Math.max(0, Math.ceil((end - start) / step + (inclusive && Number.isInteger((end - start) / step) ? 1 : 0)));
}

const worth = (text: string, known: KnownValues): number | undefined => (/^[\d_.]+$/.test(text) ? Number(text.replaceAll("_", "")) : known.get(text));

/** What the variable is declared with. */
function startOf(name: string, program: LocalProgram, known: KnownValues): number | undefined {
  for (const s of statementsIn(program.body)) {
    if (s.kind !== "host") continue;
    const [, value] = new RegExp(`\\b(?:let|var|,)\\s*${name.replaceAll("$", "\\$")}\\s*=\\s*([\\w$.]+)\\s*[;,]`).exec(s.code.text) ?? [];
    if (value !== undefined) return worth(value, known);
  }
  return undefined;
}

function stepOf(name: string, { step, body }: While): number | undefined {
  const own = name.replaceAll("$", "\\$");
  for (const s of [...step, ...body]) {
    if (s.kind !== "host" || !s.code.writes.includes(name)) continue;
    if (new RegExp(`^\\s*(?:${own}\\s*\\+\\+|\\+\\+\\s*${own})\\s*;?\\s*$`).test(s.code.text)) return 1;
    const [, sign, by] = new RegExp(`^\\s*${own}\\s*([+-])=\\s*(\\d+)\\s*;?\\s*$`).exec(s.code.text) ?? [];
    return by === undefined ? undefined : Number(by) * (sign === "-" ? -1 : 1);
  }
  return undefined;
}
