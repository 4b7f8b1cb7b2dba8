// Neighbour collectives: data moves along the edges of a topology. On a grid the neighbours are, axis by axis, the one before and the one after.
//
// On a grid that wraps around, one rank can be several neighbours: messages carry the number of the edge they leave by, and on a grid what leaves "before" arrives
// from "after".
import { type Party, runSteps, startSteps, type Steps } from "../collectives/party.ts";
import type { Transfer, View } from "../transport/transport.ts";
import { named } from "./args.ts";
import { type BufferSpec, blocksOf, incomingAll, outgoing, parts, type Region, region, type VectorSpec, wideParts, type WSpec } from "./buffers.ts";
import { decode, encode } from "./codec.ts";
import type { CommState, Topocomm } from "./comm.ts";
import { PROC_NULL } from "./constants.ts";
import { Exception } from "./exception.ts";
import { Request } from "./request.ts";
import { graphNeighbours, shift } from "./topology.ts";

interface Neighbours<R> {
  /** The same to each neighbour; `recvbuf` has one part for each. */
  Neighbor_allgather(sendbuf: BufferSpec, recvbuf: BufferSpec): R;
  Neighbor_allgatherv(sendbuf: BufferSpec, recvbuf: VectorSpec): R;
  /** One part of `sendbuf` to each neighbour. */
  Neighbor_alltoall(sendbuf: BufferSpec, recvbuf: BufferSpec): R;
  Neighbor_alltoallv(sendbuf: VectorSpec, recvbuf: VectorSpec): R;
  Neighbor_alltoallw(sendbuf: WSpec, recvbuf: WSpec): R;
}
type Started = { readonly [name in keyof Neighbours<Request> as `I${Uncapitalize<name>}`]: Neighbours<Request>[name] };
export interface NeighbourCalls extends Neighbours<void>, Started {
  readonly indegree: number;
  readonly outdegree: number;
  readonly inoutedges: [sources: number[], destinations: number[]];
  neighbor_allgather<T>(sendobj: T): (T | undefined)[];
  neighbor_alltoall<T>(sendobj: readonly T[]): (T | undefined)[];
}

interface Edges {
  readonly sources: readonly number[];
  readonly destinations: readonly number[];
  /** The number with which the message for place `k` was sent. */
  arrivesAs(k: number): number;
}

function edgesOf(state: CommState): Edges {
  const { topology } = state, { rank } = state.communicator;
  if (topology?.kind === "cart") {
    const both = topology.dims.flatMap((_, axis) => shift(topology, rank, axis, 1));
    return { sources: both, destinations: both, arrivesAs: k => k ^ 1 };
  }
  const sources = topology?.kind === "graph" ? graphNeighbours(topology, rank) : topology?.sources;
  const destinations = topology?.kind === "graph" ? sources : topology?.destinations;
  if (!sources || !destinations) throw new Exception("ERR_TOPOLOGY", "the communicator has no topology");
  // Several edges between two ranks keep their order.
  return { sources, destinations, arrivesAs: () => -1 };
}

function* move(party: Party, edges: Edges, send: readonly View[], into: readonly View[]): Steps {
  const tag = (k: number): number => party.tag * 1024 + (edges.arrivesAs(0) < 0 ? 0 : k), transfers: Transfer[] = [];
  const { transport, context, members } = party;
  edges.sources.forEach((source, k) => { if (source !== PROC_NULL) transfers.push(transport.receive(context, members[source]!, tag(edges.arrivesAs(k)), into[k])); });
  edges.destinations.forEach((dest, k) => { if (dest !== PROC_NULL) transfers.push(transport.send(context, members[dest]!, tag(k), send[k]!, false)); });
  yield* transfers;
}

/** Runs or starts the movement of `from` to the destinations and of the sources to `places`. */
function moving(comm: Topocomm, call: string, start: boolean, edges: Edges, send: readonly View[], places: readonly Region[]): Request | undefined {
  const state = comm.$, { communicator, transport } = state, all = incomingAll(places);
  const party: Party = { rank: communicator.rank, size: communicator.size, members: communicator.members, context: state.context + 2, tag: state.started++, transport };
  const steps = move(party, edges, send, all.into);
  if (!start) { runSteps(steps, transport); all.finish(); return undefined; }
  let finished = false, failure: unknown;
  const running = startSteps(steps, transport, wrong => { finished = true; failure = wrong; });
  return new Request({ call, done: () => finished, waitsFor: () => ({ mode: "all", ranks: running.waitsFor() }), finish: () => { if (failure !== undefined) throw failure; all.finish(); return undefined; } });
}

type Reader = (spec: never, count: number) => Region[];
const readers: { readonly [name: string]: readonly [send: Reader, into: Reader] } = {
  Neighbor_allgather: [(spec: BufferSpec, n) => Array.from({ length: n }, () => region(spec)), (spec: BufferSpec, n) => (n === 0 ? [] : blocksOf(region(spec, n), n))],
  Neighbor_allgatherv: [(spec: BufferSpec, n) => Array.from({ length: n }, () => region(spec)), (spec: VectorSpec, n) => parts(spec, n)],
  Neighbor_alltoall: [(spec: BufferSpec, n) => (n === 0 ? [] : blocksOf(region(spec, n), n)), (spec: BufferSpec, n) => (n === 0 ? [] : blocksOf(region(spec, n), n))],
  Neighbor_alltoallv: [(spec: VectorSpec, n) => parts(spec, n), (spec: VectorSpec, n) => parts(spec, n)],
  Neighbor_alltoallw: [(spec: WSpec, n) => wideParts(spec, n), (spec: WSpec, n) => wideParts(spec, n)],
};

function exchangeObjects(comm: Topocomm, messages: readonly Uint8Array[]): unknown[] {
  const edges = edgesOf(comm.$), { communicator, transport } = comm.$;
  const party: Party = { rank: communicator.rank, size: communicator.size, members: communicator.members, context: comm.$.context + 2, tag: comm.$.started++, transport };
  const lengths = edges.sources.map(() => new Float64Array(1));
  runSteps(move(party, edges, messages.map(m => Float64Array.of(m.length)), lengths), transport);
  const into = lengths.map(l => new Uint8Array(l[0]!));
  runSteps(move({ ...party, tag: comm.$.started++ }, edges, messages, into), transport);
  return into.map((bytes, k) => (edges.sources[k] === PROC_NULL ? undefined : decode(bytes)));
}

type Methods = { [name: string]: (this: Topocomm, ...args: unknown[]) => unknown };

export const neighbourCalls: Methods = {
  ...Object.fromEntries(Object.entries(readers).flatMap(([name, [send, into]]) => [false, true].map(start => {
    const call = start ? `I${name[0]!.toLowerCase()}${name.slice(1)}` : name;
    return [call, function (this: Topocomm, ...args: unknown[]) {
      const [sendbuf, recvbuf] = named(args, ["sendbuf", "recvbuf"]) as [never, never], edges = edgesOf(this.$);
      return moving(this, call, start, edges, send(sendbuf, edges.destinations.length).map(outgoing), into(recvbuf, edges.sources.length));
    }];
  }))),
  neighbor_allgather(sendobj: unknown) {
    const message = encode(sendobj);
    return exchangeObjects(this, edgesOf(this.$).destinations.map(() => message));
  },
  neighbor_alltoall(sendobj: unknown) {
    const { destinations } = edgesOf(this.$);
    if (!Array.isArray(sendobj) || sendobj.length !== destinations.length) throw new Exception("ERR_COUNT", `the list must have one element a neighbour: ${destinations.length}`);
    return exchangeObjects(this, sendobj.map(encode));
  },
};

export const neighbourProperties: PropertyDescriptorMap = {
  indegree: { get(this: Topocomm) { return edgesOf(this.$).sources.length; } },
  outdegree: { get(this: Topocomm) { return edgesOf(this.$).destinations.length; } },
  inoutedges: { get(this: Topocomm) { const { sources, destinations } = edgesOf(this.$); return [[...sources], [...destinations]]; } },
};
