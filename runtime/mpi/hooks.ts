// The profiling interface: hooks around every call. A hook sees each call that the user makes (not what calls do inside), when it begins and when it is over.
//
//   const remove = MPI.hook({ leave(call) { total += call.ms; } });
//
// `spmd run --profile` and `--trace` watch the same record of calls (communicator/calls.ts). Without hooks a call pays one comparison.
import { bytesMoved, type Calls, describeCalls, describeDetails, enter, leave, none, watch } from "../communicator/calls.ts";
import { CommunicationError } from "../communicator/errors.ts";
import { HeapFull } from "../transport/heap.ts";
import { JobEnded } from "../transport/transport.ts";
import { CloneError } from "./codec.ts";
import { Exception, ofProblem } from "./exception.ts";
import { job } from "./job.ts";

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
  /** Of the user's data that the call sent or received. */
  readonly bytes: number;
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
  const { calls, world } = job();
  return watch(calls, {
    enter: c => hook.enter?.(c.call),
    leave: c => hook.leave?.(hooked(c, world.rank)),
  });
}

function hooked(c: Calls, rank: number): HookedCall {
  const value = (n: number): number | undefined => (n === none ? undefined : n), { dtype, count } = describeDetails(c);
  return {
    name: c.call, communicator: c.communicator, rank, peer: value(c.peer), tag: value(c.tag), root: value(c.root), count, bytes: bytesMoved(c), dtype, op: c.op,
    start: c.start, ms: performance.now() - c.start, get site() { return describeCalls(c).site; },
  };
}

type Method = (this: unknown, ...args: never[]) => unknown;

/** How a call names the communicator it is on. */
export interface Named {
  readonly $name: string;
  /** Whether its errors end the job. */
  readonly $fatal?: boolean;
}

/** Puts methods on a class, each wrapped (by a function whose name tells communicator/site.ts where the runtime's frames end) so that it notes what is being called, shows it to hooks, and names itself in what it throws. */
export function install(target: object, prefix: string, methods: object): void {
  for (const [name, method] of Object.entries(methods)) Object.defineProperty(target, name, { value: wrap(prefix + name, method as Method), writable: true, configurable: true });
}

export function wrap(name: string, method: Method): Method {
  return function spmdCall(this: unknown, ...args: never[]): unknown {
    const here = job(), { calls } = here;
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
}

/** For what communicates nothing and so is not shown to hooks: its methods name themselves in what they throw. */
export function nameErrors(target: object, prefix: string): void {
  for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(target))) {
    if (typeof value !== "function" || name === "constructor" || name.startsWith("$")) continue;
    const method = value as Method;
    Object.defineProperty(target, name, {
      writable: true,
      configurable: true,
      value: function spmdCall(this: unknown, ...args: never[]): unknown {
        try {
          return method.apply(this, args);
        } catch (error) {
          const translated = translate(error, "");
          throw translated instanceof Exception && translated.call === "" ? translated.at(prefix + name) : translated;
        }
      },
    });
  }
}

function translate(error: unknown, name: string): unknown {
  if (error instanceof JobEnded) return error;
  const exception = error instanceof CommunicationError ? ofProblem(error.problem, error.message) : error instanceof CloneError ? new Exception("ERR_TYPE", error.message) : error instanceof HeapFull ? new Exception("ERR_NO_MEM", error.message) : error;
  return exception instanceof Exception && name !== "" ? exception.at(name) : exception;
}
