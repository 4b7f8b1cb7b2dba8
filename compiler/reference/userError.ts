// Errors of an uncompiled program that are the user's to mend: the catalogue's words, and a stack that begins at the user's own line.
import { catalogue } from "../diagnostics/catalogue/index.ts";

export interface UserError extends Error {
  readonly code: string;
  readonly help: string;
}

/** `called`: the function that the user called; it and what it calls do not show in the stack. */
export function userError(code: string, message: string, called: (...args: never[]) => unknown): UserError {
  const error = Object.assign(new Error(message), { name: "SpmdError", code, help: catalogue[code as `SPMD${number}`]?.help ?? "" });
  // Node and Chromium; elsewhere the stack keeps our lines.
  if ("captureStackTrace" in Error) Error.captureStackTrace(error, called);
  return error;
}
