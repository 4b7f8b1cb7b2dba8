// A launcher that stays although its ranks have ended is ended; anything else that started a rank is left alone.
import { transformSync } from "esbuild";
import { spawn } from "node:child_process";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { withDirectory } from "../../test/support/commands.ts";

const test = suite("launchers that stay");

for (const [name, ended] of [["mpirun.stays", true], ["surroundings", false]] as const)
  test(`${name}: ${ended ? "ended" : "left alone"}`, () => withDirectory(async (directory) => {
    if (!existsSync("/proc/self/stat")) return;
    const rank = path.join(directory, "rank.mjs"), launcher = path.join(directory, name);
    writeFileSync(rank, `${transformSync(readFileSync("runtime/launcher/lingering.ts", "utf8"), { loader: "ts" }).code}\nleaveBehind(endOfLauncher(0.3));\n`);
    writeFileSync(launcher, `#!/bin/sh\n${process.execPath} ${rank}\nsleep 4\nexit 0\n`);
    chmodSync(launcher, 0o755);
    const child = spawn(launcher, [], { stdio: "ignore" });
    const [status, signal] = await new Promise<readonly [number | null, string | null]>((resolve) => child.on("exit", (...how) => resolve(how)));
    assert.equal([status, signal !== null], ended ? [null, true] : [0, false]);
  }));

test.run();
