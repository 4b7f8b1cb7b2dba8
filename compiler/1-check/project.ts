// TypeScript's view of a program: parsed, bound, ready to be asked for types. Text comes from the caller; the library of ECMAScript from ts-morph, other
// globals from `globals.ts`; a user's tsconfig is not looked at. Only the user's own files are asked for errors.
//
// Parsing the library and the language's types takes most of the time of a check. Who checks more than once (an editor, `--watch`, tests) passes the same
// cache each time: files whose text has not changed are then neither parsed nor bound again.
import { Project, ts } from "ts-morph";
import { globalsFile, globalsText } from "./globals.ts";
import type { Sources } from "./sources.ts";

export interface TypedProgram {
  readonly program: ts.Program;
  readonly checker: ts.TypeChecker;
  readonly entry: ts.SourceFile;
  /** The module behind `spmd`, unless the program never imports it. */
  readonly language: ts.SourceFile | undefined;
}

/** Files as they were parsed, by path. */
export type ParseCache = Map<string, ts.SourceFile>;

const libraryFolder = "/node_modules/typescript/lib/";

export function openProject(sources: Sources, cache: ParseCache = new Map()): TypedProgram {
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ["lib.es2022.d.ts"],
    types: [],
    strict: true,
    noEmit: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    resolveJsonModule: true,
    allowJs: false,
    paths: { spmd: [sources.language], ...(sources.messagePassing === undefined ? {} : { "spmd/mpi": [sources.messagePassing] }) },
  };
  const program = ts.createProgram({ rootNames: [globalsFile, sources.entry], options, host: hostOf(sources, cache) });
  const entry = program.getSourceFile(sources.entry);
  if (!entry) throw new Error(`${sources.entry} cannot be read`);
  return { program, checker: program.getTypeChecker(), entry, language: program.getSourceFile(sources.language) };
}

/** What TypeScript may ask of its surroundings. */
function hostOf(sources: Sources, cache: ParseCache): ts.CompilerHost {
  const library = libraryText();
  const isLibrary = (file: string): boolean => file.startsWith(libraryFolder);
  const read = (file: string): string | undefined => (file === globalsFile ? globalsText : isLibrary(file) ? library(file) : sources.readFile(file));
  return {
    getSourceFile(file, how) {
      const known = cache.get(file);
      // The library does not change.
      if (known && isLibrary(file)) return known;
      const text = read(file);
      if (text === undefined) return undefined;
      if (known?.text === text) return known;
      const parsed = ts.createSourceFile(file, text, how, true);
      cache.set(file, parsed);
      return parsed;
    },
    readFile: read,
    fileExists: (file) => file === globalsFile || (isLibrary(file) ? library(file) !== undefined : sources.fileExists(file)),
    directoryExists: () => true,
    getDirectories: () => [],
    realpath: (file) => file,
    getCurrentDirectory: () => "/",
    getDefaultLibFileName: () => `${libraryFolder}lib.es2022.d.ts`,
    getDefaultLibLocation: () => libraryFolder.slice(0, -1),
    getCanonicalFileName: (file) => file,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    writeFile() {
      throw new Error("the compiler writes no files");
    },
  };
}

/** The declarations of ECMAScript's own objects, which ts-morph brings along; made when the first of them is asked for. */
function libraryText(): (file: string) => string | undefined {
  const made: { host?: ReturnType<Project["getModuleResolutionHost"]> } = {};
  return (file) => {
    made.host ??= new Project({ useInMemoryFileSystem: true }).getModuleResolutionHost();
    return made.host.fileExists(file) ? made.host.readFile(file) : undefined;
  };
}
