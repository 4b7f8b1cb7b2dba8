// An output that keeps what it is given: for tests, and for whoever wants the text of a program.
import { formatValues } from "../platform.ts";
import type { Output } from "./whole.ts";

export interface RecordingOutput extends Output {
  readonly lines: string[];
  readonly files: Map<string, Uint8Array>;
}

export function recordingOutput(program = "test"): RecordingOutput {
  const lines: string[] = [], files = new Map<string, Uint8Array>();
  let pictures = 0;
  return {
    lines,
    files,
    program,
    line: (text) => void lines.push(text),
    format: formatValues,
    write: (file, bytes) => void files.set(file, bytes),
    show: () => false,
    nextPicture: () => pictures++,
  };
}
