import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { withDirectory } from "../test/support/commands.ts";
import { programFiles } from "./programFiles.ts";
import { explainCode } from "./explainCode.ts";

const test = suite("programFiles");

const tree: { readonly [file: string]: string } = {
  "a.ts": 'import { map } from "spmd";', "b/b.ts": "import { MPI } from 'spmd/mpi';", "b/c/d.mts": 'import * as s from "spmd";', "b/helper.ts": "export const n = 3;", "b/types.d.ts": 'import "spmd";',
  "b/b.test.ts": 'import { map } from "spmd";', "node_modules/x/x.ts": 'import { map } from "spmd";', "b/readme.md": "spmd", "docs/page.md": "spmd",
};

const inTree = (use: (at: (...words: string[]) => readonly string[]) => void): Promise<void> =>
  withDirectory(async (directory) => {
    for (const [file, text] of Object.entries(tree)) {
      mkdirSync(path.dirname(path.join(directory, file)), { recursive: true });
      writeFileSync(path.join(directory, file), text);
    }
    use((...words) => programFiles(words.map((word) => path.join(directory, word))).map((file) => path.relative(directory, file)));
  });

test("files, folders and patterns", () => inTree((at) => {
  assert.equal(at("a.ts"), ["a.ts"]);
  assert.equal(at("."), ["a.ts", "b/b.ts", "b/c/d.mts"], "what is no program, a declaration or a test is left out");
  assert.equal(at("b", "a.ts", "b/b.ts"), ["b/b.ts", "b/c/d.mts", "a.ts"], "each once");
  assert.equal(at("**/*.ts"), ["a.ts", "b/b.ts", "b/helper.ts"]);
  assert.equal(at("b/*.{ts,mts}"), ["b/b.ts", "b/helper.ts"]);
  assert.equal(at("b/**/?.mts"), ["b/c/d.mts"]);
}));

test("what means nothing", () => inTree((at) => {
  assert.throws(() => at("none.ts"), /there is no file/);
  assert.throws(() => at("*.js"), /there is no file/);
  assert.throws(() => at("docs"), /there is no program in/);
}));

test("a code is explained; one that does not exist is not", () => {
  assert.match(explainCode("SPMD2001"), /^SPMD2001: an error \(types and shapes\)\n\n {2}\.\.\.: shapes \.\.\. and \.\.\. differ\n {2}help: /);
  assert.match(explainCode("SPMD3001"), /a warning \(where arrays are[^]*silence it: `\/\/ spmd-ignore SPMD3001`/);
  assert.match(explainCode("SPMD5002"), "the job did not end within ... s");
  assert.match(explainCode("SPMD6002"), "there is no file");
  assert.throws(() => explainCode("SPMD9999"), /there is no diagnostic SPMD9999/);
});

test.run();
