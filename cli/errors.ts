// SPMD6xxx: what is wrong with a command line or with the files that it names. Exit status 2 where the words do not make a command, 1 where they do but it
// cannot be done. Numbers are never reused.
export interface CommandEntry {
  readonly message: string;
  readonly help: string;
  readonly status: 1 | 2;
}

export const catalogue = {
  SPMD6001: { message: "{reason}", help: "{command} --help says more", status: 2 },
  SPMD6002: { message: "there is no file '{file}'", help: "check the path; relative paths start at the current directory", status: 2 },
  SPMD6003: { message: "'{file}' is not a file", help: "name the program's .ts file, or a bundle", status: 2 },
  SPMD6004: { message: "'{file}' is not a TypeScript file", help: "{instead}", status: 2 },
  SPMD6005: { message: "'{file}' is not a bundle of spmd", help: "make one: spmdc build PROGRAM.ts", status: 1 },
  SPMD6006: { message: "'{file}' was built by another version of spmdc (interface {found}, this is {wanted})", help: "build it again: spmdc build PROGRAM.ts", status: 1 },
  SPMD6007: { message: "'{file}' is damaged: {reason}", help: "build it again: spmdc build PROGRAM.ts", status: 1 },
  SPMD6008: { message: "cannot write '{file}': {reason}", help: "name another place with -o FILE", status: 1 },
  SPMD6009: { message: "the program is nested too deeply for the compiler", help: "split its longest expression into several consts", status: 1 },
  SPMD6010: { message: "cannot write '{file}': {reason}", help: "name a file in a directory that can be written", status: 1 },
  SPMD6012: { message: "there is no diagnostic {code}", help: "compiler/DIAGNOSTICS.md lists all there are", status: 2 },
  SPMD6013: { message: "--ignore: '{code}' is not the code of a warning", help: "warnings are {known}; errors cannot be ignored", status: 2 },
  SPMD6014: { message: "there is no program in '{file}'", help: "programs are .ts files that import spmd or spmd/mpi", status: 2 },
  SPMD6011: { message: "'{file}' is no machine file: {reason}", help: "`spmd bench --calibrate FILE.json` writes one of this machine; examples/machines has others", status: 1 },
  SPMD6015: { message: "'{file}' failed on {np} ranks: {reason}", help: "run it by itself: spmd run -np {np} FILE", status: 1 },
  SPMD6020: { message: "there is no C compiler: '{compiler}' was not found", help: "install gcc or clang, name yours in the environment variable CC, or leave --kernels native out", status: 1 },
  SPMD6021: { message: "the C compiler '{compiler}' cannot compile the kernels: {reason}", help: "name another gcc or clang in the environment variable CC, or leave --kernels native out", status: 1 },
  SPMD6099: { message: "internal error: {reason}", help: "this is a mistake in spmd, not in your program; please report it with the program", status: 1 },
} as const satisfies { readonly [code: string]: CommandEntry };

export type CommandCode = keyof typeof catalogue;

/** Told instead of a result. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  constructor(
    readonly code: string,
    message: string,
    readonly help: string,
    readonly status: number,
  ) {
    super(message);
  }
}

/** An error of the catalogue, with `{name}` replaced by `values.name`; `{command}` is filled in where it is shown. */
export function commandError(code: CommandCode, values: { readonly [name: string]: string | number }): CommandError {
  const { message, help, status } = catalogue[code], put = (text: string): string => text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
  return new CommandError(code, put(message), put(help), status);
}

/** The user's words do not make a command. */
export const usageError = (reason: string): CommandError => commandError("SPMD6001", { reason });

const reasons: { readonly [code: string]: string } = { ENOENT: "its directory does not exist", ENOTDIR: "a part of its path is not a directory", EISDIR: "it is a directory", EACCES: "permission is denied", EPERM: "permission is denied", EROFS: "the disk is read-only", ENOSPC: "the disk is full" };

/** Why the file system refused. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return reasons[code] ?? (error instanceof Error ? error.message : String(error));
}
