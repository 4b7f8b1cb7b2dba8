// What a collective is for, in one sentence, when several operations use what it brings. The place of the first is told beside it.
//
//   map needs the whole array on every rank, here and at main.ts:8:7; sort needs the whole array on every rank at main.ts:9:3
import { showSpan } from "../ir/span.ts";
import type { Cause } from "../ir/spmd.ts";

export function reasonsOf(first: Cause, others: readonly Cause[]): string {
  const same = others.filter(({ reason }) => reason === first.reason), rest = others.filter(({ reason }) => reason !== first.reason);
  return [`${first.reason}${same.length > 0 ? `, here and at ${same.map(({ span }) => showSpan(span)).join(", ")}` : ""}`, ...rest.map(({ reason, span }) => `${reason} at ${showSpan(span)}`)].join("; ");
}
