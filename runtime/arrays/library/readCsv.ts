// readCsv(file, options): every rank reads the text and keeps its part of the rows.
import type { Site } from "../../abi.ts";
import { fileError } from "../../io/npyFile.ts";
import { parseCsv, type ReadCsvOptions } from "../../io/csv.ts";
import { files } from "../../platform.ts";
import { spmdError } from "../../errors.ts";
import type { LibraryOperator } from "./index.ts";
import { keepPart } from "./part.ts";

export const readCsv: LibraryOperator = (store, { attributes, placements, site }) => {
  const file = String(attributes.file);
  return [keepPart(store, parseCsv(textOf(file, site), file, (attributes.options ?? {}) as ReadCsvOptions, site), placements[0] ?? { kind: "replicated" }, site)];
};

function textOf(file: string, site: Site): string {
  if (!files) throw spmdError("SPMD5009", { action: "read", file, reason: "there are no files here" }, site);
  try {
    return new TextDecoder().decode(files.read(file));
  } catch (error) {
    throw fileError("read", file, error, site);
  }
}
