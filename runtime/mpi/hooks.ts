// The profiling interface: hooks around every call. A hook sees each call that the user makes (not what calls do inside), when it begins and when it is over.
//
//   const remove = MPI.hook({ leave(call) { total += call.ms; } });
//
// `spmd run --profile` and `--trace` are built on it. Without hooks a call pays one comparison.
import { describeCalls, enter, leave, none } from "../communicator/calls.ts";
import { CommunicationError } from "../communicator/errors.ts";
import { JobEnded } from "../transport/transport.ts";
import { Exception, ofProblem } from "./exception.ts";
import { job, type Job } from "./job.ts";

/** A call as a hook sees it; numbers that a call does not have are undefined. */
export interface HookedCall {
  /** "Send", "Win.Put". */
  readonly name: string;
  readonly communicator: string;
  readonly rank: number;
  readonly peer: number | undefined;
  readonly tag: number | undefined;
  readonly root: number | undefined;
  readonly count: number | undefined;
  readonly bytes: number | undefined;
  readonly dtype: string;
  readonly op: string;
  /** Milliseconds on the rank's own clock. */
  readonly start: number;
  readonly ms: number;
  /** The user's line: found only when asked for. */
  readonly site: string;
}

export interface Hook {
  enter?(name: string): void;
  leave?(call: HookedCall): void;
}

/** Installs a hook; the answer removes it again. */
export function hook(hook: Hook): () => void {
  const { hooks } = job();
  hooks.push(hook);
  return () => { if (hooks.includes(hook)) hooks.splice(hooks.indexOf(hook), 1); };
}

type Method = (this: unknown, ...args: never[]) => unknown;

/** How a call names the communicator it is on. */
export interface Named {
  readonly $name: string;
  /** Whether its errors end the job. */
  readonly $fatal?: boolean;
}

/** Puts methods on a class, each wrapped so that it notes what is being called, shows it to hooks, and names itself in what it throws. */
export function install(target: object, prefix: string, methods: object): void {
  for (const [name, method] of Object.entries(methods)) Object.defineProperty(target, name, { value: wrap(prefix + name, method as Method), writable: true, configurable: true });
}

export function wrap(name: string, method: Method): Method {
  const call = function (this: unknown, ...args: never[]): unknown {
    const here = job(), { calls } = here;
    if (here.hooks.length > 0 && calls.depth === 0 && here.profiling > 0) return hooked(here, name, () => call.apply(this, args));
    enter(calls, name, (this as Named | undefined)?.$name ?? "");
    try {
      return method.apply(this, args);
    } catch (error) {
      const translated = translate(error, calls.depth === 1 ? name : "");
      if ((this as Named | undefined)?.$fatal && translated instanceof Exception) here.world.transport.abort("failed", `rank ${here.world.rank}: ${translated.message}`);
      throw translated;
    } finally {
      leave(calls);
    }
  };
  return call;
}

function translate(error: unknown, name: string): unknown {
  if (error instanceof JobEnded) return error;
  const exception = error instanceof CommunicationError ? ofProblem(error.problem, error.message) : error;
  return exception instanceof Exception && name !== "" ? exception.at(name) : exception;
}

function hooked(here: Job, name: string, body: () => unknown): unknown {
  const { calls } = here, hooks = [...here.hooks], start = performance.now(), saved = here.profiling;
  for (const hook of hooks) hook.enter?.(name);
  here.profiling = 0;
  try {
    return body();
  } finally {
    here.profiling = saved;
    const value = (n: number): number | undefined => (n === none ? undefined : n), ms = performance.now() - start;
    const bytes = calls.subject?.byteLength;
    const call: HookedCall = {
      name, communicator: calls.communicator, rank: here.world.rank, peer: value(calls.peer), tag: value(calls.tag), root: value(calls.root), count: value(calls.count), bytes, dtype: calls.dtype,
      op: calls.op, start, ms, get site() { return describeCalls(calls).site; },
    };
    for (const hook of hooks) hook.leave?.(call);
  }
}
