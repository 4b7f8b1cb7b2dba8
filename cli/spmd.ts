// Runs programs on ranks.
import { runProgram } from "./command.ts";
import { bench } from "./commands/bench.ts";
import { doctor } from "./commands/doctor.ts";
import { explain } from "./commands/explain.ts";
import { run } from "./commands/run.ts";
import { tour } from "./commands/tour.ts";
import { version } from "./version.ts";

process.exitCode = await runProgram({ name: "spmd", summary: "runs SPMD programs on ranks", version, commands: [run, explain, bench, doctor, tour] }, process.argv.slice(2));
