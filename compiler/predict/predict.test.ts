import { readFileSync, readdirSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseLocal } from "../ir/parse.ts";
import { collectiveTime, spreadOf } from "./collectiveTime.ts";
import type { MachineFile } from "./machineFile.ts";
import { machineFormat, readMachine } from "./machineFile.ts";
import { scalingPicture } from "./picture.ts";
import { predict } from "./predict.ts";
import { renderPrediction, renderScaling, timeText } from "./render.ts";
import { scaling } from "./scaling.ts";

const test = suite("predict");

/** Figures that are easily added up in the head. */
const machine: MachineFile = {
  format: machineFormat, name: "paper", coresPerNode: 4, memory: { latency_us: 1, overhead_us: 0.5, gap_us: 0, bandwidth_GBps: 1 }, network: { latency_us: 8, overhead_us: 1, gap_us: 1, bandwidth_GBps: 0.5 },
  core: { operations_per_us: 1000, bandwidth_GBps: 1e6, launch_us: 1 }, node: { bandwidth_GBps: 1e6 }, switch_us: 5, file_GBps: 1, kernels: { "steps/step": { ns_per_point: 10 } },
};

const program = parseLocal(`program steps
param n = 1024 at s.ts:1:11
param times = 20 at s.ts:2:11
slot u: f64 [n, 100] at s.ts:3:5
kernel @f(x: f64) -> f64 at s.ts:5:1 {
  return x
}
kernel @max(a: f64, b: f64) -> f64 at :0:0 {
  return max:f64(a, b)
}
nest start 2d at s.ts:3:9 {
  store 1 into f64
}
nest step 2d at s.ts:6:9 {
  in0 = f64 (i0-1, i1)
  s0 = @f(in0) at s.ts:6:9
  store s0.0 as f64 into f64
  leaf axis 1 s0.0 as f64 by max -Infinity @max in f64
}
place slot u block(0)
body {
  host \`const n = $rt.param("n", 1024), times = $rt.param("times", 20);\` ( -> n, times) at s.ts:1:1
  %1: f64 [n, 100] on block(0) room 1 = launch start [n, 100] on block(0) () with () of zeros at s.ts:3:9 at s.ts:3:9
  write u = %1 at s.ts:3:5
  host \`let k = 0;\` ( -> k) at s.ts:5:1
  while L test \`k < times\` (k, times -> ) at s.ts:5:8 first at s.ts:5:1 {
    read %2 = u at s.ts:6:9
    %3: f64 [n, 100] on block(0, halo 1 wrap) = reshard %2 from block(0) by halo because "stencil reads 1 row beyond each rank's rows" at s.ts:6:9
    %4: f64 [n, 100] on block(0) room 1, %5: f64 [n, 100] on block(0) = launch step [n, 100] on block(0) (%3) with () of stencil at s.ts:6:9, max at s.ts:7:7 at s.ts:7:7
    %6: f64 [] on replicated = combine %5 [n, 100] on block(0) axis 1 all by max -Infinity @max in f64, allgather because "max needs every rank's part" at s.ts:7:7
    scalar $s1 = %6 at s.ts:7:7
    write u = %4 at s.ts:8:3
  }
  step {
    host \`k++;\` (k -> k) at s.ts:5:20
  }
}
result u = slot u
`);

test("one rank: its points, nothing moves; the loop's text tells how often", () => {
  const { parts, total_us } = predict(program, { np: 1, machine }), [once, trip] = parts;
  // 1024 x 100 points of 10 ns, and the launch; once: 100 points a row of 2 operations.
  assert.is(trip!.kernels_us, 1025);
  assert.is(trip!.communication_us, 0);
  assert.is(trip!.trips, 20);
  assert.ok(Math.abs(once!.kernels_us - (1 + 102400 * 2 / 1000)) < 1e-9, String(once!.kernels_us));
  assert.ok(Math.abs(total_us! - (once!.kernels_us + 20 * 1025)) < 1e-9);
});

test("several ranks: shares, messages in LogGP's terms, and what the interior hides", () => {
  const [, trip] = predict(program, { np: 4, machine }).parts;
  assert.is(trip!.kernels_us, 257);
  // The halo: 1 + 2 x 0.5 us, half a microsecond until the second message, 1600 bytes at 1 GB/s; of it the rank is busy for 4 x 0.5 us.
  const halo = 2 + 0.5 + 1.6, reduce = collectiveTime("allgather", 3 * 8, spreadOf(4, machine), machine).us;
  assert.is(reduce, 2 * 2 + 0.024);
  assert.ok(Math.abs(trip!.hidden_us - (halo - 2)) < 1e-9);
  assert.ok(Math.abs(trip!.communication_us - (2 + reduce)) < 1e-9);
});

test("more ranks than a node has cores: other nodes over the network, or a crowd", () => {
  assert.equal(spreadOf(16, machine), { np: 16, ranksPerNode: 4, nodes: 4, crowd: 1 });
  assert.is(collectiveTime("allgather", 0, spreadOf(16, machine), machine).us, 2 * 2 + 2 * 10);
  const { network: _, ...alone } = machine;
  assert.equal(spreadOf(16, alone), { np: 16, ranksPerNode: 16, nodes: 1, crowd: 4 });
  assert.is(collectiveTime("allgather", 0, spreadOf(16, alone), alone).us, 4 * 2 + 4 * 5);
  const crowded = predict(program, { np: 8, machine: alone }).parts[1]!;
  assert.is(crowded.kernels_us, 1 + 2 * 1280 / 10, "two ranks share a core");
  const halo = collectiveTime("halo", 0, spreadOf(8, alone), alone);
  assert.ok(halo.busy_us >= 2 * 5 && halo.us - halo.busy_us < 3, "what a core does meanwhile for others hides nothing");
});

test("params change the plan's size; what is not known is told", () => {
  assert.is(predict(program, { np: 1, machine, params: { n: 2048, times: 3 } }).parts[1]!.kernels_us, 2049);
  assert.is(predict(program, { np: 1, machine, params: { times: 3 } }).parts[1]!.trips, 3);
  assert.equal(predict({ ...program, params: [] }, { np: 2, machine }).unknown, ["n"]);
});

test("strong and weak scaling", () => {
  const scale = scaling(program, { np: 6, machine });
  assert.is(scale.step, "s.ts:5:1");
  assert.equal(scale.strong.map(({ np }) => np), [1, 2, 4, 6]);
  assert.ok(scale.strong.every(({ step_us }, k) => k === 0 || step_us < scale.strong[k - 1]!.step_us));
  assert.equal(scale.weak!.points.map(({ np, value }) => [np, value]), [[1, 1024], [2, 2048], [4, 4096], [6, 6144]]);
  assert.ok(scale.weak!.points.every(({ step_us }) => step_us >= 1025 && step_us < 1100));
  assert.is(scaling(program, { np: 2, machine, params: { n: 8 }, grows: "n" }).weak!.points[1]!.value, 16);
  assert.match(renderScaling(scale), /ranks +time +speed-up +efficiency +n +time +efficiency\n +1 +1\.02 ms +1\.0 +100 % +1024 +1\.02 ms +100 %/);
  const svg = scalingPicture("steps & <more>", scale, [{ np: 2, step_us: 600 }]);
  assert.match(svg, /^<svg [^]*strong scaling[^]*weak scaling: n grows[^]*<circle[^]*<\/svg>\n$/);
  assert.match(svg, "steps &#38; &#60;more&#62;");
  assert.not.match(svg, "NaN");
});

test("the text of a prediction", () => {
  assert.is(renderPrediction(predict(program, { np: 4, machine }), machine), `predicted time on paper: 4 ranks on one node of 4 cores
  once                               52.2 us  kernels 52.2 us, communication 0 us
  each trip of the loop at s.ts:5:1   263 us  kernels 257 us, communication 6.02 us (2.10 us more is hidden behind the interior); 20 trips
  5.31 ms in all
`);
  assert.equal([0, 0.5, 12.345, 1500, 2.5e6, 999.9].map(timeText), ["0 us", "500 ns", "12.3 us", "1.50 ms", "2.50 s", "1000 us"]);
});

test("machine files say what is wrong with them", () => {
  const text = (change: object): string => JSON.stringify({ ...machine, ...change });
  assert.equal(readMachine(text({})), machine);
  const wrong: readonly (readonly [string, RegExp])[] = [
    ["{", /^it is no JSON: /], ["[]", /^it is no object/], ["{}", /^its "format" is undefined, not "spmd-machine-1"/], [text({ name: 3 }), /"name" is missing/], [text({ coresPerNode: 0 }), /"coresPerNode" is a whole number of 1 or more, not 0/],
    [text({ memory: { ...machine.memory, gap_us: undefined } }), /"memory\.gap_us" is missing: a number of 0 or more is needed/], [text({ network: { ...machine.network, bandwidth_GBps: 0 } }), /"network\.bandwidth_GBps" is 0: a number above 0 is needed/],
    [text({ core: undefined }), /"core" is missing: "operations_per_us", /], [text({ switch_us: -1 }), /"switch_us" is -1/], [text({ kernels: { a: 3 } }), /each of "kernels" has a number "ns_per_point"/],
  ];
  for (const [file, expected] of wrong) assert.match(String(readMachine(file)), expected);
});

test("the machines of the examples can be read", () => {
  const files = readdirSync("examples/machines").filter((name) => name.endsWith(".json"));
  assert.ok(files.length > 1);
  for (const name of files) assert.type(readMachine(readFileSync(`examples/machines/${name}`, "utf8")), "object", name);
});

test.run();
