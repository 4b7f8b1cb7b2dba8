// TypeScript's errors of a message-passing program: its host code may do what it likes, so that is all there is to check.
import path from "node:path/posix";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { languageOf } from "./language.ts";
import { openProject } from "./project.ts";
import type { Sources } from "./sources.ts";
import { displayPath } from "./sources.ts";
import { typescriptErrors } from "./typescriptErrors.ts";

export function checkTypes(sources: Sources): readonly Diagnostic[] {
  const { program, checker, language } = openProject(sources), folder = `${path.dirname(sources.entry)}/`;
  const own = program.getSourceFiles().filter((file) => !file.isDeclarationFile && file.fileName.startsWith(folder) && !file.fileName.includes("/node_modules/"));
  return typescriptErrors(program, languageOf(checker, language), own, (file, start) => {
    const { line, character } = file.getLineAndCharacterOfPosition(start);
    return { file: displayPath(sources, file.fileName), line: line + 1, column: character + 1 };
  });
}
