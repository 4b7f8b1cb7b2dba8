import { suite } from "uvu";
import * as assert from "uvu/assert";
import { transform } from "esbuild";
import { readdirSync, existsSync } from "node:fs";
import { compiled, exampleSources } from "../../../test/support/compiled.ts";
import { parseLocal } from "../../ir/parse.ts";
import { verifyLocal } from "../../ir/verify.ts";
import { printMessagePassing } from "./printMessagePassing.ts";

const test = suite("emit spmd");

const kernels = `kernel @escapeTime(cx: f64, cy: f64, maxit: f64) -> int at m.ts:5:1 {
  var x: f64
  var it: int
  var next: f64
  x = 0.0
  it = 0
  while loop (((x * x) < 4.0) && (f64(it) < maxit)) {
    next = (x * x) + cx
    x = next - (cy * (x - 1.0))
    it = it + 1
  }
  return it
}
kernel @point(i: int from index, j: int from index, dx: f64, maxit: f64) -> int at m.ts:9:20 {
  return @escapeTime:int(-2.0 + (f64(j) * dx), -1.0 + (f64(i) * dx), maxit)
}
kernel @half(a: f64) -> f64 at m.ts:9:20 {
  return a / 2.0
}
kernel @mean(a: f64, b: f64, c: f64) -> f64 at m.ts:9:20 {
  return (a + b) + c
}
kernel @add(a: f64, b: f64) -> f64 at :0:0 {
  return a + b
}
kernel @max(a: f64, b: f64) -> f64 at :0:0 {
  return max:f64(a, b)
}
`;

function shown(nests: string, body: string, results = ""): string {
  const program = parseLocal(`program m\nparam maxit = 127 at m.ts:1:1\n${kernels}${nests}body {\n${body}}\n${results}`);
  assert.equal(verifyLocal(program), []);
  return printMessagePassing(program).split("\n").slice(2).join("\n");
}

test("the seed's program: my rows, a kernel, a gather", () => {
  const text = shown(`nest k 2d at m.ts:9:10 {
  capture dx: f64
  capture maxit: f64
  s0 = @point(i0, i1, c0, c1) at m.ts:9:10
  store s0.0 as i32 into i32
}
`, `host \`const maxit = $rt.param("maxit", 127), h = 200, dx = 3 / h;\` ( -> maxit, h, dx) at m.ts:1:1
host \`const h$1 = $rt.extent(h, "generate: extent 0", "m.ts:9:20");\` (h -> h$1) at m.ts:9:20
%1: i32 [h$1, 250] on cyclic(0) = launch k [h$1, 250] on cyclic(0) () with (dx, maxit) of generate at m.ts:9:10 at m.ts:9:10
%2: i32 [h$1, 250] on root = reshard %1 from cyclic(0) by gather because "imshow needs the whole array on rank 0" at m.ts:10:1
effect imshow(%2) at m.ts:10:1 with
, \`{ array: 0 }\` ( -> ) at m.ts:10:8
`, "result C = %1\n");
  assert.is(text, `import { MPI } from "spmd/mpi";
import { param, imshow } from "spmd";

const comm = MPI.COMM_WORLD, rank = comm.Get_rank(), size = comm.Get_size();

function escapeTime(cx: number, cy: number, maxit: number): number {
  let x = 0;
  let it = 0;
  while (x * x < 4 && it < maxit) {
    const next = x * x + cx;
    x = next - cy * (x - 1);
    it++;
  }
  return it;
}

const maxit = param("maxit", 127), h = 200, dx = 3 / h;

// generate (m.ts:9:10)
const rows = Math.max(0, Math.ceil((h - rank) / size)); // rows rank, rank + size, rank + 2 * size, ...
const C = new Int32Array(rows * 250);
for (let i = 0; i < rows; i++) {
  for (let j = 0; j < 250; j++) {
    C[i * 250 + j] = escapeTime(-2 + j * dx, -1 + (rank + i * size) * dx, maxit);
  }
}

// imshow needs the whole array on rank 0 (m.ts:10:1)
const allC = rank === 0 ? new Int32Array(h * 250) : null;
comm.Gatherv(C, allC, { root: 0 });
if (rank === 0) imshow(allC);
`);
});

test("reductions are a partial result and an allreduce", () => {
  const text = shown(`nest k 1d at m.ts:2:1 {
  s0 = @half(i0) at m.ts:2:1
  leaf axis 0 s0.0 as f64 by add 0 @add in f64
  leaf axis 0 s0.0 as f64 by max -Infinity @max in f64
}
`.replace("@half(i0)", "@half(1)"), `%1: f64 [1000] on block(0, align 128), %2: f64 [1000] on block(0, align 128) = launch k [1000] on block(0, align 128) () with () of sum at m.ts:2:1 at m.ts:2:1
%3: f64 [] on replicated = combine %1 [1000] on block(0, align 128) axis 0 all by add 0 @add in f64, allgather because "sum needs every rank's part" at m.ts:2:1
scalar total = %3 at m.ts:2:1
%4: f64 [] on replicated = combine %2 [1000] on block(0, align 128) axis 0 all by max -Infinity @max in f64, allgather because "max" at m.ts:3:1
scalar $s1 = %4 at m.ts:3:1
host \`console.log(total, $s1);\` (total, $s1 -> ) at m.ts:4:1
`);
  assert.match(text, `let partTotal = 0;
let partGreatest = -Infinity;
for (let i = 0; i < count; i++) {
  const v0 = 1 / 2;
  partTotal += v0;
  partGreatest = Math.max(partGreatest, v0);
}
// sum needs every rank's part (m.ts:2:1)
const total = comm.allreduce(partTotal, { op: MPI.SUM });
// max (m.ts:3:1)
const greatest = comm.allreduce(partGreatest, { op: MPI.MAX });
console.log(total, greatest);`);
  assert.match(text, "const [first, count] = share(1000, 128);");
  assert.match(text, "function share(extent: number, align = 1)");
});

test("neighbours are exchanged with the ranks above and below", () => {
  const text = shown(`nest k 2d at m.ts:2:1 {
  in0 = f64 (i0-1, i1)
  in1 = f64 (i0+1, i1)
  in2 = f64 (i0, i1-1) clamp
  s0 = @mean(in0, in1, in2) at m.ts:2:1
  store s0.0 as f64 into f64
}
`, `%1: f64 [n, n] on block(0) = call readNpy() with {file: "a.npy"} at m.ts:1:1
%2: f64 [n, n] on block(0, halo 1 clamp) = reshard %1 from block(0) by halo because "stencil reads its neighbours" at m.ts:2:1
%3: f64 [n, n] on block(0) = launch k [n, n] on block(0) (%2, %2, %2) with () of stencil at m.ts:2:1 at m.ts:2:1
`);
  assert.match(text, "const above = rank > 0 ? rank - 1 : MPI.PROC_NULL");
  assert.match(text, "comm.Sendrecv(readNpy.subarray(0, n), { dest: above, source: below, recvbuf: readNpyAndEdges.subarray((rows + 1) * n) });");
  assert.match(text, "stencilResult[i * n + j] = readNpyAndEdges[i * n + j] + readNpyAndEdges[(i + 2) * n + j] + readNpyAndEdges[(i + 1) * n + clamp(j - 1, n)];");
});

for (const name of readdirSync("examples").filter((name) => existsSync(`examples/${name}/${name}.ts`))) {
  test(`${name} is TypeScript`, async () => {
    const { local } = await compiled(exampleSources(name), "communicate");
    await transform(printMessagePassing(local!), { loader: "ts" });
  });
}

test.run();
