// Every example, run as its README says, on several numbers of ranks, all kernels (native unless told otherwise, where there is a C compiler) and
// uncompiled: the expected results, and always the same bytes.
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { decodeNpy } from "../../runtime/io/npy.ts";
import { command, withDirectory } from "./commands.ts";

type Expected =
  | { readonly value: number; readonly within: number }
  | { readonly list: readonly unknown[]; readonly within: number }
  | { readonly dtype: string; readonly shape: readonly number[]; readonly elements?: readonly number[]; readonly sha256?: string; readonly sum?: number };

const examples = readdirSync("examples").filter((name) => existsSync(`examples/${name}/expected.json`));
const ways: readonly (readonly [string, readonly string[]])[] = [
  ...[1, 3, 7].map((np) => [`np ${np}`, ["-np", String(np)]] as const),
  ["np 2, wasm", ["-np", "2", "--kernels", "wasm"]],
  ["np 4, js", ["-np", "4", "--kernels", "js"]],
  ["serial", ["--serial"]],
];

const parts = 3;

/** Every third of them: test files are processes of their own. */
export function testExamples(part: 1 | 2 | 3): void {
  const test = suite(`examples, part ${part}`);
  for (const name of examples.filter((_, k) => k % parts === part - 1)) test(name, () => runExample(name));
  test.run();
}

async function runExample(name: string): Promise<void> {
  const expected = JSON.parse(readFileSync(`examples/${name}/expected.json`, "utf8")) as { readonly [result: string]: Expected };
  await withDirectory(async (directory) => {
    const source = path.resolve(`examples/${name}/${name}.ts`), bundle = path.join(directory, "program.spmd.mjs");
    // What it reads lies beside it.
    for (const file of readdirSync(`examples/${name}`).filter((f) => /\.(png|csv|npy)$/.test(f))) copyFileSync(`examples/${name}/${file}`, path.join(directory, file));
    const built = await command("spmdc", ["build", source, "-o", bundle]);
    assert.is(built.status, 0, built.stderr);
    const digests = new Set<string>();
    for (const [way, flags] of ways) {
      const saved = path.join(directory, way);
      const ran = await command("spmd", ["run", ...flags, flags.includes("--serial") ? source : bundle, "--save", saved], { cwd: directory });
      assert.is(ran.status, 0, `${way}: ${ran.stderr}`);
      digests.add(checkResults(saved, expected, way));
    }
    assert.is(digests.size, 1, "the bytes differ between the ways to run it");
  });
}

/** Compares what was saved with what is expected; returns a digest of all of it. */
function checkResults(saved: string, expected: { readonly [result: string]: Expected }, way: string): string {
  const hash = createHash("sha256");
  for (const file of readdirSync(saved).filter((name) => name.endsWith(".npy")).sort()) hash.update(file).update(readFileSync(path.join(saved, file)));
  const values = JSON.parse(readFileSync(path.join(saved, "results.json"), "utf8")) as { readonly [name: string]: unknown };
  // A module's exports have no order of their own.
  hash.update(JSON.stringify(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1))));
  for (const [name, want] of Object.entries(expected)) {
    if ("value" in want) {
      const got = values[name];
      assert.ok(typeof got === "number" && Math.abs(got - want.value) <= want.within, `${way}: ${name} is ${String(got)}, not ${want.value}`);
      continue;
    }
    if ("list" in want) {
      const [got, wanted] = [[values[name]], [want.list]].map((list) => list.flat(Infinity) as number[]) as [number[], number[]];
      assert.ok(got.length === wanted.length && got.every((x, k) => Math.abs(x - wanted[k]!) <= want.within), `${way}: ${name} is ${JSON.stringify(values[name])}`);
      continue;
    }
    const got = decodeNpy(readFileSync(path.join(saved, `${name}.npy`)), `${name}.npy`), data = got.data[""]!;
    assert.equal([got.element, got.shape], [want.dtype, want.shape], `${way}: ${name}`);
    if (want.elements) assert.equal([...data], want.elements, `${way}: ${name}`);
    if (want.sum !== undefined) {
      let sum = 0;
      for (const element of data) sum += element;
      assert.ok(Math.abs(sum - want.sum) <= 1e-9 * Math.abs(want.sum), `${way}: the elements of ${name} add up to ${sum}`);
    }
    if (want.sha256) assert.is(createHash("sha256").update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength)).digest("hex"), want.sha256, `${way}: ${name}`);
  }
  return hash.digest("hex");
}
