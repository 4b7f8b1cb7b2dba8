// `spmd/mpi` as an editor sees it: what a hover says, what completion offers after a dot, which calls are accepted (positional and by name) and which are not.
import path from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Project, ts } from "ts-morph";

const test = suite("spmd/mpi types");

/** A comment `// ^ TEXT` stands below a line: hovering what the mark points at says TEXT. A line that ends with `// wrong` has an error, others have none. */
const program = `import { MPI } from "spmd/mpi";
const comm = MPI.COMM_WORLD, status = new MPI.Status();
//    ^ const comm: MPI.Intracomm

// Any value, in both spellings; what comes back has the type of what went in.
const all = comm.allgather({ rank: comm.rank });
//    ^ const all: { rank: number; }[]
const some = comm.gather("x", { root: 1 });
//    ^ const some: string[] | null
const sum = comm.reduce(2.5, MPI.SUM, 0);
//    ^ const sum: number | null
const joined = comm.allreduce("a", (a: string, b: string) => a + b);
//    ^ const joined: string
comm.send({ a: 7 }, 1, 11);
comm.send({ a: 7 }, { dest: 1, tag: 11 });
const got = comm.recv<number[]>({ source: MPI.ANY_SOURCE, tag: 3, status });
//    ^ const got: number[]
const [done, value] = comm.irecv(0, 1).test();
//     ^ const done: boolean

// Typed arrays and buffer specs.
const data = new Float64Array(10), whole = new Int32Array(40);
comm.Send(data, 1);
comm.Send([data, 3, MPI.DOUBLE], { dest: 1 });
comm.Recv([data, [2, 4], MPI.DOUBLE], { source: 0, status });
comm.Sendrecv(data, { dest: 1, recvbuf: data.slice(), source: 0 });
comm.Allreduce(MPI.IN_PLACE, data, MPI.MAX);
comm.Allreduce({ sendbuf: data, recvbuf: data.slice() });
comm.Gatherv({ sendbuf: data, recvbuf: [whole, [1, 2, 3, 4], [0, 1, 3, 6], MPI.INT], root: 0 });
const request = comm.Iallreduce(data, data.slice(), MPI.SUM);
//    ^ const request: MPI.Request
const again = comm.Allreduce_init(data, data.slice());
//    ^ const again: MPI.Prequest
const cart = comm.Create_cart([2, 2], [true, false]);
//    ^ const cart: MPI.Cartcomm
const [before, after] = cart.Shift(0, 1);
//     ^ const before: number
const win = MPI.Win.Allocate(80, 8);
win.Put(data, 1, [0, 10, MPI.DOUBLE]);
MPI.hook({ leave: call => void call.bytes });
//                ^ (parameter) call: MPI.HookedCall

comm.Send("text", 1); // wrong
comm.Send(data); // wrong
comm.send({ a: 1 }, { tag: 3 }); // wrong
comm.send({ a: 1 }, { dest: 1, tga: 3 }); // wrong
comm.Bcast([data, "DOUBLE"], 0); // wrong
comm.Allreduce(data, data, "SUM"); // wrong
comm.Shift(0, 1); // wrong
const name: string = comm.allreduce(1); // wrong
comm.rank = 3; // wrong
export { all, some, sum, joined, got, done, value, request, again, before, after, name };
`;

const project = new Project({
  skipAddingFilesFromTsConfig: true,
  compilerOptions: { strict: true, noEmit: true, target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler, allowImportingTsExtensions: true, types: ["node"], paths: { "spmd/mpi": [path.resolve("runtime/mpi.ts")] } },
});
const source = project.createSourceFile(path.resolve("test/virtual.ts"), program), file = source.getFilePath(), service = project.getLanguageService().compilerObject;
const lines = program.split("\n"), starts = lines.map((_, k) => lines.slice(0, k).reduce((at, line) => at + line.length + 1, 0));

test("lines marked wrong have errors, others have none", () => {
  const found = new Set(source.getPreEmitDiagnostics().map(d => d.getLineNumber()));
  assert.equal([...found].sort((a, b) => a! - b!), lines.flatMap((line, k) => (line.endsWith("// wrong") ? [k + 1] : [])));
});

test("hovers", () => {
  let checked = 0;
  lines.forEach((line, k) => {
    const mark = /^\/\/ +\^ (.*)$/.exec(line);
    if (!mark) return;
    const info = service.getQuickInfoAtPosition(file, starts[k - 1]! + line.indexOf("^"));
    assert.is(info?.displayParts?.map(part => part.text).join("").replace(/\s+/g, " "), mark[1], `line ${k}`);
    checked++;
  });
  assert.ok(checked > 8);
});

test("hovering a call says what it does and which forms it has", () => {
  const at = program.indexOf("Sendrecv(data") + 1, info = service.getQuickInfoAtPosition(file, at)!;
  assert.match(info.displayParts!.map(part => part.text).join(""), /Sendrecv\(sendbuf: (?:MPI\.)?BufferSpec, options: \{[^]*dest: number/);
  const probe = service.getQuickInfoAtPosition(file, program.indexOf("Shift(0") + 1)!;
  assert.match(probe.documentation!.map(part => part.text).join(""), /PROC_NULL beyond the edge/);
});

test("completion after a dot offers MPI's calls", () => {
  const names = (text: string): string[] => service.getCompletionsAtPosition(file, program.indexOf(text) + text.length, {})!.entries.map(entry => entry.name);
  const comm = names("= comm.");
  for (const name of ["Send", "send", "Iallreduce", "Allreduce_init", "Create_cart", "rank"]) assert.ok(comm.includes(name), name);
  assert.not.ok(comm.includes("Shift"), "only grids have neighbours");
  for (const name of ["COMM_WORLD", "SUM", "DOUBLE", "Win", "hook"]) assert.ok(names("import { MPI } from \"spmd/mpi\";\nconst comm = MPI.").includes(name), name);
});

test.run();
