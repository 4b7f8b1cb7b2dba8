// What was thrown on a rank, as data: errors lose their class and their own fields on the way between threads.
import type { SpmdError } from "../errors.ts";
import { KernelError, spmdError } from "../errors.ts";
import { inspectValue } from "../platform.ts";
import { JobEnded } from "../transport/transport.ts";
import type { Failure } from "./job.ts";

export function failureOf(rank: number, thrown: unknown): Failure {
  if (thrown instanceof JobEnded) return { kind: "ended", rank, reason: thrown.reason, origin: thrown.origin, report: thrown.report, status: thrown.status };
  if (isWorded(thrown)) return { kind: "spmd", rank, code: thrown.code, message: thrown.message, help: thrown.help, site: thrown.site, stack: thrown.stack ?? "" };
  if (!(thrown instanceof Error)) return { kind: "throw", rank, name: "", message: `${inspectValue(thrown)} was thrown, which is no Error and so has no place`, stack: "", site: undefined, causes: [] };
  if (isOurs(thrown)) {
    const { code, message, help } = spmdError("SPMD5099", { reason: thrown.message.replace(/^internal: /, "") });
    return { kind: "spmd", rank, code, message, help, site: undefined, stack: thrown.stack ?? "" };
  }
  const site = thrown instanceof KernelError ? thrown.site : undefined;
  return { kind: "throw", rank, name: thrown.name, message: thrown.message, stack: thrown.stack ?? "", site, causes: causesOf(thrown) };
}

/** An `SpmdError`, or the like of it from an uncompiled program, whose operators have the compiler's words. */
const isWorded = (thrown: unknown): thrown is Error & Pick<SpmdError, "help" | "site"> & { readonly code: string } =>
  thrown instanceof Error && "help" in thrown && "code" in thrown && typeof thrown.code === "string" && /^SPMD\d{4}$/.test(thrown.code);

/** A rule of ours that does not hold, or a kernel that left its memory: no program can be the reason. */
function isOurs(thrown: Error): boolean {
  return thrown.message.startsWith("internal: ") || thrown instanceof WebAssembly.RuntimeError;
}

function causesOf(error: Error): string[] {
  const causes: string[] = [];
  for (let cause = error.cause; cause !== undefined && causes.length < 5; cause = cause instanceof Error ? cause.cause : undefined)
    causes.push(cause instanceof Error ? `${cause.name}: ${cause.message}` : inspectValue(cause));
  return causes;
}
