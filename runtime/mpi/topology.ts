// Process topologies: Cartesian grids, graphs, and distributed graphs, in which each rank knows only its own neighbours.
import { none } from "../communicator/calls.ts";
import { split } from "../communicator/derive.ts";
import { named } from "./args.ts";
import { Cartcomm, Distgraphcomm, Graphcomm, type Intracomm, stateOf } from "./comm.ts";
import { CART, DIST_GRAPH, GRAPH, PROC_NULL, UNDEFINED } from "./constants.ts";
import { Exception } from "./exception.ts";
import { opened } from "./management.ts";
import { note } from "./plans.ts";

export interface Cart { readonly kind: "cart"; readonly dims: readonly number[]; readonly periods: readonly boolean[] }
export interface Graph { readonly kind: "graph"; readonly index: readonly number[]; readonly edges: readonly number[] }
export interface DistGraph {
  readonly kind: "dist";
  readonly sources: readonly number[];
  readonly destinations: readonly number[];
  readonly sourceweights: readonly number[] | null;
  readonly destweights: readonly number[] | null;
}
export type Topology = Cart | Graph | DistGraph;

type Flags = readonly (boolean | number)[] | boolean;

export interface TopologyMakers {
  /** A grid; ranks beyond it get COMM_NULL. Row-major: the last coordinate varies fastest. */
  Create_cart(dims: readonly number[], periods?: Flags | null, reorder?: boolean): Cartcomm;
  Create_cart(options: { readonly dims: readonly number[]; readonly periods?: Flags | null; readonly reorder?: boolean }): Cartcomm;
  /** `index[r]`: how many edges ranks 0 to r have together; `edges`: their neighbours. */
  Create_graph(index: readonly number[], edges: readonly number[], reorder?: boolean): Graphcomm;
  Create_dist_graph_adjacent(sources: readonly number[], destinations: readonly number[], sourceweights?: readonly number[] | null, destweights?: readonly number[] | null, info?: unknown, reorder?: boolean): Distgraphcomm;
  /** Any rank may name edges of any: from `sources[k]` to the next `degrees[k]` of `destinations`. */
  Create_dist_graph(sources: readonly number[], degrees: readonly number[], destinations: readonly number[], weights?: readonly number[] | null, info?: unknown, reorder?: boolean): Distgraphcomm;
  Get_topology(): number;
}

const flags = (value: Flags | null | undefined, n: number): boolean[] => (typeof value === "object" && value ? value.map(Boolean) : Array.from({ length: n }, () => Boolean(value)));

export const topologyMakers: { readonly [name in keyof TopologyMakers]: (...args: never[]) => unknown } & ThisType<Intracomm> = {
  Create_cart(...args: unknown[]) {
    const [dims, periodsArg] = named(args, ["dims", "periods", "reorder"]) as [readonly number[], (Flags | null)?], { communicator, name } = this.$;
    const cells = dims.reduce((product, extent) => product * extent, 1), periods = flags(periodsArg, dims.length);
    if (cells > communicator.size || cells < 1) throw new Exception("ERR_DIMS", `a grid of ${dims.join(" x ")} needs ${cells} ranks, the communicator has ${communicator.size}`);
    if (periods.length !== dims.length) throw new Exception("ERR_DIMS", `${dims.length} dims but ${periods.length} periods`);
    note(none, dims.join("x"), undefined, false);
    const made = split(communicator, communicator.rank < cells ? 0 : undefined, communicator.rank, `${name}.Create_cart`);
    return opened(new Cartcomm(made && stateOf(made, { kind: "cart", dims, periods })), "Create_cart");
  },
  Create_graph(index: readonly number[], edges: readonly number[]) {
    const { communicator, name } = this.$;
    if (index.length > communicator.size) throw new Exception("ERR_TOPOLOGY", `the graph has ${index.length} ranks, the communicator ${communicator.size}`);
    if ((index[index.length - 1] ?? 0) !== edges.length || edges.some(e => e < 0 || e >= index.length)) throw new Exception("ERR_TOPOLOGY", "index and edges do not fit together");
    note(none, "", undefined, false);
    const made = split(communicator, communicator.rank < index.length ? 0 : undefined, communicator.rank, `${name}.Create_graph`);
    return opened(new Graphcomm(made && stateOf(made, { kind: "graph", index, edges })), "Create_graph");
  },
  Create_dist_graph_adjacent(sources: readonly number[], destinations: readonly number[], sourceweights: readonly number[] | null = null, destweights: readonly number[] | null = null) {
    const { communicator, name } = this.$;
    for (const r of [...sources, ...destinations]) if (r < 0 || r >= communicator.size) throw new Exception("ERR_RANK", `${r} is not a rank of ${name}`);
    note(none, "", undefined, false);
    const made = split(communicator, 0, communicator.rank, `${name}.Create_dist_graph_adjacent`)!;
    return opened(new Distgraphcomm(stateOf(made, { kind: "dist", sources, destinations, sourceweights, destweights })), "Create_dist_graph_adjacent");
  },
  Create_dist_graph(sources: readonly number[], degrees: readonly number[], destinations: readonly number[], weights: readonly number[] | null = null) {
    const mine: [number, number, number][] = [];
    let at = 0;
    sources.forEach((source, k) => { for (let d = 0; d < degrees[k]!; d++, at++) mine.push([source, destinations[at]!, weights?.[at] ?? 1]); });
    const all = this.allgather(mine).flat() as [number, number, number][], { rank } = this;
    const into = all.filter(([, dest]) => dest === rank), out = all.filter(([source]) => source === rank);
    return this.Create_dist_graph_adjacent(into.map(e => e[0]), out.map(e => e[1]), weights && into.map(e => e[2]), weights && out.map(e => e[2]));
  },
  Get_topology() {
    const kind = this.$.topology?.kind;
    return kind === "cart" ? CART : kind === "graph" ? GRAPH : kind === "dist" ? DIST_GRAPH : UNDEFINED;
  },
};

export interface CartCalls {
  readonly dims: readonly number[];
  readonly periods: readonly boolean[];
  readonly coords: readonly number[];
  readonly ndim: number;
  Get_dim(): number;
  Get_topo(): [dims: number[], periods: boolean[], coords: number[]];
  Get_coords(rank: number): number[];
  /** The rank at coordinates; periodic ones wrap around. */
  Get_cart_rank(coords: readonly number[]): number;
  /** Whom to receive from and whom to send to for a shift of `disp` along an axis; PROC_NULL beyond the edge. */
  Shift(direction: number, disp: number): [source: number, dest: number];
  /** The grid of the axes that `remain_dims` keeps, one for each place on the others. */
  Sub(remain_dims: readonly (boolean | number)[]): Cartcomm;
}

function cartOf(comm: Cartcomm): Cart {
  const { topology } = comm.$;
  if (topology?.kind !== "cart") throw new Exception("ERR_TOPOLOGY", "the communicator has no Cartesian topology");
  return topology;
}

export function coordsOf({ dims }: Cart, rank: number): number[] {
  const coords: number[] = [];
  for (let axis = dims.length - 1, rest = rank; axis >= 0; axis--) { coords.unshift(rest % dims[axis]!); rest = Math.floor(rest / dims[axis]!); }
  return coords;
}

/** PROC_NULL outside a grid that does not wrap around. */
function rankAt({ dims, periods }: Cart, coords: readonly number[]): number {
  let rank = 0;
  for (let axis = 0; axis < dims.length; axis++) {
    const extent = dims[axis]!, c = coords[axis]!;
    if ((c < 0 || c >= extent) && !periods[axis]) return PROC_NULL;
    rank = rank * extent + (((c % extent) + extent) % extent);
  }
  return rank;
}

export function shift(cart: Cart, rank: number, direction: number, disp: number): [source: number, dest: number] {
  const moved = (by: number): number => rankAt(cart, coordsOf(cart, rank).map((c, axis) => (axis === direction ? c + by : c)));
  return [moved(-disp), moved(disp)];
}

export const cartCalls: { readonly [name in Exclude<keyof CartCalls, "dims" | "periods" | "coords" | "ndim">]: (...args: never[]) => unknown } & ThisType<Cartcomm> = {
  Get_dim() { return cartOf(this).dims.length; },
  Get_topo() {
    const cart = cartOf(this);
    return [[...cart.dims], [...cart.periods], coordsOf(cart, this.rank)];
  },
  Get_coords(rank: number) {
    if (rank < 0 || rank >= this.size) throw new Exception("ERR_RANK", `${rank} is not a rank of a grid of ${this.size}`);
    return coordsOf(cartOf(this), rank);
  },
  Get_cart_rank(coords: readonly number[]) {
    const cart = cartOf(this), rank = coords.length === cart.dims.length ? rankAt(cart, coords) : PROC_NULL;
    if (rank === PROC_NULL) throw new Exception("ERR_ARG", `[${coords.join(", ")}] is outside the grid of ${cart.dims.join(" x ")}`);
    return rank;
  },
  Shift(direction: number, disp: number) {
    const cart = cartOf(this);
    if (direction < 0 || direction >= cart.dims.length) throw new Exception("ERR_DIMS", `the grid has axes 0 to ${cart.dims.length - 1}, not ${direction}`);
    return shift(cart, this.rank, direction, disp);
  },
  Sub(remain: readonly (boolean | number)[]) {
    const cart = cartOf(this), { communicator, name } = this.$, coords = coordsOf(cart, communicator.rank);
    if (remain.length !== cart.dims.length) throw new Exception("ERR_DIMS", `the grid has ${cart.dims.length} axes, remain_dims ${remain.length}`);
    const fold = (keep: boolean): number => coords.reduce<number>((sum, c, axis) => (Boolean(remain[axis]) === keep ? sum * cart.dims[axis]! + c : sum), 0);
    const kept = <T>(list: readonly T[]): T[] => list.filter((_, axis) => remain[axis]);
    const made = split(communicator, fold(false), fold(true), `${name}.Sub`)!;
    return opened(new Cartcomm(stateOf(made, { kind: "cart", dims: kept(cart.dims), periods: kept(cart.periods) })), "Sub");
  },
};

export const cartProperties: PropertyDescriptorMap & ThisType<Cartcomm> = {
  dims: { get(this: Cartcomm) { return cartOf(this).dims; } },
  periods: { get(this: Cartcomm) { return cartOf(this).periods; } },
  coords: { get(this: Cartcomm) { return coordsOf(cartOf(this), this.rank); } },
  ndim: { get(this: Cartcomm) { return cartOf(this).dims.length; } },
};

export interface GraphCalls {
  Get_dims(): [nnodes: number, nedges: number];
  Get_topo(): [index: number[], edges: number[]];
  Get_neighbors_count(rank: number): number;
  Get_neighbors(rank: number): number[];
}

function graphOf(comm: Graphcomm): Graph {
  const { topology } = comm.$;
  if (topology?.kind !== "graph") throw new Exception("ERR_TOPOLOGY", "the communicator has no graph topology");
  return topology;
}

export const graphNeighbours = ({ index, edges }: Graph, rank: number): number[] => edges.slice(rank === 0 ? 0 : index[rank - 1]!, index[rank]!);

export const graphCalls: GraphCalls & ThisType<Graphcomm> = {
  Get_dims() { const graph = graphOf(this); return [graph.index.length, graph.edges.length]; },
  Get_topo() { const graph = graphOf(this); return [[...graph.index], [...graph.edges]]; },
  Get_neighbors_count(rank) { return graphNeighbours(graphOf(this), rank).length; },
  Get_neighbors(rank) { return graphNeighbours(graphOf(this), rank); },
};

export interface DistGraphCalls {
  Get_dist_neighbors_count(): [indegree: number, outdegree: number, weighted: boolean];
  Get_dist_neighbors(): [sources: number[], destinations: number[], weights: [number[], number[]] | null];
}

export const distGraphCalls: DistGraphCalls & ThisType<Distgraphcomm> = {
  Get_dist_neighbors_count() {
    const graph = this.$.topology as DistGraph;
    return [graph.sources.length, graph.destinations.length, graph.sourceweights !== null];
  },
  Get_dist_neighbors() {
    const graph = this.$.topology as DistGraph;
    return [[...graph.sources], [...graph.destinations], graph.sourceweights && graph.destweights ? [[...graph.sourceweights], [...graph.destweights]] : null];
  },
};

/** Extents that are 0 in `dims` are filled in so that their product is `nnodes` and they are as equal as can be, the largest first. */
export function Compute_dims(nnodes: number, dims: number | readonly number[]): number[] {
  const given = typeof dims === "number" ? Array.from({ length: dims }, () => 0) : [...dims], fixed = given.filter(d => d > 0).reduce((a, b) => a * b, 1), free = given.filter(d => d === 0).length;
  if (nnodes % fixed !== 0 || (free === 0 && fixed !== nnodes)) throw new Exception("ERR_DIMS", `${nnodes} ranks cannot fill a grid with ${given.join(" x ")}`).at("Compute_dims");
  const best = factor(nnodes / fixed, free).sort((a, b) => b - a);
  return given.map(d => (d > 0 ? d : best.shift()!));
}

/** `n` as a product of `k` factors whose largest is as small as possible, and then the next. */
function factor(n: number, k: number): number[] {
  if (k <= 1) return k === 1 ? [n] : [];
  for (let largest = Math.max(1, Math.ceil(n ** (1 / k) - 1e-9)); largest <= n; largest++) {
    if (n % largest !== 0) continue;
    const rest = factor(n / largest, k - 1);
    if (rest.every(f => f <= largest)) return [largest, ...rest];
  }
  return [n, ...Array.from({ length: k - 1 }, () => 1)];
}
