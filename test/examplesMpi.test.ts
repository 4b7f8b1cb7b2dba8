// The message-passing examples, run as their README says, on several numbers of ranks: the tutorial's outputs, as sets of lines, since ranks print in any order.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { decodeNpy } from "../runtime/io/npy.ts";
import { command, withDirectory } from "./support/commands.ts";

const test = suite("examples/mpi");
const folder = "examples/mpi";

interface Example {
  readonly np: readonly number[];
  /** Lines (a regular expression where they vary), or the whole text if only one rank speaks. */
  readonly lines: (np: number) => readonly (string | RegExp)[];
}

const ranksOf = (np: number): number[] => Array.from({ length: np }, (_, rank) => rank);
const every = (line: (rank: number, np: number) => string | RegExp) => (np: number): (string | RegExp)[] => ranksOf(np).map(rank => line(rank, np));

const examples: { readonly [name: string]: Example } = {
  hello: { np: [1, 4], lines: every((rank, np) => new RegExp(`^Hello World! I am process ${rank} of ${np} on [\\w.-]+ with pid \\d+\\.$`)) },
  sendReceive: {
    np: [2, 4],
    lines: () => ["{ a: 7, b: 3.14 }", "[0 1 2 3 4 5 6 7 8 9]", "[0 1 2 3 4 5 6 7 8 9]"],
  },
  barrier: { np: [1, 4], lines: every(rank => `Hello from proc: ${rank}`) },
  timing: { np: [2], lines: every(() => /^time elapsed is: \d\.\d{6}e[-+]\d+$/) },
  bcast: { np: [1, 4], lines: every(rank => `bcast finished and data on rank ${rank} is: { key1: [ 7, 2.72, { re: 2, im: 3 } ], key2: [ 'abc', 'xyz' ] }`) },
  scatter: { np: [1, 4], lines: every(rank => `data on rank ${rank} is: ${(rank + 1) ** 2}`) },
  gather: {
    np: [1, 4],
    lines: np => ranksOf(np).flatMap(rank => [`before gather, data on rank ${rank} is: ${(rank + 1) ** 2}`, `data on rank: ${rank} is: ${rank === 0 ? `[ ${ranksOf(np).map(r => (r + 1) ** 2).join(", ")} ]` : "null"}`]),
  },
  reduce: { np: [1, 4], lines: np => ranksOf(np).map(() => String((np * (np - 1)) / 2)) },
  pi: { np: [1, 3, 4], lines: () => [/^pi is approximately 3\.142425985001\d*$/, /^error is 0\.00083333141\d*$/] },
  mandelbrot: { np: [1, 3, 4], lines: () => ["200 x 250, sum 1866814"] },
  ring: { np: [1, 4], lines: np => [`passed: [${np === 1 ? " 0 " : ` ${ranksOf(np).join(", ")} `}]`] },
  jacobi: { np: [1, 3, 4], lines: () => ["642 steps, the last changed nothing by more than 0.0100"] },
  masterWorker: { np: [1, 2, 4], lines: () => ["sum of squares: 2470"] },
  sharedCounter: { np: [1, 2], lines: np => [`drawn: [ ${ranksOf(3 * np).join(", ")} ]`] },
};

const programs = readdirSync(folder).filter(name => name.endsWith(".ts")).map(name => name.replace(".ts", ""));

test("every program is here, and the README names it", () => {
  assert.equal(programs.sort(), Object.keys(examples).sort());
  const readme = readFileSync(`${folder}/README.md`, "utf8");
  for (const name of programs) assert.ok(readme.includes(`\`${name}\``), name);
});

/** Each expected line is there once, and nothing else. */
function sameLines(actual: string, expected: readonly (string | RegExp)[], what: string): void {
  const left = actual.trimEnd().split("\n");
  for (const line of expected) {
    const at = left.findIndex(got => (typeof line === "string" ? got === line : line.test(got)));
    assert.ok(at >= 0, `${what}: no line ${String(line)} in\n${actual}`);
    left.splice(at, 1);
  }
  assert.equal(left, [], what);
}

for (const [name, { np, lines }] of Object.entries(examples))
  test(name, () => withDirectory(async directory => {
    const bundle = path.join(directory, `${name}.spmd.mjs`), built = await command("spmdc", ["build", `${folder}/${name}.ts`, "-o", bundle]);
    assert.is(built.status, 0, built.stderr);
    for (const ranks of np) {
      const { status, stdout, stderr } = await command("spmd", ["run", "-np", String(ranks), bundle]);
      assert.equal([status, stderr], [0, ""], `${ranks} ranks`);
      sameLines(stdout, lines(ranks), `${name} on ${ranks} ranks`);
    }
  }));

test("mandelbrot's bytes", () => withDirectory(async directory => {
  for (const np of [1, 4]) {
    const { status, stderr } = await command("spmd", ["run", "-np", String(np), "--save", directory, `${folder}/mandelbrot.ts`]);
    assert.is(status, 0, stderr);
    const { element, data } = decodeNpy(readFileSync(path.join(directory, "C.npy")), "C.npy"), C = data[""]!;
    assert.equal([element, C.length], ["i32", 200 * 250]);
    assert.is(createHash("sha256").update(new Uint8Array(C.buffer, C.byteOffset, C.byteLength)).digest("hex"), "ccc9c6b37cf4f535c3f51b65339daa133ccd664d8aa3d718b51582bf6b917704");
  }
}));

test.run();
