// SPMD4xxx: building for a target.
import type { Catalogue } from "./entry.ts";

/** The way out of SPMD4001. */
export const howToFind = (specifier: string): string => (/^[./]/.test(specifier) ? "check the path and the file's ending" : `install it where the program is: npm install ${specifier.split("/").slice(0, specifier.startsWith("@") ? 2 : 1).join("/")}`);

export const target: Catalogue = {
  SPMD4001: {
    severity: "error",
    message: "the module '{specifier}' cannot be found",
    help: "{instead}",
  },
  SPMD4002: {
    severity: "error",
    message: "'{specifier}' cannot be imported by a module that the compiler does not see through",
    help: "import array operators in TypeScript modules of the program itself; message-passing programs import spmd/mpi only",
  },
  SPMD4003: {
    severity: "error",
    message: "'{specifier}' is part of Node and not there in a browser",
    help: "build with --target node, or leave this import out",
  },
  SPMD4004: {
    severity: "error",
    message: "the program cannot be bundled: {text}",
    help: "look at the module named above; it must be an ES module or a CommonJS module that bundlers understand",
  },
};
