// Collectives that do not block (`Iallreduce`) and persistent ones (`Allreduce_init`): the point-to-point algorithm of each, moved on whenever its rank makes progress in
// any call. Several may be under way at once; all ranks start them in the same order, which is what tells their messages apart.
import { startSteps } from "../collectives/party.ts";
import type { Collectives } from "./collectives.ts";
import type { Comm, CommState } from "./comm.ts";
import { Exception } from "./exception.ts";
import { job } from "./job.ts";
import { type Pending, usePending } from "./pending.ts";
import { interPlan } from "./interPlans.ts";
import { type CollectiveName, partyOf, type Plan, planners } from "./plans.ts";
import { type Operation, Prequest, Request } from "./request.ts";

type Lower<S extends string> = S extends `${infer First}${infer Rest}` ? `${Lowercase<First>}${Rest}` : S;
type Nonblocking = { readonly [name in keyof Collectives<Request> as `I${Lower<name>}`]: Collectives<Request>[name] };
type Persistent = { readonly [name in keyof Collectives<Prequest> as `${name}_init`]: Collectives<Prequest>[name] };
export interface NonblockingCalls extends Nonblocking, Persistent {}

function operation(state: CommState, call: string, plan: Plan): Operation {
  const party = partyOf(state, 2);
  const pending = [...plan.reads().map(view => usePending(view, false)), ...plan.writes().map(view => usePending(view, true))];
  let finished = false, failure: unknown;
  const running = startSteps(plan.steps(party), state.transport, wrong => { finished = true; failure = wrong; });
  return {
    call,
    done: () => finished,
    waitsFor: () => ({ mode: "all", ranks: running.waitsFor() }),
    finish(status) {
      for (const use of pending as (Pending | undefined)[]) if (use) job().pending.delete(use);
      if (failure !== undefined) throw failure;
      plan.finish();
      status.$set(-1, -1, 0);
      return undefined;
    },
    abandon() { throw new Exception("ERR_REQUEST", `a collective that has been started cannot be freed: wait for it`); },
  };
}

const plan = (comm: Comm, name: CollectiveName, args: readonly unknown[]): Plan => (comm.is_inter ? interPlan(comm.$, name, args) : planners[name](comm.$, args));

type Methods = { [name: string]: (this: Comm, ...args: unknown[]) => unknown };

export const nonblockingCalls: Methods = Object.fromEntries((Object.keys(planners) as CollectiveName[]).flatMap(name => {
  const started = `I${name[0]!.toLowerCase()}${name.slice(1)}`, init = `${name}_init`;
  return [
    [started, function (this: Comm, ...args: unknown[]) { return new Request(operation(this.$, started, plan(this, name, args))); }],
    [init, function (this: Comm, ...args: unknown[]) { return new Prequest(init, () => operation(this.$, init, plan(this, name, args))); }],
  ] as [string, (this: Comm, ...args: unknown[]) => unknown][];
}));
