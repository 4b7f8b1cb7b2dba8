// `MPI.Request`: a call that goes on while its rank does other things. What is behind it is an operation: it knows when it is done, what it gives, and for
// whom it waits. A persistent request makes a new operation each time it is started.
import { siteOfCall } from "../communicator/calls.ts";
import type { WaitSet } from "../transport/transport.ts";
import { UNDEFINED } from "./constants.ts";
import { Exception } from "./exception.ts";
import { install } from "./hooks.ts";
import { job } from "./job.ts";
import { Status } from "./status.ts";

export interface Operation {
  /** What it is, for reports: "Irecv". */
  readonly call: string;
  done(): boolean;
  waitsFor(): WaitSet;
  /** Called once, when done: puts away what came, fills the status, throws what went wrong. */
  finish(status: Status): unknown;
  cancel?(): boolean;
  /** Called when the request is forgotten before it is done. */
  abandon?(): void;
}

const inactive: Status = new Status();

export class Request {
  $operation: Operation | undefined;

  constructor(operation: Operation | undefined) {
    this.$operation = operation;
    if (operation) track(this, operation.call);
  }

  get $name(): string { return ""; }

  /** Ends the operation: its value, or nothing if there is none under way. */
  $finish(status: Status): unknown {
    const operation = this.$operation;
    if (!operation) {
      status.$set(inactive.source, inactive.tag, 0);
      return undefined;
    }
    this.$operation = undefined;
    job().open.delete(this);
    return operation.finish(status);
  }
  $done(): boolean { return this.$operation === undefined || this.$operation.done(); }
  get $active(): boolean { return this.$operation !== undefined; }
}

/** Requests that are never waited for are reported at the end, with the line that made them. */
export function track(request: object, what: string): void {
  const here = job();
  if (!here.world.around.check) return;
  const site = siteOfCall(here.calls);
  here.open.set(request, () => `${what} at ${site()}`);
}

const transport = () => job().world.transport;

/** Waits until one (`any`) or all of the operations under way are done. */
function waitFor(requests: readonly Request[], mode: "any" | "all"): void {
  const pending = requests.filter(r => !r.$done());
  if (pending.length === 0 || (mode === "any" && pending.length < requests.filter(r => r.$active).length)) { transport().progress(); return; }
  // What is waited for, for reports.
  const { calls } = job();
  if (calls.depth === 1) calls.op = [...new Set(pending.map(r => r.$operation!.call))].join(" and ");
  const ready = mode === "all" ? (): boolean => pending.every(r => r.$done()) : (): boolean => pending.some(r => r.$done());
  transport().wait(ready, () => {
    const waiting = pending.filter(r => !r.$done()).map(r => r.$operation!.waitsFor());
    // For one of several: any rank that one of them waits for could help. For all: the first that is not done is enough to be stuck.
    return mode === "all" ? waiting[0]! : { mode: "any", ranks: [...new Set(waiting.flatMap(w => w.ranks))] };
  });
}

export interface RequestCalls {
  /** Waits; the value received, for lower-case receives and collectives. */
  wait(status?: Status | null): unknown;
  Wait(status?: Status | null): true;
  /** `[done, value]`. */
  test(status?: Status | null): [boolean, unknown];
  Test(status?: Status | null): boolean;
  Get_status(status?: Status | null): boolean;
  Cancel(): void;
  cancel(): void;
  Free(): void;
}

export const requestCalls: RequestCalls & ThisType<Request> = {
  wait(status) {
    waitFor([this], "all");
    return this.$finish(status ?? new Status());
  },
  Wait(status) {
    waitFor([this], "all");
    this.$finish(status ?? new Status());
    return true;
  },
  test(status) {
    transport().progress();
    return this.$done() ? [true, this.$finish(status ?? new Status())] : [false, undefined];
  },
  Test(status) {
    transport().progress();
    if (!this.$done()) return false;
    this.$finish(status ?? new Status());
    return true;
  },
  Get_status(status) {
    transport().progress();
    status?.$set(inactive.source, inactive.tag, 0);
    return this.$done();
  },
  Cancel() {
    if (!this.$operation) throw new Exception("ERR_REQUEST", "the request is not active");
    this.$operation.cancel?.();
  },
  cancel() {
    this.$operation?.cancel?.();
  },
  Free() {
    this.$operation?.abandon?.();
    this.$operation = undefined;
    job().open.delete(this);
  },
};

const statusFor = (statuses: (Status | undefined)[] | undefined | null, k: number): Status => {
  const status = statuses?.[k] ?? new Status();
  if (statuses) statuses[k] = status;
  return status;
};

type Statuses = Status[] | null;

export interface RequestStatics {
  Waitall(requests: readonly Request[], statuses?: Statuses): true;
  waitall(requests: readonly Request[], statuses?: Statuses): unknown[];
  /** Which one is done: UNDEFINED if none is active. */
  Waitany(requests: readonly Request[], status?: Status | null): number;
  waitany(requests: readonly Request[], status?: Status | null): [index: number, value: unknown];
  /** Which are done, at least one: null if none is active. */
  Waitsome(requests: readonly Request[], statuses?: Statuses): number[] | null;
  waitsome(requests: readonly Request[], statuses?: Statuses): [indices: number[] | null, values: unknown[]];
  Testall(requests: readonly Request[], statuses?: Statuses): boolean;
  testall(requests: readonly Request[], statuses?: Statuses): [boolean, unknown[] | null];
  Testany(requests: readonly Request[], status?: Status | null): [index: number, flag: boolean];
  testany(requests: readonly Request[], status?: Status | null): [index: number, flag: boolean, value: unknown];
  Testsome(requests: readonly Request[], statuses?: Statuses): number[] | null;
  testsome(requests: readonly Request[], statuses?: Statuses): [indices: number[] | null, values: unknown[]];
}

const firstDone = (requests: readonly Request[]): number => requests.findIndex(r => r.$active && r.$done());
const noneActive = (requests: readonly Request[]): boolean => !requests.some(r => r.$active);
const finishAll = (requests: readonly Request[], statuses: Statuses | undefined): unknown[] => requests.map((r, k) => r.$finish(statusFor(statuses, k)));

function finishDone(requests: readonly Request[], statuses: Statuses | undefined): [number[], unknown[]] {
  const indices = requests.flatMap((r, k) => (r.$active && r.$done() ? [k] : []));
  return [indices, indices.map((k, n) => requests[k]!.$finish(statusFor(statuses, n)))];
}

export const requestStatics: RequestStatics = {
  Waitall(requests, statuses) {
    waitFor(requests, "all");
    finishAll(requests, statuses);
    return true;
  },
  waitall(requests, statuses) {
    waitFor(requests, "all");
    return finishAll(requests, statuses);
  },
  Waitany: (requests, status) => requestStatics.waitany(requests, status)[0],
  waitany(requests, status) {
    if (noneActive(requests)) return [UNDEFINED, undefined];
    waitFor(requests, "any");
    const index = firstDone(requests);
    return [index, requests[index]!.$finish(status ?? new Status())];
  },
  Waitsome: (requests, statuses) => requestStatics.waitsome(requests, statuses)[0],
  waitsome(requests, statuses) {
    if (noneActive(requests)) return [null, []];
    waitFor(requests, "any");
    return finishDone(requests, statuses);
  },
  Testall: (requests, statuses) => requestStatics.testall(requests, statuses)[0],
  testall(requests, statuses) {
    transport().progress();
    return requests.every(r => r.$done()) ? [true, finishAll(requests, statuses)] : [false, null];
  },
  Testany(requests, status) {
    const [index, flag] = requestStatics.testany(requests, status);
    return [index, flag];
  },
  testany(requests, status) {
    if (noneActive(requests)) return [UNDEFINED, true, undefined];
    transport().progress();
    const index = firstDone(requests);
    return index < 0 ? [UNDEFINED, false, undefined] : [index, true, requests[index]!.$finish(status ?? new Status())];
  },
  Testsome: (requests, statuses) => requestStatics.testsome(requests, statuses)[0],
  testsome(requests, statuses) {
    if (noneActive(requests)) return [null, []];
    transport().progress();
    return finishDone(requests, statuses);
  },
};

/** A request that can be started again and again with the same arguments. */
export class Prequest extends Request {
  constructor(readonly call: string, private readonly make: () => Operation) {
    super(undefined);
  }
  $start(): void {
    if (this.$operation) throw new Exception("ERR_REQUEST", `the persistent ${this.call} is already under way; wait for it before it is started again`);
    this.$operation = this.make();
    track(this, this.call);
  }
  static Startall(requests: readonly Prequest[]): void {
    for (const request of requests) request.$start();
  }
}

export interface PrequestCalls {
  Start(): void;
}
export const prequestCalls: PrequestCalls & ThisType<Prequest> = { Start() { this.$start(); } };

export interface Request extends RequestCalls {}
export interface Prequest extends PrequestCalls {}
export declare namespace Request {
  const Waitall: RequestStatics["Waitall"], waitall: RequestStatics["waitall"], Waitany: RequestStatics["Waitany"], waitany: RequestStatics["waitany"];
  const Waitsome: RequestStatics["Waitsome"], waitsome: RequestStatics["waitsome"], Testall: RequestStatics["Testall"], testall: RequestStatics["testall"];
  const Testany: RequestStatics["Testany"], testany: RequestStatics["testany"], Testsome: RequestStatics["Testsome"], testsome: RequestStatics["testsome"];
}

install(Request.prototype, "Request.", requestCalls);
install(Request, "Request.", requestStatics);
install(Prequest.prototype, "Prequest.", prequestCalls);

/** A request that is done already. */
export function completed(call: string, value: unknown, fill: (status: Status) => void): Request {
  return new Request({ call, done: () => true, waitsFor: () => ({ mode: "all", ranks: [] }), finish: status => { fill(status); return value; } });
}
