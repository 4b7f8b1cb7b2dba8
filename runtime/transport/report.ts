// The reports that end a job: who is where, one line a rank, in the user's words.
//
//   deadlock: rank 0 waits for rank 1, rank 1 waits for rank 0
//     rank 0  recv(source=1, tag=7) on COMM_WORLD at ring.ts:8:21, waiting for rank 1
//     rank 1  recv(source=0, tag=7) on COMM_WORLD at ring.ts:8:21, waiting for rank 0
import type { CallDescription, WaitSet } from "./transport.ts";

export interface RankState {
  readonly rank: number;
  readonly phase: "running" | "ended";
  readonly description: CallDescription | undefined;
  readonly waits: WaitSet | undefined;
}

/** Ranks as people write them: "1", "1 and 3", "0-3, 7". */
export function rankList(ranks: readonly number[]): string {
  const sorted = [...ranks].sort((a, b) => a - b), parts: string[] = [];
  for (let k = 0; k < sorted.length; ) {
    let end = k;
    while (sorted[end + 1] === sorted[end]! + 1) end++;
    parts.push(end - k > 1 ? `${sorted[k]}-${sorted[end]}` : sorted.slice(k, end + 1).join(", "));
    k = end + 1;
  }
  const flat = parts.flatMap(part => part.split(", "));
  return sorted.length === 2 ? flat.join(" and ") : flat.join(", ");
}

const ranksOf = (ranks: readonly number[]): string => `${ranks.length === 1 ? "rank" : "ranks"} ${rankList(ranks)}`;

export function describeCall(description: CallDescription): string {
  const details = Object.entries(description.details).map(([name, value]) => `${name}=${value}`).join(", ");
  const sequence = description.sequence === undefined ? "" : ` (collective ${description.sequence})`;
  const site = description.site === "" ? "" : ` at ${description.site}`;
  return `${description.call}(${details}) on ${description.communicator}${sequence}${site}`;
}

function line(state: RankState): string {
  const call = state.phase === "ended" ? "has ended" : state.description ? describeCall(state.description) : "is computing";
  const waits = state.waits && state.phase !== "ended" ? `, waiting for ${state.waits.mode === "any" && state.waits.ranks.length > 1 ? "any of " : ""}${ranksOf(state.waits.ranks)}` : "";
  const note = state.phase !== "ended" && state.description?.note ? ` (${state.description.note})` : "";
  return `  rank ${state.rank}  ${call}${waits}${note}`;
}

/** Ranks that do the same stand in one line. */
function table(states: readonly RankState[]): string {
  const same = new Map<string, number[]>();
  for (const state of states) {
    const text = line(state).replace(/^ {2}rank \d+ {2}/, "");
    same.set(text, [...(same.get(text) ?? []), state.rank]);
  }
  return [...same].map(([text, ranks]) => `  ${ranksOf(ranks)}  ${text}`).join("\n");
}

export function deadlockReport(states: readonly RankState[]): string {
  const ended = states.filter(s => s.phase === "ended").map(s => s.rank);
  const why = ended.length > 0 && states.some(s => s.waits?.ranks.some(r => ended.includes(r)))
    ? `${ranksOf(ended)} ${ended.length === 1 ? "has" : "have"} ended and others still wait for ${ended.length === 1 ? "it" : "them"}`
    : "every rank here waits for another one of them";
  return `deadlock: ${why}\n${table(states)}`;
}

export function mismatchReport(states: readonly RankState[]): string {
  return `mismatch: these calls must be the same collective on every rank, and they are not\n${table(states)}`;
}
