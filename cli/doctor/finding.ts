// What a check of `spmd doctor` has found, and all of them as text.
//
//   ok    Node 20.19.5 on linux-x64
//   --    no C compiler: kernels run as WebAssembly
//           install gcc or clang for faster ones
//   fail  host node7 cannot be reached: Connection refused

export interface Finding {
  /** `none`: it is not there, and spmd works without; `fail`: it is there, or was asked for, and does not work. */
  readonly state: "ok" | "none" | "fail";
  readonly what: string;
  /** What to install or do. */
  readonly help?: string;
}

export const ok = (what: string): Finding => ({ state: "ok", what });
export const none = (what: string, help: string): Finding => ({ state: "none", what, help });
export const fail = (what: string, help: string): Finding => ({ state: "fail", what, help });

const marks = { ok: "ok  ", none: "--  ", fail: "fail" };

export const showFinding = ({ state, what, help }: Finding): string => `  ${marks[state]}  ${what}\n${help === undefined ? "" : `          ${help}\n`}`;

export function verdict(findings: readonly Finding[]): string {
  const failed = findings.filter(({ state }) => state === "fail").length, missing = findings.filter(({ state }) => state === "none").length;
  if (failed > 0) return `${failed} ${failed === 1 ? "thing does" : "things do"} not work`;
  return missing > 0 ? `all that is here works; ${missing} ${missing === 1 ? "thing is" : "things are"} not here, which spmd can do without` : "all works";
}
