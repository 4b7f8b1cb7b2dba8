// The text form of every level of the IR: what `spmdc dump` prints, what tests compare, and what `parse.ts` reads back exactly. The forms themselves are in
// `text/`, printer and parser of one thing side by side.
import type { ArrayNode, ArrayOp } from "./array.ts";
import type { Program } from "./host.ts";
import type { KernelFunction } from "./kernel.ts";
import type { LaneModule } from "./lanes.ts";
import type { NestModule } from "./nest.ts";
import type { Placed } from "./placed.ts";
import type { LocalProgram } from "./spmd.ts";
import { arrayLines, readArrayNode } from "./text/arrayText.ts";
import { showName, showPlacement } from "./text/atoms.ts";
import type { NodeForm } from "./text/hostText.ts";
import { kernelLines } from "./text/kernelText.ts";
import { laneModuleLines } from "./text/laneText.ts";
import type { Lines } from "./text/lines.ts";
import { flow, line } from "./text/lines.ts";
import { localText, readLocalNode } from "./text/localText.ts";
import { nestLines } from "./text/nestText.ts";
import { programLines } from "./text/programText.ts";
import type { LocalNode } from "./spmd.ts";

export const arrayForm: NodeForm<ArrayNode> = { lines: arrayLines, read: readArrayNode };
export const localForm: NodeForm<LocalNode> = { lines: (node) => line(localText(node)), read: readLocalNode };

const text = (lines: Lines): string => `${flow(lines)}\n`;

/** The global view, before or after fusion. */
export const printProgram = (program: Program<ArrayOp> | Program<ArrayNode>): string => text(programLines<ArrayNode>(program, arrayForm));

export const printPlaced = (placed: Placed): string => text(programLines(placed.program, arrayForm, placementLines(placed)));

function placementLines({ placements, loops, calls, slotPlacements }: Placed): Lines {
  return [
    ...[...placements].flatMap(([value, placement]) => line(`place ${value} ${showPlacement(placement)}`)),
    ...[...loops].flatMap(([value, placement]) => line(`place loop ${value} ${showPlacement(placement)}`)),
    ...[...calls].flatMap(([value, inputs]) => line(`place call ${value} (${inputs.map(showPlacement).join(", ")})`)),
    ...slotLines(slotPlacements),
  ];
}

const slotLines = (placements: LocalProgram["slotPlacements"]): Lines => Object.entries(placements).flatMap(([slot, placement]) => line(`place slot ${showName(slot)} ${showPlacement(placement)}`));

/** The local view with its nests. */
export const printLocal = (local: LocalProgram): string => text(programLines<LocalNode>(local, localForm, [...local.nests.flatMap(nestLines), ...slotLines(local.slotPlacements)]));

export const printNests = ({ nests, functions }: NestModule): string => text([...functions.flatMap(kernelLines), ...nests.flatMap(nestLines)]);
export const printKernel = (fn: KernelFunction): string => text(kernelLines(fn));
export const printLanes = (lanes: LaneModule): string => text(laneModuleLines(lanes));
