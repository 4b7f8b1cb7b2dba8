// Stage 6: prints a lane module as JavaScript: an ES module whose exports are `script` and `failures` of `Kernels` (`runtime/abi.ts`).
//
//   lanes k { ... }   ->   export const failures = [...]; export function script(fail) { function k(buffers, ...) { ... } return { k }; }
import { scalarPrelude } from "../../ops/scalar.ts";
import type { LaneModule } from "../../ir/lanes.ts";
import type { LibraryKernel } from "../../ir/written.ts";
import type { Span } from "../../ir/types.ts";
import type { FailureSite } from "../../../runtime/abi.ts";
import { usesBitFunctions } from "./bitFunctions.ts";
import { printScriptNest } from "./nest.ts";
import { scriptRoutine } from "./routine.ts";
import { braces, line, newScriptWriter } from "./writer.ts";

export interface EmittedScript {
  readonly text: string;
  /** Where each line of the text comes from; undefined for lines of the compiler's own. */
  readonly lines: readonly (Span | undefined)[];
}

/** Where a position outside 0 .. count-1 lies inside, along an axis that this rank holds whole; elsewhere there is a halo. */
const boundaries: Readonly<Record<string, string>> = {
  inside: "const inside = (p, count, extent) => count !== extent || (p >= 0 && p < count);",
  clamp: "const clamp = (p, count, extent) => (count !== extent ? p : p < 0 ? 0 : p < count ? p : count - 1);",
  wrap: "const wrap = (p, count, extent) => (count !== extent || (p >= 0 && p < count) ? p : ((p % count) + count) % count);",
  reflect:
    "const reflect = (p, count, extent) => { if (count !== extent || (p >= 0 && p < count)) return p; if (count === 1) return 0; const period = 2 * count - 2, q = ((p % period) + period) % period; return q < count ? q : period - q; };",
};

export function failuresOf(lanes: LaneModule): FailureSite[] {
  return lanes.sites.map(({ error, parts, values, span }) => ({ error, parts, values, site: `${span.file}:${span.line}:${span.column}` }));
}

export function emitScript(all: LaneModule, written: readonly LibraryKernel[] = []): EmittedScript {
  // A scan that carries by itself is a second way to run what other nests do in turn (ir/chains.ts).
  const lanes = { ...all, nests: all.nests.filter((n) => n.passes.every((p) => p.accumulators.every((a) => !a.carry))) };
  const writer = newScriptWriter();
  line(writer, `export const failures = ${JSON.stringify(failuresOf(lanes))};`);
  const statements = lanes.nests.flatMap((n) => n.passes.flatMap((p) => [...p.script.row, ...p.script.body, ...p.accumulators.flatMap((a) => a.combine)]));
  if (usesBitFunctions(statements)) for (const text of scalarPrelude.trimEnd().split("\n")) line(writer, text);
  const kinds = new Set(lanes.nests.flatMap((n) => n.buffers.flatMap((b) => (b.boundary ? (b.boundary.kind === "value" ? ["inside", "clamp"] : [b.boundary.kind]) : []))));
  for (const kind of kinds) line(writer, boundaries[kind]!);
  braces(writer, "export function script(fail)", () => {
    for (const nest of lanes.nests) printScriptNest(writer, nest, lanes.sites);
    for (const kernel of written) for (const text of (kernel.kind === "routine" ? scriptRoutine(kernel) : kernel.script).split("\n")) line(writer, text);
    line(writer, `return { ${[...lanes.nests, ...written].map((n) => n.name).join(", ")} };`);
  });
  return { text: `${writer.lines.join("\n")}\n`, lines: writer.spans };
}
