// What users hang on a communicator: attributes under keyvals, with functions that copy them to a Dup and clean them up; info; the error handler.
import type { Comm } from "./comm.ts";
import { TAG_UB } from "./constants.ts";
import { Exception } from "./exception.ts";
import { Errhandler, ERRORS_ARE_FATAL, ERRORS_RETURN, Info } from "./info.ts";
import { job } from "./job.ts";

export interface Keyval {
  /** The value for a Dup; undefined: not copied. */
  readonly copy: ((comm: Comm, keyval: number, value: unknown) => unknown) | undefined;
  readonly remove: ((comm: Comm, keyval: number, value: unknown) => void) | undefined;
}

/** Predefined attributes of COMM_WORLD. */
const predefined: ReadonlyMap<number, unknown> = new Map<number, unknown>([[1, TAG_UB], [4, true]]);
export const KEYVAL_TAG_UB = 1;
const firstKeyval = 100;

export function Create_keyval(copy_fn?: Keyval["copy"] | null, delete_fn?: Keyval["remove"] | null): number {
  const { keyvals } = job(), keyval = firstKeyval + keyvals.size;
  keyvals.set(keyval, { copy: copy_fn ?? undefined, remove: delete_fn ?? undefined });
  return keyval;
}

/** -1, the invalid keyval. */
export function Free_keyval(keyval: number): number {
  if (!job().keyvals.has(keyval)) throw new Exception("ERR_KEYVAL", `${keyval} is not a keyval`).at("Free_keyval");
  return -1;
}

export interface AttributeCalls {
  Set_attr(keyval: number, attrval: unknown): void;
  /** null if it is not set. */
  Get_attr(keyval: number): unknown;
  Delete_attr(keyval: number): void;
  Get_info(): Info;
  Set_info(info: Info): void;
  Get_errhandler(): Errhandler;
  Set_errhandler(errhandler: Errhandler): void;
}

const infoKey = 2;

export const attributeCalls: AttributeCalls & ThisType<Comm> = {
  Set_attr(keyval, attrval) {
    if (!job().keyvals.has(keyval)) throw new Exception("ERR_KEYVAL", `${keyval} is not a keyval; Comm.Create_keyval makes one`);
    this.$.attributes.set(keyval, attrval);
  },
  Get_attr(keyval) {
    const { attributes } = this.$;
    return attributes.has(keyval) ? attributes.get(keyval) : predefined.get(keyval) ?? null;
  },
  Delete_attr(keyval) {
    const { attributes } = this.$;
    if (attributes.has(keyval)) job().keyvals.get(keyval)?.remove?.(this, keyval, attributes.get(keyval));
    attributes.delete(keyval);
  },
  Get_info() { return (this.$.attributes.get(infoKey) as Info | undefined)?.Dup() ?? new Info(); },
  Set_info(info) { this.$.attributes.set(infoKey, info.Dup()); },
  Get_errhandler() { return this.$.fatal ? ERRORS_ARE_FATAL : ERRORS_RETURN; },
  Set_errhandler(errhandler) { this.$.fatal = errhandler.fatal; },
};
