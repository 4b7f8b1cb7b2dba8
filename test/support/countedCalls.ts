// Holds what operators say of their own communication (compiler/ops/exchange.ts) against what this rank really receives while each of them runs.
import type { DistributedArray, Runtime } from "../../runtime/abi.ts";
import type { Communicator, View } from "../../runtime/communicator/communicator.ts";
import type { Exchanging } from "../../compiler/ops/exchange.ts";
import type { Attribute } from "../../compiler/ir/array.ts";
import { operators } from "../../compiler/ops/index.ts";

export interface CountedCalls {
  readonly comm: Communicator;
  /** The runtime, made with that communicator, whose calls of operators throw where they receive something else than is declared. */
  counted(runtime: Runtime): Runtime;
}

const size = (views: readonly (View | undefined)[]): number => views.reduce((sum, view) => sum + (view?.byteLength ?? 0), 0);

export function countCalls(comm: Communicator): CountedCalls {
  const received = new Map<Exchanging, number>(), others = (views: readonly View[]): number => size(views.filter((_, rank) => rank !== comm.rank));
  const count = (how: Exchanging, bytes: number): void => void received.set(how, (received.get(how) ?? 0) + bytes);
  const counting: Communicator = {
    ...comm,
    allgather: (mine, into, site) => (count("allgather", into.byteLength - mine.byteLength), comm.allgather(mine, into, site)),
    allgatherv: (mine, into, site) => (count("allgather", others(into)), comm.allgatherv(mine, into, site)),
    allreduce: (mine, into, reducer, site) => (count("allreduce", into.byteLength), comm.allreduce(mine, into, reducer, site)),
    alltoallv: (to, from, site) => (count("alltoall", others(from)), comm.alltoallv(to, from, site)),
    sendrecv: (buffer, dest, into, source, tag, site) => (count("ring", size([into])), comm.sendrecv(buffer, dest, into, source, tag, site)),
    irecv: (into, source, tag) => (count("exchange", size([into])), comm.irecv(into, source, tag)),
  };
  return {
    comm: counting,
    counted: (runtime) => ({
      ...runtime,
      call(op, inputs, attributes, placements, site, fold) {
        received.clear();
        const results = runtime.call(op, inputs, attributes, placements, site, fold);
        const declared = comm.size === 1 ? [] : (operators.get(op)?.library?.exchanges?.({
          attributes: attributes as { readonly [name: string]: Attribute }, inputs: inputs.map(placed), results: results.map(placed), np: comm.size, size: Number,
        }) ?? []);
        for (const how of new Set([...received.keys(), ...declared.map(({ collective }) => collective)])) {
          const said = declared.filter(({ collective }) => collective === how), bytes = said.reduce((sum, exchange) => sum + exchange.received(comm.rank), 0), got = received.get(how) ?? 0;
          if (how === "file" || said.some(({ known }) => known === "about")) continue;
          if (said.some(({ known }) => known === "at most") ? got > bytes : got !== bytes) throw new Error(`${op} at ${site} on rank ${comm.rank} of ${comm.size}: ${got} bytes received by ${how}, ${bytes} are declared (${inputs.map(shown).join(", ")} -> ${results.map(shown).join(", ")})`);
        }
        return results;
      },
    }),
  };
}

const placed = ({ element, shape, placement }: DistributedArray) => ({ type: { element, shape }, placement });
const shown = ({ shape, placement }: DistributedArray): string => `[${shape.join(", ")}] ${JSON.stringify(placement)}`;
