// Reads the text form of every level back: `parseX(printX(x))` equals x. Throws SyntaxError with line and column.
import type { ArrayNode } from "./array.ts";
import type { Program } from "./host.ts";
import type { KernelFunction } from "./kernel.ts";
import type { LaneModule } from "./lanes.ts";
import type { Nest, NestModule } from "./nest.ts";
import type { Placed } from "./placed.ts";
import type { Placement } from "./placement.ts";
import { arrayForm, localForm } from "./print.ts";
import type { LocalProgram } from "./spmd.ts";
import { readName, readPlacement, readValue } from "./text/atoms.ts";
import { readKernel } from "./text/kernelText.ts";
import { readLaneModule } from "./text/laneText.ts";
import { readNest } from "./text/nestText.ts";
import { readProgram } from "./text/programText.ts";
import type { Reader } from "./text/reader.ts";
import { createReader, listOf } from "./text/reader.ts";
import type { ValueId } from "./types.ts";

export const parseProgram = (text: string): Program<ArrayNode> => readProgram(createReader(text), arrayForm);
export const parseKernel = (text: string): KernelFunction => readKernel(createReader(text));
export const parseLanes = (text: string): LaneModule => readLaneModule(createReader(text));

export function parseNests(text: string): NestModule {
  const reader = createReader(text), nests: Nest[] = [], functions: KernelFunction[] = [];
  while (!reader.atEnd()) if (reader.at("kernel")) functions.push(readKernel(reader)); else nests.push(readNest(reader));
  return { nests, functions };
}

interface Places {
  readonly placements: Map<ValueId, Placement>;
  readonly loops: Map<ValueId, Placement>;
  readonly calls: Map<ValueId, readonly Placement[]>;
  readonly slots: { [slot: string]: Placement };
}

const noPlaces = (): Places => ({ placements: new Map(), loops: new Map(), calls: new Map(), slots: {} });

function readPlace(reader: Reader, into: Places): boolean {
  if (!reader.accept("place")) return false;
  if (reader.accept("slot")) into.slots[readName(reader)] = readPlacement(reader);
  else if (reader.accept("loop")) into.loops.set(readValue(reader), readPlacement(reader));
  else if (reader.accept("call")) into.calls.set(readValue(reader), listOf(reader, "(", ")", readPlacement));
  else into.placements.set(readValue(reader), readPlacement(reader));
  return true;
}

export function parsePlaced(text: string): Placed {
  const places = noPlaces(), program = readProgram(createReader(text), arrayForm, (reader) => readPlace(reader, places));
  return { program, placements: places.placements, loops: places.loops, calls: places.calls, slotPlacements: places.slots };
}

export function parseLocal(text: string): LocalProgram {
  const places = noPlaces(), nests: Nest[] = [];
  const program = readProgram(createReader(text), localForm, (reader) => {
    if (!reader.at("nest")) return readPlace(reader, places);
    nests.push(readNest(reader));
    return true;
  });
  return { ...program, nests, slotPlacements: places.slots };
}
