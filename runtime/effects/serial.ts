// Where the effects of an uncompiled program go: the console and the files of this process. Ranks have an output of their own.
import { spmdError } from "../errors.ts";
import { parseCsv, type ReadCsvOptions } from "../io/csv.ts";
import { decodeNpy } from "../io/npy.ts";
import { files, formatValues, isNode, isTerminal } from "../platform.ts";
import { progress } from "./progress.ts";
import type { Output, Whole } from "./whole.ts";

export function serialOutput(): Output {
  let pictures = 0;
  return {
    line: (text) => console.log(text),
    format: formatValues,
    write: (file, bytes) => onFile("write", file, (disk) => disk.write(file, bytes)),
    show: () => false,
    program: programName(),
    nextPicture: () => pictures++,
  };
}

/** A whole .npy file. SPMD5008, SPMD5009. */
export function readNpyFile(file: string): Whole {
  return decodeNpy(onFile("read", file, (disk) => disk.read(file)), file);
}

/** A text file of numbers. SPMD5009, SPMD5015. */
export function readCsvFile(file: string, options: ReadCsvOptions): Whole {
  return parseCsv(new TextDecoder().decode(onFile("read", file, (disk) => disk.read(file))), file, options);
}

function onFile<T>(action: string, file: string, run: (disk: NonNullable<typeof files>) => T): T {
  if (!files) throw spmdError("SPMD5009", { action, file, reason: "there are no files here" });
  try {
    return run(files);
  } catch (error) {
    throw spmdError("SPMD5009", { action, file, reason: error instanceof Error ? error.message : String(error) });
  }
}

/** `progress` without ranks. */
export const serialProgress = (n: number): Iterable<number> => progress(n, isTerminal() ? (text) => void process.stderr.write(text) : undefined, () => performance.now() / 1000);

/** The program's file without directory and endings. */
function programName(): string {
  const file = isNode ? (process.argv[1] ?? "") : "";
  return file.replace(/^.*[\\/]/, "").replace(/\.\w+$/, "").replace(/\.spmd$/, "") || "spmd";
}
