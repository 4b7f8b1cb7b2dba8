// Making, comparing and freeing communicators.
import { createAmong, split } from "../communicator/derive.ts";
import { none, siteOfCall } from "../communicator/calls.ts";
import { callSite } from "../communicator/site.ts";
import { named } from "./args.ts";
import { Comm, Intracomm, stateOf } from "./comm.ts";
import { CONGRUENT, IDENT, SIMILAR, UNDEFINED, UNEQUAL } from "./constants.ts";
import { Exception } from "./exception.ts";
import { Group } from "./group.ts";
import type { Info } from "./info.ts";
import { job } from "./job.ts";
import { note } from "./plans.ts";

export interface CommunicatorCalls {
  Get_rank(): number;
  Get_size(): number;
  Get_name(): string;
  Set_name(name: string): void;
  Get_group(): Group;
  /** The same group in a context of its own, with the attributes that their keyvals copy. */
  Dup(info?: Info | null): Intracomm;
  Clone(): Intracomm;
  /** Ranks of the same color together, ordered by key, then rank. `color` UNDEFINED: COMM_NULL. */
  Split(color?: number, key?: number): Intracomm;
  Split(options: { readonly color?: number; readonly key?: number }): Intracomm;
  /** Collective over the whole communicator; COMM_NULL outside the group. */
  Create(group: Group): Intracomm;
  /** Collective over the group only. */
  Create_group(group: Group, tag?: number): Intracomm;
  Split_type(split_type: number, key?: number, info?: Info | null): Intracomm;
  Compare(other: Comm): number;
  Free(): void;
  Disconnect(): void;
  Is_inter(): boolean;
  Is_intra(): boolean;
  Abort(errorcode?: number): never;
}

/** Counts as to be freed until `Free`. */
export function opened<T extends Comm>(comm: T, how: string): T {
  const here = job();
  if (!here.world.around.check || comm.$isNull) return comm;
  const site = siteOfCall(here.calls);
  here.open.set(comm, () => `communicator of ${how} at ${site()}`);
  return comm;
}

export const communicatorCalls: { readonly [name in keyof CommunicatorCalls]: (...args: never[]) => unknown } & ThisType<Comm> = {
  Get_rank() { return this.$.communicator.rank; },
  Get_size() { return this.$.communicator.size; },
  Get_name() { return this.$name; },
  Set_name(name: string) { this.$.name = name; },
  Get_group() { return new Group(this.$.communicator.members); },
  Dup() {
    const state = this.$;
    note(none, "", undefined, false);
    const copy = stateOf(split(state.communicator, 0, state.communicator.rank, `${state.name}.Dup`)!, state.topology);
    for (const [keyval, value] of state.attributes) {
      const kept = job().keyvals.get(keyval)?.copy?.(this, keyval, value);
      if (kept !== undefined) copy.attributes.set(keyval, kept);
    }
    return opened(new (this.constructor as typeof Intracomm)(copy), "Dup");
  },
  Clone() { return this.Dup(); },
  Split(...args: unknown[]) {
    const [color = 0, key = 0] = named(args, ["color", "key"]) as [number?, number?], state = this.$;
    if (color < 0 && color !== UNDEFINED) throw new Exception("ERR_ARG", `color is ${color}; it is UNDEFINED or not negative`);
    note(none, "", undefined, false);
    const made = split(state.communicator, color === UNDEFINED ? undefined : color, key, `${state.name}.Split(${color})`);
    return opened(new Intracomm(made && stateOf(made)), "Split");
  },
  Create(group: Group) {
    const state = this.$, at = group.members.indexOf(state.transport.rank);
    note(none, "", undefined, false);
    if (group.members.some(m => !state.communicator.members.includes(m))) throw new Exception("ERR_GROUP", "the group has ranks that the communicator has not");
    const made = split(state.communicator, at < 0 ? undefined : 0, at, `${state.name}.Create`);
    return opened(new Intracomm(made && stateOf(made)), "Create");
  },
  Create_group(group: Group, tag = 0) {
    const state = this.$;
    if (!group.members.includes(state.transport.rank)) return new Intracomm(undefined);
    return opened(new Intracomm(stateOf(createAmong(state.communicator.around, group.members, state.context + 1, 1 + tag, `${state.name}.Create_group`))), "Create_group");
  },
  Split_type(splitType: number, key = 0) {
    // Ranks of one host share memory.
    const { transport } = this.$;
    return this.Split(splitType === UNDEFINED ? UNDEFINED : transport.host(transport.rank), key);
  },
  Compare(other: Comm) {
    if (this === other) return IDENT;
    const a = this.$, b = other.$;
    if (a.context === b.context) return IDENT;
    const order = Group.Compare(new Group(a.communicator.members), new Group(b.communicator.members));
    if (this.is_inter !== other.is_inter || order === UNEQUAL) return UNEQUAL;
    return order === IDENT ? CONGRUENT : SIMILAR;
  },
  Free() {
    const state = this.$;
    if (state.context < 8) throw new Exception("ERR_COMM", `${state.name} cannot be freed`);
    note(none, "", undefined, false);
    for (const [keyval, value] of state.attributes) job().keyvals.get(keyval)?.remove?.(this, keyval, value);
    state.communicator.barrier();
    state.communicator.board?.close();
    this.$forget();
    job().open.delete(this);
  },
  Disconnect() { this.Free(); },
  Is_inter() { return this.is_inter; },
  Is_intra() { return !this.is_inter; },
  Abort(errorcode = 1) {
    const here = job(), site = callSite();
    return here.world.transport.abort("aborted", `rank ${here.world.rank} called Abort(${errorcode})${site === "" ? "" : ` at ${site}`}`, errorcode);
  },
};

