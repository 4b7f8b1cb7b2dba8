// `MPI.Info`: pairs of strings, and the error handlers.
import { Exception } from "./exception.ts";

export class Info {
  readonly #pairs: Map<string, string>;
  constructor(pairs: Iterable<readonly [string, string]> = []) {
    this.#pairs = new Map(pairs);
  }
  static Create(items: { readonly [key: string]: string } = {}): Info { return new Info(Object.entries(items)); }
  Set(key: string, value: string): void { this.#pairs.set(key, value); }
  Get(key: string): string | null { return this.#pairs.get(key) ?? null; }
  Delete(key: string): void {
    if (!this.#pairs.delete(key)) throw new Exception("ERR_INFO_KEY", `the info has no key ${key}`);
  }
  Get_nkeys(): number { return this.#pairs.size; }
  Get_nthkey(n: number): string {
    const key = [...this.#pairs.keys()][n];
    if (key === undefined) throw new Exception("ERR_ARG", `the info has ${this.#pairs.size} keys, none is number ${n}`);
    return key;
  }
  Dup(): Info { return new Info(this.#pairs); }
  Free(): void { this.#pairs.clear(); }
  entries(): IterableIterator<[string, string]> { return this.#pairs.entries(); }
}

/** What happens when a call on a communicator or window fails. */
export class Errhandler {
  constructor(readonly name: string, readonly fatal: boolean) {}
  Free(): void { /* Predefined ones stay. */ }
}
/** Calls throw `MPI.Exception`: the default, as in mpi4py. */
export const ERRORS_RETURN: Errhandler = new Errhandler("ERRORS_RETURN", false);
/** A failed call ends the job. */
export const ERRORS_ARE_FATAL: Errhandler = new Errhandler("ERRORS_ARE_FATAL", true);
export const ERRORS_ABORT: Errhandler = new Errhandler("ERRORS_ABORT", true);
