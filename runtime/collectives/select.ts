// Which algorithm a collective uses. Choosing is here and nowhere else; each algorithm's file says what it costs. A choice can be forced by name, collective by
// collective (the command line and the environment are read at the front door and passed in as `Choices`):
//
//   name        variable          algorithms
//   barrier     SPMD_BARRIER      meeting | dissemination
//   bcast       SPMD_BCAST        native | flat | board | binomial
//   gather      SPMD_GATHER       native | board | linear
//   allgather   SPMD_ALLGATHER    native | board | ring
//   scatter     SPMD_SCATTER      native | board | linear
//   alltoall    SPMD_ALLTOALL     native | board | pairwise
//   reduce      SPMD_REDUCE       native | flat | sliced | linear | binomial
//   allreduce   SPMD_ALLREDUCE    native | flat | sliced | exchange | recursiveDoubling | ring (commutative operations only, else recursiveDoubling)
//   scan        SPMD_SCAN         native | board | chain
//
// Floating-point elements are combined in rank order wherever the choice is free, so that the bits are the same with and without shared memory.
// Algorithms on a board need shared memory, and `native` a transport with collectives of its own, parts of one length, and an operation whose order does not show (agreement.ts tells
// what it costs): where these are not, a forced one of them falls back to the default.
export const algorithms = {
  barrier: ["meeting", "dissemination"],
  bcast: ["native", "flat", "board", "binomial"],
  gather: ["native", "board", "linear"],
  allgather: ["native", "board", "ring"],
  scatter: ["native", "board", "linear"],
  alltoall: ["native", "board", "pairwise"],
  reduce: ["native", "flat", "sliced", "linear", "binomial"],
  allreduce: ["native", "flat", "sliced", "exchange", "recursiveDoubling", "ring"],
  scan: ["native", "board", "chain"],
} as const;

export type Collective = keyof typeof algorithms;
export type Algorithm<C extends Collective> = (typeof algorithms)[C][number];
export type Choices = { readonly [C in Collective]?: Algorithm<C> };

/** What one meeting can hold is read by all; above, every rank combines a slice. */
export const flatBytes = 2048;
/** On few ranks messages move more than this faster than a board does, whose members meet at every segment. All members must choose alike, so only what all know decides. */
const longBytes = 65536, fewRanks = 4;
/** Above, a ring moves fewer bytes than recursive doubling. */
const ringBytes = 65536;

/** Above, it pays to agree first and have the transport's own collective do it. */
const nativeBytes = 65536;

const onBoard: { readonly [name: string]: true } = { meeting: true, board: true, flat: true, sliced: true };

interface Situation {
  readonly bytes: number;
  readonly size: number;
  readonly shared: boolean;
  /** The transport has a collective of its own for this. */
  readonly native: boolean;
  readonly commutative: boolean;
  /** The order of combination shows in the result, as it does in floating point. */
  readonly ordered: boolean;
}

export function select<C extends Collective>(collective: C, situation: Situation, choices: Choices): Algorithm<C> {
  const forced = choices[collective] as Algorithm<C> | undefined;
  const fits = forced !== undefined && (situation.shared || !onBoard[forced]) && (forced !== "native" || situation.native) && (forced !== "ring" || situation.commutative) && (forced !== "flat" || situation.bytes <= 16 * flatBytes);
  return fits ? forced : (preferred(collective, situation) as Algorithm<C>);
}

function preferred(collective: Collective, { bytes, size, shared, native, commutative, ordered }: Situation): string {
  if (native && bytes >= nativeBytes) return "native";
  if (shared && size <= fewRanks && bytes > longBytes && collective === "bcast") return "binomial";
  if (shared && size <= fewRanks && bytes > longBytes && collective === "scatter") return "linear";
  if (shared && size <= fewRanks && bytes > (longBytes / 2) * size && collective === "allreduce") return "exchange";
  const reduces = collective === "reduce" || collective === "allreduce";
  if (shared) return collective === "barrier" ? "meeting" : collective === "bcast" && bytes <= flatBytes ? "flat" : reduces ? (bytes <= flatBytes ? "flat" : "sliced") : "board";
  if (reduces && ordered) return collective === "reduce" ? "linear" : "exchange";
  if (collective === "allreduce") return bytes > ringBytes && commutative ? "ring" : "recursiveDoubling";
  return algorithms[collective][algorithms[collective].length - 1]!;
}

/** The choices that a table of strings makes; `problem` tells a name that means nothing. */
export function readChoices(table: { readonly [variable: string]: string | undefined }, problem: (text: string) => void): Choices {
  const choices: { [collective: string]: string } = {};
  for (const [collective, names] of Object.entries(algorithms)) {
    const variable = `SPMD_${collective.toUpperCase()}`, name = table[variable];
    if (name === undefined || name === "") continue;
    if ((names as readonly string[]).includes(name)) choices[collective] = name;
    else problem(`${variable}=${name}: there is ${names.join(", ")}`);
  }
  return choices as Choices;
}
