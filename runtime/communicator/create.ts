// Makes communicators. A call notes what it is (calls.ts), asks select.ts for an algorithm, and runs it: on the board, where ranks share memory, with
// point-to-point messages, or, once all agree, by the transport itself. The one place that knows how to give every algorithm its arguments.
import { runSteps } from "../collectives/party.ts";
import type { Party } from "../collectives/party.ts";
import type { Offer } from "../collectives/spread.ts";
import { agreement } from "../collectives/agreement.ts";
import { allgatherBoard } from "../collectives/allgather/board.ts";
import { allgatherRing } from "../collectives/allgather/ring.ts";
import { allreduceExchange } from "../collectives/allreduce/exchange.ts";
import { allreduceRecursiveDoubling } from "../collectives/allreduce/recursiveDoubling.ts";
import { allreduceRing } from "../collectives/allreduce/ring.ts";
import { alltoallBoard, hasRoomForTable } from "../collectives/alltoall/board.ts";
import { alltoallPairwise } from "../collectives/alltoall/pairwise.ts";
import { barrierDissemination } from "../collectives/barrier/dissemination.ts";
import { barrierMeeting } from "../collectives/barrier/meeting.ts";
import { bcastBinomial } from "../collectives/bcast/binomial.ts";
import { bcastBoard } from "../collectives/bcast/board.ts";
import { collectBoard, collectMessages } from "../collectives/collect.ts";
import { bcastFlat } from "../collectives/bcast/flat.ts";
import { areEqual, fillParts, joinedParts } from "../collectives/equalParts.ts";
import { gatherBoard } from "../collectives/gather/board.ts";
import { gatherLinear } from "../collectives/gather/linear.ts";
import { reduceBinomial } from "../collectives/reduce/binomial.ts";
import { reduceFlat } from "../collectives/reduce/flat.ts";
import { reduceLinear } from "../collectives/reduce/linear.ts";
import { reduceSliced } from "../collectives/reduce/sliced.ts";
import { isFloating } from "../collectives/reducer.ts";
import { scanBoard } from "../collectives/scan/board.ts";
import { scanChain } from "../collectives/scan/chain.ts";
import { scatterBoard, scattervBoard } from "../collectives/scatter/board.ts";
import { scatterLinear } from "../collectives/scatter/linear.ts";
import { type Algorithm, type Choices, type Collective, select } from "../collectives/select.ts";
import { type Board, bytesOf, type NativeCollectives, type Transport, type View } from "../transport/transport.ts";
import { type Calls, createCalls, describeCalls, enterCollective, leave, moved, none, signature } from "./calls.ts";
import type { Communicator, Numbers, Reducer } from "./communicator.ts";
import { createMessages } from "./messages.ts";
import { checkLengths } from "./lengths.ts";

export interface CommunicatorOptions {
  /** Compare what the ranks are calling (on by default). */
  readonly check?: boolean;
  readonly choices?: Choices;
}

/** What all communicators of a rank have in common. */
export interface Surroundings {
  readonly transport: Transport;
  readonly calls: Calls;
  readonly check: boolean;
  readonly choices: Choices;
  /** The lowest context this rank has not used. */
  nextContext: number;
}

/** Bytes of all ranks, which a transport's own collectives must be able to count. */
const nativeLimit = 2 ** 31 - 1;

const dtypes = new Map<Function, string>();

/** Contexts a communicator takes: its messages, its collectives, its collectives that do not block, its windows. */
export const contextsEach = 4;

export function createSurroundings(transport: Transport, options: CommunicatorOptions = {}): Surroundings {
  const calls = createCalls();
  transport.describe = () => describeCalls(calls);
  return { transport, calls, check: options.check ?? true, choices: options.choices ?? {}, nextContext: 2 * contextsEach };
}

/** The communicator of all ranks. */
export function createWorld(transport: Transport, options: CommunicatorOptions = {}): Communicator {
  const members = Array.from({ length: transport.size }, (_, rank) => rank);
  return createCommunicator(createSurroundings(transport, options), "COMM_WORLD", members, 0, transport.openBoard(members, 0));
}

export function createCommunicator(around: Surroundings, name: string, members: readonly number[], context: number, board: Board | undefined): Communicator {
  const { transport, calls, choices, check } = around;
  const rank = members.indexOf(transport.rank), size = members.length, everyone = members.map((_, m) => m);
  const party: Party = { rank, size, members, context: context + 1, tag: 0, transport, get signature() { return check ? sign() : 0; } };
  let sequence = 0, known = 0;
  const last = { call: "", root: none, op: "", dtype: "", count: none };

  /** The signature of the outermost call; most calls are like the one before. */
  function sign(): number {
    return check ? signed() : 1;
  }

  function signed(): number {
    if (calls.call !== last.call || calls.root !== last.root || calls.op !== last.op || calls.dtype !== last.dtype || calls.count !== last.count) {
      last.call = calls.call; last.root = calls.root; last.op = calls.op; last.dtype = calls.dtype; last.count = calls.count;
      known = signature(last.call, last.root, last.op, last.dtype, last.count);
    }
    return known;
  }

  const chosen: { [C in Collective]?: { readonly bytes: number; readonly natively: boolean; readonly commutative: boolean; readonly ordered: boolean; readonly algorithm: Algorithm<C> } } = {};
  /** Most calls are like the one before. `natively`: the transport's own collective would do, if there is one. */
  const choose = <C extends Collective>(collective: C, bytes: number, natively: boolean, commutative = true, ordered = false): Algorithm<C> => {
    const before = chosen[collective];
    if (before && before.bytes === bytes && before.natively === natively && before.commutative === commutative && before.ordered === ordered) return before.algorithm;
    const algorithm = select(collective, { bytes, size, shared: board !== undefined, native: natively && native !== undefined && bytes * size <= nativeLimit, commutative, ordered }, choices);
    (chosen as { [collective: string]: unknown })[collective] = { bytes, natively, commutative, ordered, algorithm };
    return algorithm;
  };
  const native = board ? undefined : transport.native?.(members);
  // Calls that agree compare what they are whether or not others do: the transport's own would hang. Their messages then never meet those of others.
  const meeting: Party = { ...party, tag: check ? 0 : 1, get signature() { return signed(); } };
  /** Lets the transport do it, if all are willing. */
  const natively = (willing: boolean, run: (own: NativeCollectives) => void): boolean => {
    if (!runSteps(agreement(meeting, willing), transport, members)) return false;
    run(native!);
    return true;
  };
  const combines = ({ native: op, combine }: Reducer, mine: Numbers): boolean => op !== undefined && native!.agrees(op, mine, combine);
  /** Where messages move the data although there is a board, whether all are calling the same is found out there before. */
  const meetToCheck = (): void => {
    if (check && board && size > 1) board.meet(sign());
  };
  const offer = (view: View): Offer => ({ bytes: bytesOf(view), located: transport.locate(view) });
  const parts = (view: View, bytes: number): Uint8Array[] => everyone.map(r => bytesOf(view).subarray(r * bytes, (r + 1) * bytes));

  function collective<T>(call: string, root: number, op: string, dtype: string, count: number, bytes: number, site: string, run: () => T): T {
    enterCollective(calls, call, name, sequence++, root, op, dtype, count, site);
    moved(calls, bytes);
    try {
      return run();
    } finally {
      leave(calls);
    }
  }

  function gatherTo(mine: View, into: readonly View[] | undefined, root: number, equal: boolean): void {
    const bytes = mine.byteLength, algorithm = choose("gather", bytes, equal);
    if (algorithm === "native" && natively(!into || areEqual(into, bytes), (own) => (into ? fillParts(into, bytes, (all) => own.gather(mine, all, root)) : own.gather(mine, undefined, root)))) return;
    if (algorithm === "board") checkLengths(calls.call, gatherBoard(board!, party, mine, into, root, transport.locate, sign()), into);
    else runSteps(gatherLinear(party, mine, into, root), transport, members);
  }

  function allgatherTo(mine: View, into: readonly View[], equal: boolean): void {
    const bytes = mine.byteLength, algorithm = choose("allgather", bytes, equal);
    if (algorithm === "native" && natively(areEqual(into, bytes), (own) => fillParts(into, bytes, (all) => own.allgather(mine, all)))) return;
    if (algorithm === "board") checkLengths(calls.call, allgatherBoard(board!, offer(mine), into.map(bytesOf), everyone, sign()), into);
    else runSteps(allgatherRing(party, mine, into), transport, members);
  }

  function reduceTo(mine: Numbers, into: Numbers | undefined, reducer: Reducer, root: number): void {
    const algorithm = choose("reduce", mine.byteLength, reducer.native !== undefined, reducer.commutative, isFloating(mine));
    if (algorithm === "native" && natively(combines(reducer, mine) && (!into || into.length === mine.length), (own) => own.reduce(mine, into, reducer.native!, root))) return;
    if (algorithm === "flat") reduceFlat(board!, mine, into, reducer, sign());
    else if (algorithm === "sliced") reduceSliced(board!, mine, into, reducer, sign());
    else if (algorithm === "linear") runSteps(reduceLinear(party, mine, into, reducer, root), transport, members);
    else runSteps(reduceBinomial(party, mine, into, reducer, root), transport, members);
  }

  function allreduceTo(mine: Numbers, into: Numbers, reducer: Reducer): void {
    const algorithm = choose("allreduce", mine.byteLength, reducer.native !== undefined, reducer.commutative, isFloating(mine));
    if (algorithm === "native" && natively(combines(reducer, mine) && into.length === mine.length, (own) => own.allreduce(mine, into, reducer.native!))) return;
    if (algorithm === "flat") reduceFlat(board!, mine, into, reducer, sign());
    else if (algorithm === "sliced") reduceSliced(board!, mine, into, reducer, sign());
    else if (algorithm === "exchange") {
      meetToCheck();
      runSteps(allreduceExchange(party, mine, into, reducer), transport, members);
    } else if (algorithm === "ring") runSteps(allreduceRing(party, mine, into, reducer), transport, members);
    else runSteps(allreduceRecursiveDoubling(party, mine, into, reducer), transport, members);
  }

  const dtypeOf = (view: View): string => {
    if (view instanceof Float64Array) return "Float64";
    let name = dtypes.get(view.constructor);
    if (name === undefined) dtypes.set(view.constructor, (name = view.constructor.name.replace("Array", "")));
    return name;
  };

  return {
    rank,
    size,
    name,
    members,
    context,
    transport,
    board,
    around,
    ...createMessages(around, name, members, context),

    barrier(site = "") {
      enterCollective(calls, "Barrier", name, sequence++, none, "", "", none, site);
      try {
        if (choose("barrier", 0, false) === "meeting") barrierMeeting(board!, sign());
        else runSteps(barrierDissemination(party), transport, members);
      } finally {
        leave(calls);
      }
    },
    bcast(buffer, root, site = "") {
      enterCollective(calls, "Bcast", name, sequence++, root, "", "", buffer.byteLength, site);
      moved(calls, buffer.byteLength);
      try {
        const algorithm = choose("bcast", buffer.byteLength, true);
        if (algorithm === "native" && natively(true, (own) => own.bcast(buffer, root))) return;
        if (algorithm === "flat") bcastFlat(board!, buffer, root, sign());
        else if (algorithm === "board") bcastBoard(board!, offer(buffer), root, sign());
        else {
          meetToCheck();
          runSteps(bcastBinomial(party, buffer, root), transport, members);
        }
      } finally {
        leave(calls);
      }
    },
    gather: (mine, into, root, site = "") => collective("Gather", root, "", "", mine.byteLength, mine.byteLength, site, () =>
      gatherTo(mine, into && rank === root ? parts(into, mine.byteLength) : undefined, root, true)),
    gatherv: (mine, into, root, site = "", equal = false) => collective("Gatherv", root, "", "", none, mine.byteLength, site, () => gatherTo(mine, rank === root ? into : undefined, root, equal)),
    allgather: (mine, into, site = "") => collective("Allgather", none, "", "", mine.byteLength, mine.byteLength, site, () => allgatherTo(mine, parts(into, mine.byteLength), true)),
    allgatherv: (mine, into, site = "", equal = false) => collective("Allgatherv", none, "", "", none, mine.byteLength, site, () => allgatherTo(mine, into, equal)),
    scatter: (all, into, root, site = "") => collective("Scatter", root, "", "", into.byteLength, into.byteLength, site, () => {
      const algorithm = choose("scatter", into.byteLength, true), from = rank === root ? all : undefined;
      if (algorithm === "native" && natively(true, (own) => own.scatter(from, into, root))) return;
      if (algorithm === "board") scatterBoard(board!, from && offer(from), bytesOf(into), root, sign());
      else {
        meetToCheck();
        runSteps(scatterLinear(party, all && parts(all, into.byteLength), into, root), transport, members);
      }
    }),
    scatterv: (all, into, root, site = "", equal = false) => collective("Scatterv", root, "", "", none, into.byteLength, site, () => {
      // Lengths that may differ decide nothing.
      const bytes = equal ? into.byteLength : 0, algorithm = choose("scatter", bytes, equal), from = rank === root ? all : undefined;
      if (algorithm === "native" && natively(!from || areEqual(from, bytes), (own) => own.scatter(from && joinedParts(from, bytes), into, root))) return;
      if (algorithm === "board") {
        const length = scattervBoard(board!, from?.map(bytesOf), bytesOf(into), root, sign());
        checkLengths(calls.call, [length], [into]);
      } else {
        meetToCheck();
        runSteps(scatterLinear(party, all, into, root), transport, members);
      }
    }),
    alltoallv: (to, from, site = "", equal = false) => collective("Alltoallv", none, "", "", none, to.reduce((sum, view) => sum + view.byteLength, 0), site, () => {
      const bytes = equal ? to[0]!.byteLength : 0, algorithm = choose("alltoall", bytes, equal);
      if (algorithm === "native" && natively(areEqual(to, bytes) && areEqual(from, bytes), (own) => fillParts(from, bytes, (all) => own.alltoall(joinedParts(to, bytes), all)))) return;
      if (algorithm === "board" && hasRoomForTable(board!)) checkLengths(calls.call, alltoallBoard(board!, party, to, from, transport.locate, sign()), from);
      else runSteps(alltoallPairwise(party, to, from), transport, members);
    }),
    reduce: (mine, into, reducer, root, site = "") => collective("Reduce", root, reducer.name, dtypeOf(mine), mine.length, mine.byteLength, site, () =>
      reduceTo(mine, rank === root ? into : undefined, reducer, root)),
    allreduce(mine, into, reducer, site = "") {
      enterCollective(calls, "Allreduce", name, sequence++, none, reducer.name, dtypeOf(mine), mine.length, site);
      moved(calls, mine.byteLength);
      try {
        allreduceTo(mine, into, reducer);
      } finally {
        leave(calls);
      }
    },
    scan: (mine, into, reducer, exclusive, site = "") => collective(exclusive ? "Exscan" : "Scan", none, reducer.name, dtypeOf(mine), mine.length, mine.byteLength, site, () => {
      const algorithm = choose("scan", mine.byteLength, reducer.native !== undefined);
      if (algorithm === "native" && natively(combines(reducer, mine) && into.length === mine.length, (own) => own.scan(mine, into, reducer.native!, exclusive))) return;
      if (algorithm === "board") scanBoard(board!, mine, into, reducer, exclusive, sign());
      else runSteps(scanChain(party, mine, into, reducer, exclusive), transport, members);
    }),
    collect: (mine, root, wanted, site = "") => collective("Collect", root ?? none, "", "", none, mine?.length ?? 0, site, () => {
      const sources = root === undefined ? everyone : [root];
      if (choose("allgather", 0, false) === "board") return collectBoard(board!, mine, sources, wanted, sign());
      return runSteps(collectMessages(party, mine, root), transport, members).filter(() => wanted);
    }),
    memory: member => transport.memory(members[member]!),
  };
}
