// MPI's own collectives against what they must give; run by collectives.test.ts with `native` forced, so that short arrays go that way too.
import * as assert from "uvu/assert";
import type { Communicator } from "../../communicator/communicator.ts";
import { MPI } from "../../mpi.ts";
import type { NativeCollectives, Numbers } from "../transport.ts";

type Value = number & bigint;
type Make = new (length: number) => { [k: number]: Value } & Numbers;
const integers = [Int8Array, Uint8Array, Int16Array, Uint16Array, Int32Array, Uint32Array, BigInt64Array, BigUint64Array] as unknown as readonly Make[];

const meanings: { readonly [op: string]: (a: Value, b: Value) => number | bigint | boolean } = {
  SUM: (a, b) => a + b, PROD: (a, b) => a * b, MAX: (a, b) => (a > b ? a : b), MIN: (a, b) => (a < b ? a : b), BAND: (a, b) => a & b, BOR: (a, b) => a | b, BXOR: (a, b) => a ^ b,
  LAND: (a, b) => Boolean(a) && Boolean(b), LOR: (a, b) => Boolean(a) || Boolean(b), LXOR: (a, b) => Boolean(a) !== Boolean(b),
};

const isBig = (array: unknown): boolean => array instanceof BigInt64Array || array instanceof BigUint64Array;

/** Small and huge values of either sign, zeros among them. */
function values(kind: Make, rank: number, length: number): InstanceType<Make> {
  const made = new kind(length), of = (value: number): Value => (isBig(made) ? BigInt(value) * 40507n : value) as Value;
  for (let k = 0; k < length; k++) made[k] = of(k % 4 === 0 ? 0 : k % 4 === 1 ? ((rank * 7 + k * 3) % 5) - 2 : (rank + 2) * 7919 ** (1 + (k % 2)) * (k % 3 === 0 ? -1 : 1));
  return made;
}

/** Ranks `0 .. last`, one after the other, as typed arrays of JavaScript do it. */
function folded(kind: Make, op: string, last: number, length: number): InstanceType<Make> {
  const result = values(kind, 0, length), f = meanings[op]!;
  for (let r = 1; r <= last; r++) {
    const other = values(kind, r, length);
    for (let k = 0; k < length; k++) {
      const value = f(result[k]!, other[k]!);
      result[k] = (typeof value !== "boolean" ? value : isBig(result) ? BigInt(value) : Number(value)) as Value;
    }
  }
  return result;
}

export function reductions({ rank, size }: Communicator): number {
  const comm = MPI.COMM_WORLD, length = 24, last = size - 1;
  for (const kind of integers)
    for (const name of Object.keys(meanings)) {
      const op = MPI[name as "SUM"], what = `${name} of ${kind.name}`, mine = values(kind, rank, length), all = folded(kind, name, last, length), poisoned = (): InstanceType<Make> => new kind(length).fill((isBig(mine) ? 77n : 77) as never) as InstanceType<Make>;
      const into = poisoned();
      comm.Allreduce(mine, into, op);
      assert.equal(into, all, `Allreduce, ${what}`);
      const inPlace = values(kind, rank, length);
      comm.Allreduce(MPI.IN_PLACE, inPlace, op);
      assert.equal(inPlace, all, `Allreduce in place, ${what}`);
      for (const root of [0, last]) {
        const there = rank === root ? poisoned() : null;
        comm.Reduce(mine, there, op, root);
        if (there) assert.equal(there, all, `Reduce, ${what}`);
      }
      const prefix = poisoned(), before = poisoned();
      comm.Scan(mine, prefix, op);
      assert.equal(prefix, folded(kind, name, rank, length), `Scan, ${what}`);
      comm.Exscan(mine, before, op);
      assert.equal(before, rank === 0 ? poisoned() : folded(kind, name, rank - 1, length), `Exscan, ${what}`);
    }
  return rank;
}

/** Which of the transport's collectives calls of the user come to: parts that are equal, in place or not, and operations whose order does not show. */
export function whichAreNative({ transport, rank, size }: Communicator): string[] {
  const names: string[] = [], native = transport.native!.bind(transport);
  transport.native = (members) => Object.fromEntries(Object.entries(native(members)).map(([name, call]) => [name, (...args: never[]) => {
    if (name !== "agrees") names.push(name);
    return (call as (...all: never[]) => unknown)(...args);
  }])) as unknown as NativeCollectives;
  const comm = MPI.COMM_WORLD.Dup(), n = 20_000, whole = size * n, doubles = new Float64Array(n).fill(rank), all = new Float64Array(whole), ints = new Int32Array(n).fill(rank), sums = new Int32Array(n);
  comm.Bcast(doubles, 0);
  doubles.fill(rank);
  comm.Gather(doubles, rank === 0 ? all : null, 0);
  comm.Allgather(doubles, all);
  assert.equal([...all.filter((_, k) => k % n === n - 1)], Array.from({ length: size }, (_, r) => r));
  comm.Scatter(rank === 1 ? all : null, doubles, 1);
  comm.Alltoall(new Float64Array(whole).fill(rank), all);
  comm.Allreduce(ints, sums);
  comm.Reduce(ints, sums, MPI.MAX, 0);
  comm.Scan(ints, sums);
  comm.Exscan(ints, sums);
  // Every second element of a place twice as long: the parts do not lie together.
  const apart = MPI.DOUBLE.Create_vector(n, 1, 2).Commit(), twice = new Float64Array(2 * whole).fill(-1);
  comm.Allgather(doubles, [twice, 1, apart]);
  assert.equal([twice[0], twice[1], twice[2 * n - 1], twice[2 * n]], [0, -1, 1, -1]);
  apart.Free();
  // These are ours: what is short, floating point, products that JavaScript rounds, and parts of any length.
  comm.Bcast(new Float64Array(4), 0);
  comm.Allreduce(doubles, new Float64Array(n));
  comm.Allreduce(ints, sums, MPI.PROD);
  comm.Allgatherv(doubles, all);
  comm.Free();
  return names;
}

/** Parts that differ between the ranks: an error on those that see it, and the communicator goes on. */
export function lengthsThatDiffer({ rank, size }: Communicator): number {
  const comm = MPI.COMM_WORLD, n = 20_000, mine = new Float64Array(n).fill(rank);
  let failed = "";
  try {
    // The root has room for less than the others send.
    comm.Gather(mine, rank === 0 ? new Float64Array((n - 10) * size) : null, 0);
  } catch (error) {
    failed = String(error);
  }
  assert.is(/ERR_TRUNCATE/.test(failed), rank === 0, failed);
  const sum = new Int32Array(1);
  comm.Allreduce(Int32Array.of(1), sum);
  return sum[0]!;
}
