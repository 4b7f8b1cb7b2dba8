// For each class of mistake a wrong program with the report it must get, and a correct near-twin that must get none.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { outcomes, withRanks } from "../support/withRanks.ts";
import { twins } from "./faults.ranks.ts";

const test = suite("faults");
const file = "test/faults/faults.ranks.ts";
const at = "faults\\.ranks\\.ts:\\d+:\\d+";

/** What the report (of the whole job, or of the rank that threw first) must match. */
const expected: { readonly [name in keyof typeof twins]: RegExp } = {
  "different collectives": new RegExp(`^mismatch: .*\\n  rank 0  Barrier\\(\\) on MPI_COMM_WORLD.* at ${at}\\n  rank 1  Bcast\\(root=0, dtype=INT, count=1\\).* at ${at}`),
  "different roots": new RegExp(`^mismatch[^]*Bcast\\(root=0, [^]*Bcast\\(root=1, .* at ${at}`),
  "different operations": /^mismatch[^]*op=SUM[^]*op=MAX/,
  "different datatypes": /^mismatch[^]*dtype=INT[^]*dtype=FLOAT/,
  "different counts": /^mismatch[^]*count=2[^]*count=3/,
  "two receives": new RegExp(`^deadlock: every rank here waits[^]*rank 0  Recv\\(source=1, tag=5, dtype=INT, count=1\\) on MPI_COMM_WORLD at ${at}, waiting for rank 1\\n  rank 1  Recv\\(source=0`),
  "two synchronous sends": new RegExp(`^deadlock[^]*rank 0  Ssend\\(dest=1[^]* at ${at}, waiting for rank 1`),
  "two sends too long to be left behind": new RegExp(`^deadlock[^]*rank 0  Send\\(dest=1, tag=4, dtype=DOUBLE, count=1048576\\)[^]* at ${at}, waiting for rank 1`),
  "another tag": new RegExp(`^deadlock[^]*rank 0  Barrier\\(\\)[^]*rank 1  recv\\(source=0, tag=6\\).* at ${at}, waiting for rank 0 \\(a message not asked for: from rank 0 with tag 5\\)`),
  "a request that can never be done": new RegExp(`^deadlock[^]*Request\\.Wait\\(op=Irecv\\).* at ${at}, waiting for rank 1`),
  "a collective that not all have started": new RegExp(`^deadlock[^]*rank 0  Request\\.Wait\\(op=Ibarrier\\).* at ${at}, waiting for rank 1\\n  rank 1  recv\\(source=0`),
  "different collectives started": /^deadlock[^]*rank 0 {2}Request\.Wait\(op=Ibcast\)[^]*rank 1 {2}Request\.Wait\(op=Iallreduce\)/,
  "collectives in another order on two communicators": /^deadlock[^]*rank 0 {2}Barrier\(\) on MPI_COMM_WORLD [^]*rank 1 {2}Barrier\(\) on MPI_COMM_WORLD.Dup /,
  "a rank that has ended": new RegExp(`^deadlock: rank 0 has ended and others still wait for it\\n  rank 0  has ended\\n  rank 1  recv\\(source=0, tag=ANY_TAG\\).* at ${at}`),
  "a lock that is never given back": /^deadlock[^]*(Barrier\(\)[^]*Win\.Lock\(|Win\.Lock\([^]*Barrier\(\))/,
  "a buffer in use by a pending receive": new RegExp(`Allreduce: the buffer is still being received into by Irecv at ${at}; wait for its request first \\(ERR_BUFFER\\) at ${at}`),
  "a buffer read while it is being received into": new RegExp(`Send: the buffer is still being received into by Irecv at ${at}; wait for its request first \\(ERR_BUFFER\\) at ${at}`),
  "a buffer written while it is being sent": new RegExp(`Recv: the buffer is still being sent by Issend at ${at}; wait for its request first \\(ERR_BUFFER\\) at ${at}`),
  "a window left at Finalize": new RegExp(`Finalize: rank \\d still has one object[^]*window made at ${at}`),
  "an address that is not attached": /Win\.Put: addresses 4096 to 4100 of rank 0 are in no memory that is attached to its window \(ERR_RMA_RANGE\)/,
  "Finalize called twice": new RegExp(`Finalize has been called already \\(ERR_OTHER\\) at ${at}`),
  "a request left at Finalize": new RegExp(`Finalize: rank \\d still has one object that must be waited for or freed:\\n  Irecv at ${at}`),
  "a communicator left at Finalize": new RegExp(`Finalize: rank \\d still has one object[^]*communicator of Dup at ${at}`),
  "a datatype left at Finalize": new RegExp(`Finalize[^]*datatype contiguous\\(INT\\) committed at ${at}`),
  "one-sided outside an epoch": new RegExp(`Win\\.Put: no epoch is open for rank 0; call Fence, Start or Lock\\(0\\) first \\(ERR_RMA_SYNC\\) at ${at}`),
  "movements that conflict": new RegExp(`Win\\.Fence: two movements of one epoch touch the same memory of rank 0: Win\\.Put of rank 0 at ${at} \\(bytes 0 to 8\\) and Win\\.Put of rank 1 at ${at}`),
  "outside the window": /Win\.Put: bytes 8 to 16 are outside the 8 bytes of rank 0's window \(ERR_RMA_RANGE\)/,
  "rank": new RegExp(`Send: dest is 2, but MPI_COMM_WORLD has ranks 0 to 1 \\(ERR_RANK\\) at ${at}`),
  "root": /bcast: root is 5, but MPI_COMM_WORLD has ranks 0 to 1 \(ERR_ROOT\)/,
  "tag": /send: tag is -3; tags go from 0 to 2147483647 \(ERR_TAG\)/,
  "count": /Gather: the buffer of 5 items cannot be divided into 2 equal parts, one a rank \(ERR_COUNT\)/,
  "datatype not committed": /Bcast: the datatype contiguous\(INT\) has not been committed; call Commit\(\) first \(ERR_TYPE\)/,
  "operation on floats": /Allreduce: BAND works on integers, not on DOUBLE \(ERR_OP\)/,
  "buffer too short": /Bcast: the buffer of 12 bytes is too short for 4 items of INT from byte 0 on, which reach to byte 16 \(ERR_BUFFER\)/,
  "not a buffer": /Send: a buffer must be a typed array, a DataView or an ArrayBuffer, not an object; lower-case calls carry any value \(ERR_BUFFER\)/,
  "message longer than its buffer": new RegExp(`Recv: the message of 16 bytes from rank 0 with tag 0 is longer than the buffer of 12 bytes \\(ERR_TRUNCATE\\) at ${at}`),
  "message of another type": new RegExp(`Recv: the message from rank 0 with tag 5 is of another type: it holds elements of INT, but elements of FLOAT are expected \\(ERR_TYPE\\) at ${at}`),
  "a value received as an array": /Request\.Wait: the message from rank 0 with tag 0 is of another type: it holds a value of a lower-case call, but elements of DOUBLE are expected \(ERR_TYPE\)/,
  "an array received as a value": /recv: the message from rank 0 with tag 3 is of another type: it holds elements of DOUBLE, but a value of a lower-case call is expected/,
  "freed communicator": /Barrier: the communicator is COMM_NULL or has been freed \(ERR_COMM\)/,
  "a function cannot be sent": /a function cannot be sent to another rank/,
  "an option that does not exist": /send: there is no option tga; there are dest, tag \(ERR_ARG\)/,
  "an error that is fatal": /^rank 0: MPI\.Exception: |^rank 0: Send: dest is 9/,
  "Abort": new RegExp(`^rank 1 called Abort\\(3\\) at ${at}`),
};

for (const name of Object.keys(twins)) {
  test(`${name}: reported`, async () => {
    const start = performance.now(), all = await outcomes<string[]>(2, file, "program", [name, "wrong"], { deadlineMs: 10_000 });
    const thrown = all.find(o => o.error !== undefined && o.errorName !== "JobEnded") ?? all.find(o => o.error !== undefined);
    assert.match(thrown?.error ?? "no error", expected[name]!);
    for (const outcome of all) assert.is.not(outcome.errorName, "Deadline");
    assert.ok(performance.now() - start < 8000);
  });
  test(`${name}: the correct twin is silent`, async () => {
    for (const left of await withRanks<string[]>(2, file, "program", [name, "right"])) assert.equal(left, []);
  });
}

test.run();
