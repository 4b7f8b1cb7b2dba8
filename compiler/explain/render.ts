// An explanation as text: aligned columns, one line a thing, grouped by how often it happens, totals at the end.
import type { ExplainedCollective, ExplainedKernel, Explanation } from "./explain.ts";

export function renderExplanation(plan: Explanation): string {
  const params = plan.params.length === 0 ? "" : ` with ${plan.params.map(({ name, value }) => `${name} = ${value}`).join(", ")}`;
  return [
    `${plan.name} on ${plan.np} ${plan.np === 1 ? "rank" : "ranks"}${params}`,
    ...section("values", table(plan.values.map(({ name, type, placement, bytes, places }) => [name, type, placement, bytes === undefined ? "" : bytesText(bytes), places.join(", ")]), [3])),
    ...tooLarge(plan.values),
    ...section("kernels", grouped(plan.kernels, (kernels) => kernels.flatMap(kernelLines))),
    ...section("communication", grouped(plan.collectives, (collectives) => table(collectives.map((c) => [c.collective, c.of, trafficText(c), `${c.reason} (${c.place})`])))),
    "",
    totalsText(plan),
    "",
  ].join("\n");
}

/** Arrays of which a rank's part does not fit into its memory. */
function tooLarge(values: Explanation["values"]): readonly string[] {
  return values.flatMap(({ name, rankBytes, ranksNeeded, placement }) => (rankBytes === undefined || ranksNeeded === undefined ? [] : [
    `  too large: ${bytesText(rankBytes)} of ${name} on one rank, which can have 4.0 GiB in all; ${ranksNeeded > 0 ? `${ranksNeeded} ranks or more would do` : `it is ${placement}, and more ranks do not help: use a smaller dtype, or let it be spread`}`,
  ]));
}

const section = (title: string, lines: readonly string[]): readonly string[] => ["", title, ...(lines.length === 0 ? ["  none"] : lines.map((text) => `  ${text}`))];

/** Things that happen in one loop stand under its name, loops in the order of the program; without loops there is nothing to tell apart. */
function grouped<T extends { readonly when: string }>(things: readonly T[], linesOf: (things: readonly T[]) => readonly string[]): readonly string[] {
  const groups = new Map<string, T[]>();
  for (const thing of things) groups.set(thing.when, [...(groups.get(thing.when) ?? []), thing]);
  if (groups.size === 1 && groups.has("")) return linesOf(things);
  return [...groups].flatMap(([when, list]) => [when === "" ? "once" : when, ...linesOf(list).map((text) => `  ${text}`)]);
}

function kernelLines({ name, space, placement, ops }: ExplainedKernel): readonly string[] {
  const rows = table(ops.map(({ op, does, place }, k) => [name === undefined ? "" : ops.length === 1 ? "runs" : k === 0 ? "fused" : "", does === undefined ? op : `${op}: ${does}`, place]));
  const only = ops[0]!;
  if (name === undefined) return [`${only.op}${only.does === undefined ? "" : `: ${only.does}`}  ${[space === "" ? "" : `makes ${space}`, placement].filter((part) => part !== "").join(", ")} (${only.place})`];
  return [`${name}  over ${space}, ${placement}`, ...rows.map((text) => `  ${text}`)];
}

function trafficText({ total, most, formula, known }: ExplainedCollective): string {
  const how = known === undefined ? "" : `${known} `;
  if (total === undefined || most === undefined) return `${how}${/^\d/.test(formula) ? formula.replace(/(?= a rank$)|$/, " bytes") : formula}`;
  return `${how}${total === most ? bytesText(total) : `${bytesText(total)} (at most ${bytesText(most)} a rank)`}`.replace(/^at most (.*) \(at most (.*)\)$/, "at most $1 ($2)");
}

/** Columns as wide as their widest cell; those of `right` are flush right. */
export function table(rows: readonly (readonly string[])[], right: readonly number[] = []): readonly string[] {
  const widths = rows.reduce<number[]>((widest, row) => row.map((cell, k) => Math.max(widest[k] ?? 0, cell.length)), []);
  return rows.map((row) => row.map((cell, k) => (right.includes(k) ? cell.padStart(widths[k]!) : cell.padEnd(widths[k]!))).filter((_, k) => widths[k]! > 0).join("  ").trimEnd());
}

export function bytesText(bytes: number): string {
  if (bytes < 1024) return bytes === 1 ? "1 byte" : `${bytes} bytes`;
  const units = ["KiB", "MiB", "GiB", "TiB"];
  let value = bytes / 1024, unit = 0;
  for (; value >= 1024 && unit < units.length - 1; unit++) value /= 1024;
  return `${value >= 100 ? value.toFixed(0) : value.toFixed(1)} ${units[unit]}`;
}

const counted = (n: number, what: string): string => `${n} ${what}${n === 1 ? "" : "s"}`;

function totalsText({ kernels: all, collectives: told, np }: Explanation): string {
  const kernels = all.filter(({ name }) => name !== undefined), ops = new Set(all.flatMap((kernel) => kernel.ops.map(({ op, place }) => `${op} ${place}`))).size, collectives = told.filter(({ collective }) => collective !== "file");
  const head = `${ops > kernels.length ? `${counted(ops, "operator")} in ` : ""}${counted(kernels.length, "kernel")}${all.length > kernels.length ? ` and ${counted(all.length - kernels.length, "call")}` : ""}, ${counted(collectives.length, "collective")}`;
  if (np === 1) return `${head}; on one rank nothing moves`;
  const groups = new Map<string, ExplainedCollective[]>();
  for (const c of collectives) groups.set(c.when, [...(groups.get(c.when) ?? []), c]);
  const parts = [...groups].map(([when, list]) => {
    const known = list.every((c) => c.total !== undefined), bytes = list.reduce((sum, c) => sum + (c.total ?? 0), 0), isExact = list.every((c) => c.known === undefined);
    return `${known ? `${isExact ? "" : "about "}${bytesText(bytes)}` : [...new Set(list.map(trafficText))].join(" + ")} ${when === "" ? "once" : when}`;
  });
  return parts.length === 0 ? `${head}; nothing moves between ranks` : `${head}: ${parts.join(", ")}`;
}
