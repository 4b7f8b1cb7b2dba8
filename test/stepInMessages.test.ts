// What a global-view program says to single ranks: `local` and `comm` for a step in messages, `once` for what one rank does for all, `progress` for who watches.
// Compiled on several numbers of ranks, and uncompiled.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { command, withDirectory } from "./support/commands.ts";

const test = suite("a step in messages");

const program = `import * as spmd from "spmd";
import { comm, generate, local, map, once, param, print, progress, sum } from "spmd";
import { MPI } from "spmd/mpi";
const wrong = param("wrong", false);
const a = generate([10, 3], (i, j) => i * 10 + j), mine = local(a);
print(comm.allreduce(Math.max(...mine.data), { op: MPI.MAX }), comm.size, comm.allgather([mine.start, ...mine.shape, mine.data.length]));
const calls = [0];
const text = once(() => { calls[0]!++; return [Math.random() < 2, performance.now() > 0, "x", new Float64Array([1, 2])]; });
print(text, comm.allgather(calls[0]));
const { data, start } = local(generate([7], i => ({ re: i, im: -i }), "complex128"));
print(comm.allreduce(data.im.reduce((x, y) => x + y, 0)), local(spmd.fromArray([5, 6], "i32")).data.length > -1, start);
let u = a;
for (const k of progress(5)) u = map(u, x => x + k);
print(sum(u));
if (wrong) once(() => () => 1);
`;

test("each rank's rows, and one rank for all", async () => withDirectory(async (directory) => {
  writeFileSync(path.join(directory, "main.ts"), program);
  assert.is((await command("spmdc", ["build", "main.ts"], { cwd: directory })).status, 0);
  const parts: Readonly<Record<number, string>> = { 1: "[ [ 0, 10, 3, 30 ] ]", 2: "[ [ 0, 5, 3, 15 ], [ 5, 5, 3, 15 ] ]", 3: "[ [ 0, 3, 3, 9 ], [ 3, 3, 3, 9 ], [ 6, 4, 3, 12 ] ]" };
  for (const [np, flags] of [[1, ["--serial", "main.ts"]], [1, ["-np", "1", "main.spmd.mjs"]], [2, ["-np", "2", "main.spmd.mjs"]], [3, ["-np", "3", "--kernels", "js", "main.spmd.mjs"]]] as const) {
    const ran = await command("spmd", ["run", ...flags], { cwd: directory });
    assert.is(ran.stderr, "", flags.join(" "));
    assert.is(ran.stdout, `92 ${np} ${parts[np]}\n[ true, true, 'x', Float64Array(2) [ 1, 2 ] ] [ 1${", 0".repeat(np - 1)} ]\n-21 true 0\n1680\n`, flags.join(" "));
  }
  const ran = await command("spmd", ["run", "-np", "2", "main.spmd.mjs", "--wrong"], { cwd: directory });
  assert.is(ran.status, 1);
  assert.match(ran.stderr, /^error SPMD5019: once: a function cannot be sent to another rank\n  main\.ts:15:12\n/);
}));

test.run();
