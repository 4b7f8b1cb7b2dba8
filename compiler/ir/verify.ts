// The grammar of every level, checked: what a later stage may rely on. Gives sentences about mistakes of the compiler, never of the user; none means all
// is well. The rules of each kind of thing are in `verify/`.
import type { ArrayNode, ArrayOp } from "./array.ts";
import type { Program } from "./host.ts";
import type { LaneModule } from "./lanes.ts";
import type { Placed } from "./placed.ts";
import type { LocalProgram } from "./spmd.ts";
import { arrayRules } from "./verify/arrayNodes.ts";
import { verifyHost } from "./verify/hostProgram.ts";
import type { Report } from "./verify/kernels.ts";
import { functionsById, verifyKernels } from "./verify/kernels.ts";
import { verifyLaneModule } from "./verify/lanes.ts";
import { localRules } from "./verify/localNodes.ts";
import { verifyNest } from "./verify/nests.ts";
import { verifyPlacements } from "./verify/placed.ts";

function sentences(check: (report: Report) => void): readonly string[] {
  const found: string[] = [];
  check((sentence) => found.push(sentence));
  return found;
}

export function verifyProgram(program: Program<ArrayOp> | Program<ArrayNode>): readonly string[] {
  return sentences((report) => {
    verifyKernels(program.kernels, report);
    verifyHost<ArrayNode>(program, arrayRules(functionsById(program.kernels)), report);
  });
}

export function verifyPlaced(placed: Placed): readonly string[] {
  return [...verifyProgram(placed.program), ...sentences((report) => verifyPlacements(placed, report))];
}

export function verifyLocal(program: LocalProgram): readonly string[] {
  return sentences((report) => {
    const functions = functionsById(program.kernels);
    verifyKernels(program.kernels, report);
    for (const nest of program.nests) verifyNest(nest, functions, report);
    if (new Set(program.nests.map((nest) => nest.name)).size !== program.nests.length) report("two nests have one name");
    verifyHost(program, localRules(program, functions), report);
  });
}

export const verifyLanes = (lanes: LaneModule): readonly string[] => sentences((report) => verifyLaneModule(lanes, report));
