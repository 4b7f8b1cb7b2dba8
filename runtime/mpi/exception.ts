// What a wrong call throws: `MPI.Exception`, with MPI's error class, the call, and the user's line.
import type { CommunicationProblem } from "../communicator/errors.ts";
import { callSite } from "../communicator/site.ts";

export const errorClasses = {
  SUCCESS: 0, ERR_BUFFER: 1, ERR_COUNT: 2, ERR_TYPE: 3, ERR_TAG: 4, ERR_COMM: 5, ERR_RANK: 6, ERR_REQUEST: 7, ERR_ROOT: 8, ERR_GROUP: 9, ERR_OP: 10, ERR_TOPOLOGY: 11, ERR_DIMS: 12,
  ERR_ARG: 13, ERR_UNKNOWN: 14, ERR_TRUNCATE: 15, ERR_OTHER: 16, ERR_INTERN: 17, ERR_IN_STATUS: 18, ERR_PENDING: 19, ERR_INFO: 34, ERR_INFO_KEY: 29, ERR_INFO_VALUE: 35, ERR_NO_MEM: 39,
  ERR_KEYVAL: 36, ERR_WIN: 53, ERR_BASE: 24, ERR_LOCKTYPE: 37, ERR_SIZE: 51, ERR_DISP: 27, ERR_ASSERT: 22, ERR_RMA_CONFLICT: 49, ERR_RMA_SYNC: 50, ERR_RMA_RANGE: 55, ERR_RMA_ATTACH: 56, ERR_RMA_SHARED: 57, ERR_RMA_FLAVOR: 58,
  ERR_LASTCODE: 92,
} as const;

export type ErrorClassName = keyof typeof errorClasses;

export const sentences: { readonly [name in ErrorClassName]?: string } = {
  SUCCESS: "no error", ERR_BUFFER: "invalid buffer", ERR_COUNT: "invalid count", ERR_TYPE: "invalid datatype", ERR_TAG: "invalid tag", ERR_COMM: "invalid communicator",
  ERR_RANK: "invalid rank", ERR_REQUEST: "invalid request", ERR_ROOT: "invalid root", ERR_GROUP: "invalid group", ERR_OP: "invalid operation", ERR_TOPOLOGY: "invalid topology",
  ERR_DIMS: "invalid dimensions", ERR_ARG: "invalid argument", ERR_TRUNCATE: "message truncated", ERR_KEYVAL: "invalid keyval", ERR_WIN: "invalid window", ERR_LOCKTYPE: "invalid lock type",
  ERR_DISP: "invalid displacement", ERR_SIZE: "invalid size", ERR_RMA_SYNC: "one-sided call outside an epoch", ERR_RMA_RANGE: "outside the window", ERR_RMA_SHARED: "the window is not shared",
  ERR_RMA_ATTACH: "memory cannot be attached", ERR_RMA_FLAVOR: "another kind of window is needed", ERR_RMA_CONFLICT: "conflicting accesses to a window", ERR_NO_MEM: "out of memory", ERR_INFO_KEY: "invalid info key",
};

export class Exception extends Error {
  override readonly name = "MPI.Exception";
  /** The class's name: "ERR_RANK". */
  readonly error_class: ErrorClassName;
  /** Where the user's call stands. */
  readonly site: string;
  /** The call, once it is known. */
  call = "";
  readonly #problem: string;

  constructor(error: ErrorClassName | number, problem = "") {
    const name = typeof error === "number" ? (Object.keys(errorClasses) as ErrorClassName[]).find(key => errorClasses[key] === error) ?? "ERR_UNKNOWN" : error;
    super(problem);
    this.error_class = name;
    this.site = callSite();
    this.#problem = problem || (sentences[name] ?? name);
    this.#write();
  }

  /** Names the call that failed; the outermost one stays. */
  at(call: string): this {
    this.call = call;
    this.#write();
    return this;
  }

  #write(): void {
    this.message = `${this.call === "" ? "" : `${this.call}: `}${this.#problem} (${this.error_class})${this.site === "" ? "" : ` at ${this.site}`}`;
  }

  Get_error_class(): number { return errorClasses[this.error_class]; }
  Get_error_code(): number { return errorClasses[this.error_class]; }
  Get_error_string(): string { return `MPI_${this.error_class}: ${sentences[this.error_class] ?? this.error_class}`; }
  get error_code(): number { return errorClasses[this.error_class]; }
  get error_string(): string { return this.Get_error_string(); }
}

const classOf: { readonly [problem in CommunicationProblem]: ErrorClassName } = {
  truncate: "ERR_TRUNCATE", count: "ERR_COUNT", rank: "ERR_RANK", root: "ERR_ROOT", tag: "ERR_TAG", communicator: "ERR_COMM",
};

export function ofProblem(problem: CommunicationProblem, message: string): Exception {
  return new Exception(classOf[problem], message);
}
