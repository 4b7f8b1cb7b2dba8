// How a program's step gets faster with more ranks (strong scaling), and whether a step of a problem that grows with the ranks stays as long (weak scaling).
//
//   strong   the same params, np = 1, 2, 4, ...            speed-up = t(1) / t(np)
//   weak     one param grows until the step has np times as many points     efficiency = t(1) / t(np)
import type { LocalProgram } from "../ir/spmd.ts";
import { knownValues } from "../explain/known.ts";
import type { MachineFile } from "./machineFile.ts";
import { busiest, predict } from "./predict.ts";
import type { Prediction } from "./predict.ts";

export interface ScalingPoint {
  readonly np: number;
  readonly step_us: number;
  readonly communication_us: number;
  /** Weak scaling: the param's value. */
  readonly value?: number;
}

export interface Scaling {
  /** The loop whose trip is the step; "": the whole program. */
  readonly step: string;
  readonly strong: readonly ScalingPoint[];
  /** Absent where there is no param that grows the problem. */
  readonly weak?: { readonly param: string; readonly points: readonly ScalingPoint[] };
}

export interface ScalingOptions {
  /** The most ranks. */
  readonly np: number;
  readonly machine: MachineFile;
  readonly params?: { readonly [name: string]: unknown };
  /** The param that grows; found by trying if not named. */
  readonly grows?: string;
}

export function scaling(program: LocalProgram, { np, machine, params = {}, grows }: ScalingOptions): Scaling {
  const sizes = ranksUpTo(np), at = (ranks: number, more: { readonly [name: string]: unknown } = {}): Prediction => predict(program, { np: ranks, machine, params: { ...params, ...more } });
  const one = at(1), step = busiest(one.parts)?.loop ?? "";
  const pointOf = (prediction: Prediction, value?: number): ScalingPoint => {
    const part = prediction.parts.find(({ loop }) => loop === step);
    return { np: prediction.np, step_us: part ? part.kernels_us + part.communication_us : 0, communication_us: part?.communication_us ?? 0, ...(value === undefined ? {} : { value }) };
  };
  const strong = sizes.map((ranks) => pointOf(ranks === 1 ? one : at(ranks)));
  const param = grows ?? growing(program, params, one, (name, value) => at(1, { [name]: value }));
  if (param === undefined) return { step, strong };
  const first = Number(params[param] ?? program.params.find(({ name }) => name === param)?.default), points = (value: number): number => at(1, { [param]: value }).points;
  const weak = sizes.map((ranks) => {
    const value = ranks === 1 ? first : grownTo(points, first, one.points * ranks);
    return pointOf(at(ranks, { [param]: value }), value);
  });
  return { step, strong, weak: { param, points: weak } };
}

/** 1, 2, 4, ... and the number itself. */
const ranksUpTo = (np: number): number[] => [...Array.from({ length: Math.floor(Math.log2(np)) + 1 }, (_, k) => 2 ** k).filter((ranks) => ranks < np), np];

/** The first param that gives the step more points when it is larger. */
function growing(program: LocalProgram, params: { readonly [name: string]: unknown }, one: Prediction, tried: (name: string, value: number) => Prediction): string | undefined {
  const known = knownValues(program, params);
  return program.params.find(({ name, default: fallback }) => {
    const value = Number(params[name] ?? fallback);
    return typeof fallback === "number" && Number.isInteger(value) && value > 0 && known.size > 0 && tried(name, 2 * value).points > 1.5 * one.points;
  })?.name;
}

/** The least whole number whose points are as many as are wanted. */
function grownTo(points: (value: number) => number, first: number, wanted: number): number {
  let low = first, high = first;
  while (points(high) < wanted && high < 2 ** 40) [low, high] = [high, high * 2];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (points(middle) < wanted) low = middle;
    else high = middle;
  }
  return points(low) >= wanted ? low : high;
}
