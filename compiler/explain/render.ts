// An explanation as text: aligned columns, one line a thing, totals at the end.
import type { ExplainedCollective, Explanation } from "./explain.ts";

export function renderExplanation(plan: Explanation): string {
  const params = plan.params.length === 0 ? "" : ` with ${plan.params.map(({ name, value }) => `${name} = ${value}`).join(", ")}`;
  return [
    `${plan.name} on ${plan.np} ${plan.np === 1 ? "rank" : "ranks"}${params}`,
    ...section("values", table(plan.values.map(({ name, type, placement, bytes, places }) => [name, type, placement, bytes === undefined ? "" : bytesText(bytes), places.join(", ")]), [3])),
    ...section("kernels", plan.kernels.flatMap(kernelLines)),
    ...section("communication", table(plan.collectives.map((c) => [c.collective, c.of, trafficText(c), c.when === "" ? "once" : c.when, `${c.reason} (${c.place})`]))),
    "",
    totalsText(plan),
    "",
  ].join("\n");
}

const section = (title: string, lines: readonly string[]): readonly string[] => ["", title, ...(lines.length === 0 ? ["  none"] : lines.map((text) => `  ${text}`))];

function kernelLines({ name, space, placement, ops, when }: Explanation["kernels"][number]): readonly string[] {
  const head = `${name}  over ${space}, ${placement}${when === "" ? "" : `, ${when}`}`;
  return [head, ...table(ops.map(({ op, place }, k) => [ops.length === 1 ? "runs" : k === 0 ? "fused" : "", op, place])).map((text) => `  ${text}`)];
}

function trafficText({ total, most, formula }: ExplainedCollective): string {
  if (total === undefined || most === undefined) return /^\d/.test(formula) ? `${formula} bytes` : formula;
  return total === most ? bytesText(total) : `${bytesText(total)} (at most ${bytesText(most)} a rank)`;
}

/** Columns as wide as their widest cell; those of `right` are flush right. */
export function table(rows: readonly (readonly string[])[], right: readonly number[] = []): readonly string[] {
  const widths = rows.reduce<number[]>((widest, row) => row.map((cell, k) => Math.max(widest[k] ?? 0, cell.length)), []);
  return rows.map((row) => row.map((cell, k) => (right.includes(k) ? cell.padStart(widths[k]!) : cell.padEnd(widths[k]!))).join("  ").trimEnd());
}

export function bytesText(bytes: number): string {
  if (bytes < 1024) return bytes === 1 ? "1 byte" : `${bytes} bytes`;
  const units = ["KiB", "MiB", "GiB", "TiB"];
  let value = bytes / 1024, unit = 0;
  for (; value >= 1024 && unit < units.length - 1; unit++) value /= 1024;
  return `${value >= 100 ? value.toFixed(0) : value.toFixed(1)} ${units[unit]}`;
}

const counted = (n: number, what: string): string => `${n} ${what}${n === 1 ? "" : "s"}`;

function totalsText({ kernels, collectives, np }: Explanation): string {
  const ops = new Set(kernels.flatMap((kernel) => kernel.ops.map(({ op, place }) => `${op} ${place}`))).size;
  const head = `${ops > kernels.length ? `${counted(ops, "operator")} in ` : ""}${counted(kernels.length, "kernel")}, ${counted(collectives.length, "collective")}`;
  if (np === 1) return `${head}; on one rank nothing moves`;
  const groups = new Map<string, ExplainedCollective[]>();
  for (const c of collectives) groups.set(c.when, [...(groups.get(c.when) ?? []), c]);
  const parts = [...groups].map(([when, list]) => {
    const known = list.every((c) => c.total !== undefined), bytes = list.reduce((sum, c) => sum + (c.total ?? 0), 0);
    return `${known ? bytesText(bytes) : [...new Set(list.map(trafficText))].join(" + ")} ${when === "" ? "once" : when}`;
  });
  return parts.length === 0 ? `${head}; nothing moves between ranks` : `${head}: ${parts.join(", ")}`;
}
