// readNpy(file, { dtype, ndim }): every rank reads its own part of a NumPy file: only its rows, where rows lie together in the file.
import type { ElementType } from "../../abi.ts";
import { files } from "../../platform.ts";
import { spmdError } from "../../errors.ts";
import { readNpyFile, readNpyRows } from "../../io/npyFile.ts";
import { axisPart, elementCount } from "../../layout/shard.ts";
import { showElement } from "../../memory/elements.ts";
import type { LibraryOperator } from "./index.ts";
import { keepPart } from "./part.ts";

export const readNpy: LibraryOperator = (store, { attributes, placements, site }) => {
  const file = String(attributes.file), options = (attributes.options ?? {}) as { readonly [name: string]: unknown }, placement = placements[0] ?? { kind: "replicated" };
  const element = (options.dtype ?? "f64") as ElementType, ndim = typeof options.ndim === "number" ? options.ndim : 1;
  if (!files) throw spmdError("SPMD5009", { action: "read", file, reason: "there are no files here" }, site);
  const { header, read } = readNpyFile(files, file, site);
  if (showElement(header.element) !== showElement(element) || header.shape.length !== ndim) {
    throw spmdError("SPMD2017", { op: "readNpy", file, found: showElement(header.element), axes: header.shape.length, dtype: showElement(element), ndim, instead: `write readNpy(file, { dtype: ${JSON.stringify(header.element)}, ndim: ${header.shape.length} })` }, site);
  }
  if (placement.kind !== "block" || placement.axis !== 0 || placement.halo > 0 || header.fortran) return [keepPart(store, read(), placement, site)];
  const part = axisPart(header.shape[0]!, 0, placement, store.rank, store.np), target = store.make(element, header.shape, placement, site), row = elementCount(header.shape.slice(1));
  readNpyRows(files, file, header, part.start * row, target.buffers.map((_, field) => store.view(target, field)), site);
  return [target];
};
