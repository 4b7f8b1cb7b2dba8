// Rank-local programs for many combinations of placements: any of them must compute the same.
import { placedBy } from "../../compiler/3-distribute/distribute.ts";
import { typicalMachine } from "../../compiler/3-distribute/machine.ts";
import { planOf } from "../../compiler/3-distribute/plan.ts";
import { communicate } from "../../compiler/4-communicate/communicate.ts";
import { verifyLocal, verifyPlaced } from "../../compiler/ir/verify.ts";
import type { ArrayNode } from "../../compiler/ir/array.ts";
import type { Program } from "../../compiler/ir/host.ts";
import type { LocalProgram } from "../../compiler/ir/spmd.ts";
import { effects, operators } from "../../compiler/ops/index.ts";

export interface Placement {
  readonly local: LocalProgram;
  /** What was chosen, for messages. */
  readonly plan: string;
}

/** All combinations, or `most` that spread over them. Throws if one breaks the grammar of its level. */
export function* everyPlacement(fused: Program<ArrayNode>, most: number): Generator<Placement> {
  const language = { operators, effects }, machine = { ...typicalMachine, tryAll: true };
  const plan = planOf(fused, language, machine), counts = plan.choices.map((c) => c.options.length), total = counts.reduce((n, c) => n * c, 1), seen = new Set<string>();
  for (let k = 0; k < Math.min(total, most); k++) {
    const chosen = total <= most ? digits(k, counts) : counts.map((count, c) => scramble(k * 31 + c) % count);
    const name = chosen.map((option, c) => plan.choices[c]!.options[option]!.name).join(", ");
    if (seen.has(name)) continue;
    seen.add(name);
    const placed = placedBy(fused, plan, chosen), local = communicate(placed, language), wrong = [...verifyPlaced(placed), ...verifyLocal(local)];
    if (wrong.length > 0) throw new Error(`${name}: ${wrong.join("; ")}`);
    yield { local, plan: name };
  }
}

function digits(number: number, bases: readonly number[]): number[] {
  let rest = number;
  return bases.map((base) => {
    const digit = rest % base;
    rest = Math.floor(rest / base);
    return digit;
  });
}

/** A fixed number that looks arbitrary. */
function scramble(k: number): number {
  const mixed = Math.imul((k + 1) ^ ((k + 1) >>> 15), 0x2c1b3c6d);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}
