import { suite } from "uvu";
import * as assert from "uvu/assert";
import { moduleFile, viewOf } from "./view.ts";

const test = suite("view");

const view = (files: { readonly [name: string]: string }): string => viewOf({ entry: "/p/main.ts", readFile: (file) => files[file.replace("/p/", "")] });

test("what a program imports says how it is written", () => {
  assert.is(view({ "main.ts": 'import { map } from "spmd";' }), "global");
  assert.is(view({ "main.ts": "import { MPI } from 'spmd/mpi';" }), "local");
  assert.is(view({ "main.ts": 'import { MPI } from "spmd/mpi";\nimport {\n  map,\n  sum,\n} from "spmd";' }), "global");
  assert.is(view({ "main.ts": "console.log(1);" }), "global");
});

test("its own modules count, types do not", () => {
  assert.is(view({ "main.ts": 'import { MPI } from "spmd/mpi";\nimport { f } from "./lib/f";', "lib/f.ts": 'export { g } from "../g.js";', "g.ts": 'import { map } from "spmd";' }), "global");
  assert.is(view({ "main.ts": 'import { MPI } from "spmd/mpi";\nimport type { NDArray } from "spmd";\nimport "./main.ts";' }), "local");
  assert.is(view({ "main.ts": '// import { map } from "spmd";\nimport { MPI } from "spmd/mpi";' }), "local");
});

test("relative imports", () => {
  const exists = (...files: readonly string[]) => (wanted: string): string | undefined => moduleFile(wanted, (file) => files.includes(file));
  assert.is(exists("/a/b.ts")("/a/b"), "/a/b.ts");
  assert.is(exists("/a/b.ts")("/a/b.js"), "/a/b.ts");
  assert.is(exists("/a/b.mts")("/a/b.mjs"), "/a/b.mts");
  assert.is(exists("/a/b/index.ts")("/a/b"), "/a/b/index.ts");
  assert.is(exists("/a/b.ts")("/a/c"), undefined);
});

test.run();
