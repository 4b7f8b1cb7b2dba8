// The meaning of a rank-local program: all ranks in lock step, in one thread. Every rank has its own part of each array and sees others' only through
// collectives; host code runs once, since scalars are the same on every rank. Compared with `interpret`, bit for bit, it tests all stages up to here.
//
//   simulate(local, 3, { params: { n: 10 } })  ->  { results: { C: Dense, total: 45 }, printed: ["45"] }
import type { LocalNode, LocalProgram } from "../ir/spmd.ts";
import { operators as allOperators } from "../ops/index.ts";
import type { Dense } from "./dense.ts";
import { scalarOfDense } from "./dense.ts";
import { walkHost } from "./hostWalk.ts";
import type { HostEvaluator } from "./hostWalk.ts";
import { plainEffect } from "./interpret.ts";
import type { Interpreted, InterpretOptions } from "./interpret.ts";
import { gather } from "./shards.ts";
import type { Shards } from "./shards.ts";
import { simulateNode } from "./simulateNode.ts";

export function simulate(local: LocalProgram, np: number, options: InterpretOptions = {}): Interpreted {
  const operators = options.operators ?? allOperators, whole = (a: Shards): Dense => gather(a, np);
  const evaluator: HostEvaluator<LocalNode, Shards> = {
    node(node, scope) {
      const around = { np, functions: local.kernels, nests: local.nests, operators, services: options, arrayOf: scope.value, hostValue: scope.host };
      for (const { value, shards } of simulateNode(node, around)) scope.define(value, shards);
    },
    scalar: (a) => scalarOfDense(whole(a)),
    extent: (a, axis) => a.shape[axis]!,
    effect: (name, args, output) => (options.effect ?? plainEffect)(name, args.map((arg) => (isShards(arg) ? whole(arg) : arg)), output),
  };
  const walked = walkHost(local, evaluator, options);
  const results = [...walked.results].map(([name, r]) => [name, r.kind === "array" ? whole(r.value) : r.value] as const);
  return { results: Object.fromEntries(results), printed: walked.printed };
}

const isShards = (value: unknown): value is Shards => typeof value === "object" && value !== null && "parts" in value && "stored" in value;
