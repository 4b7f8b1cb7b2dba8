// writeNpy(file, a): every rank writes its own rows at their place in the file, which appears under its name when all have.
//
//   rank 0   makes a draft of the file's full size, with its header      all   hear its name
//   each     writes its rows                                             all   hear how it went
//   rank 0   renames the draft                                           all   hear that the file is there
//
// Each word is heard by all before anyone goes on, so a disk that is full for one rank is the same error on every rank. Where a rank does not see the draft
// (a host with disks of its own), or the file is none to write by parts (a pipe, a device), rank 0 gathers the array and writes it alone.
import { spmdError } from "../errors.ts";
import { encodeElements, encodeHeader, encodeNpy } from "../io/npy.ts";
import { reasonOf } from "../io/npyFile.ts";
import type { Draft } from "../io/drafts.ts";
import { elementCount } from "../layout/shard.ts";
import { bytesOfElement } from "../memory/elements.ts";
import { files, type Files } from "../platform.ts";
import type { Output, Share, Whole } from "./whole.ts";

/** What a rank says of a step. */
interface Word {
  readonly failed?: string;
  readonly draft?: string;
  readonly unseen?: true;
}

/** Bytes that are made ready at a time. */
const pieceBytes = 1 << 24;

export function writeNpy(file: string, array: Whole, output: Output, share: Share | undefined): void {
  if (share && files) writeTogether(files, file, array, share);
  else output.write(file, encodeNpy(array));
}

function writeTogether(disk: Files, file: string, rows: Whole, share: Share): void {
  const header = encodeHeader(rows.element, share.shape), bytes = header.length + elementCount(share.shape) * bytesOfElement(rows.element), leads = share.rank === 0;
  const agree = (step: () => Word): readonly Word[] => {
    const words = share.words(JSON.stringify(attempt(step))).map((word) => JSON.parse(word) as Word), failed = words.find((word) => word.failed !== undefined);
    if (failed) throw spmdError("SPMD5009", { action: "write", file, reason: failed.failed! });
    return words;
  };
  let draft: Draft | undefined;
  try {
    const name = agree(() => {
      if (!leads) return {};
      disk.checkWritable(file);
      draft = disk.begin(file, bytes);
      if (!draft) return {};
      disk.writePart(draft.name, 0, header);
      return { draft: draft.name };
    })[0]!.draft;
    const written = name !== undefined && agree(() => {
      if (!sees(disk, name, bytes)) return { unseen: true };
      writeRows(disk, name, header.length, rows, share);
      return {};
    }).every((word) => !word.unseen);
    const whole = written ? undefined : share.whole();
    agree(() => {
      if (leads && whole && !draft) disk.write(file, encodeNpy(whole));
      if (draft && whole) disk.writePart(draft.name, 0, encodeNpy(whole));
      draft?.finish();
      return {};
    });
  } finally {
    draft?.discard();
  }
}

function attempt(step: () => Word): Word {
  try {
    return step();
  } catch (error) {
    return { failed: reasonOf(error) };
  }
}

function sees(disk: Files, name: string, bytes: number): boolean {
  try {
    return disk.size(name) === bytes;
  } catch {
    return false;
  }
}

/** An array without axes is rank 0's. */
function writeRows(disk: Files, name: string, start: number, rows: Whole, { shape, first, rank }: Share): void {
  const size = bytesOfElement(rows.element), count = shape.length > 0 || rank === 0 ? elementCount(rows.shape) : 0, before = first * elementCount(shape.slice(1)), step = Math.max(1, Math.floor(pieceBytes / size));
  for (let k = 0; k < count; k += step) disk.writePart(name, start + (before + k) * size, encodeElements(rows, k, Math.min(count, k + step)));
}
