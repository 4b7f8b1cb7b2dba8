// A prediction and its scaling as text.
import { table } from "../explain/render.ts";
import type { MachineFile } from "./machineFile.ts";
import type { Prediction } from "./predict.ts";
import type { Scaling } from "./scaling.ts";

export function renderPrediction({ np, nodes, parts, total_us, unknown }: Prediction, machine: MachineFile): string {
  const place = nodes > 1 ? `${np} ranks on ${nodes} nodes of ${machine.coresPerNode} cores` : `${np} ${np === 1 ? "rank" : "ranks"} on one node of ${machine.coresPerNode} cores`;
  const rows = parts.map(({ loop, kernels_us, communication_us, hidden_us, trips }) => [
    loop === "" ? "once" : `each trip of the loop at ${loop}`, timeText(kernels_us + communication_us),
    `kernels ${timeText(kernels_us)}, communication ${timeText(communication_us)}${hidden_us > 0 ? ` (${timeText(hidden_us)} more is hidden behind the interior)` : ""}${loop !== "" && trips !== undefined ? `; ${trips} trips` : ""}`,
  ]);
  return [
    `predicted time on ${machine.name}: ${place}`,
    ...table(rows, [1]).map((row) => `  ${row}`),
    ...(total_us === undefined ? ["  how often a loop runs depends on what it computes"] : parts.length > 1 ? [`  ${timeText(total_us)} in all`] : []),
    ...(unknown.length > 0 ? [`  not in these times: what depends on ${unknown.join(", ")}, which only the run knows`] : []),
    "",
  ].join("\n");
}

export function renderScaling({ step, strong, weak }: Scaling): string {
  const one = strong[0]!.step_us, oneOf = weak?.points[0]!.step_us ?? 1;
  const head = ["ranks", "time", "speed-up", "efficiency", ...(weak ? [weak.param, "time", "efficiency"] : [])];
  const rows = strong.map((point, k) => {
    const grown = weak?.points[k];
    return [String(point.np), timeText(point.step_us), (one / point.step_us).toFixed(1), percent(one / point.step_us / point.np), ...(grown ? [String(grown.value), timeText(grown.step_us), percent(oneOf / grown.step_us)] : [])];
  });
  return [`scaling of ${stepText(step)}${weak ? `; on the right ${weak.param} grows with the ranks` : ""}`, ...table([head, ...rows], head.map((_, k) => k)).map((row) => `  ${row}`), ""].join("\n");
}

export const stepText = (step: string): string => (step === "" ? "the program" : `each trip of the loop at ${step}`);

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;

/** Three digits, in the unit that fits. */
export function timeText(us: number): string {
  if (us < 1e-9) return "0 us";
  const [value, unit] = us >= 1e6 ? [us / 1e6, "s"] : us >= 1e3 ? [us / 1e3, "ms"] : us >= 1 ? [us, "us"] : [us * 1e3, "ns"];
  return `${value >= 100 ? value.toFixed(0) : value.toPrecision(3)} ${unit}`;
}
