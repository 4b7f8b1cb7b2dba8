// The three forms of a collective: blocking, non-blocking, persistent. Each behaviour is tried in all.
import type { MPI } from "../../../runtime/mpi.ts";

type Run = (request: MPI.Request | void) => void;
/** Blocking, non-blocking and persistent calls of one collective. */
const forms: readonly [prefix: string, suffix: string, run: Run][] = [
  ["", "", () => undefined],
  ["I", "", request => void (request as MPI.Request).Wait()],
  ["", "_init", request => { (request as MPI.Prequest).Start(); (request as MPI.Prequest).Wait(); }],
];
type Call = (...args: unknown[]) => MPI.Request | void;
export function eachForm(comm: MPI.Comm, name: string, body: (call: (...args: unknown[]) => void, form: string) => void): void {
  for (const [prefix, suffix, run] of forms) {
    const full = prefix === "I" ? `I${name[0]!.toLowerCase()}${name.slice(1)}` : name + suffix, method = (comm as unknown as { [name: string]: Call })[full]!;
    body((...args) => run(method.apply(comm, args)), full);
  }
}

