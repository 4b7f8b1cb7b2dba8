// Errors of an uncompiled program that are the user's to mend: the catalogue's words, and a stack that begins at the user's own line.
import type { Worded } from "../ops/defineOp.ts";

export type UserError = Error & Worded;

/** `called`: the function that the user called; it and what it calls do not show in the stack. */
export function userError({ code, message, help }: Worded, called: (...args: never[]) => unknown): UserError {
  const error = Object.assign(new Error(message), { name: "SpmdError", code, help });
  // Node and Chromium; elsewhere the stack keeps our lines.
  if ("captureStackTrace" in Error) Error.captureStackTrace(error, called);
  return error;
}
