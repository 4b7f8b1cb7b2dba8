// The compiler's command line.
import { runProgram } from "./command.ts";
import { build } from "./commands/build.ts";
import { check } from "./commands/check.ts";
import { dump } from "./commands/dump.ts";
import { explain } from "./commands/explain.ts";
import { version } from "./version.ts";

process.exitCode = await runProgram(
  { name: "spmdc", summary: "compiles TypeScript programs over distributed arrays to SPMD programs", version, commands: [build, check, explain, dump] },
  process.argv.slice(2),
);
