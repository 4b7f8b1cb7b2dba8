import { suite } from "uvu";
import * as assert from "uvu/assert";
import fc from "fast-check";
import type { KernelExpression, KernelFunction } from "./kernel.ts";
import { parseKernel, parseLanes, parseLocal, parseNests, parsePlaced, parseProgram } from "./parse.ts";
import { printKernel, printLanes, printLocal, printNests, printPlaced, printProgram } from "./print.ts";

const test = suite("text form");

/** The text is what the printer gives for what the parser reads, and reading it again gives the same data. */
function roundTrip<T>(text: string, parse: (text: string) => T, print: (program: T) => string): T {
  const program = parse(text);
  assert.is(print(program), text);
  assert.equal(parse(print(program)), program);
  return program;
}

const kernelText = `kernel @f(x: f64, i: int from index, s: f32 from f32, ok: bool) -> f64 at p.ts:3:21 {
  var n: int
  var z.re: f64
  var $y_1: f32
  var record: f64
  n = 0
  record = 1.5
  while L1 (((x * f64(n)) < 4.0) && (n < i)) {
    n = n + 1
    if (ok) {
      continue L1
    } else {
      break L1
    }
  }
  do L2 {
    z.re = sqrt:f64(read:f64(0, "re", n, i) at p.ts:4:5) - -(x)
  } while (!(ok))
  step {
    n = (n & 3) >>> ~(n)
  }
  $y_1 = (s + 0.5f) + 3f
  record z.re, n = @g(x, -0.0, NaN, -Infinity, 1e+300)
  z.re = ok ? (x % 2.0) : f64(floor:int(x))
  n = cast:i16(x)
  if ((z.re == x) || (ok != true)) {
    throw RangeError("bad \\"element\\" ", x, " of ", n, "") at p.ts:9:5
  }
  return @h:f64(x) + z.re
}
`;

test("kernels", () => {
  const fn = roundTrip(kernelText, parseKernel, printKernel);
  assert.is(fn.body.length, 10);
  assert.equal(fn.params[1], { name: "i", type: "int", from: "index" });
  roundTrip("kernel @pair(x: f64) -> (re: f64, n: int) at p.ts:1:1 {\n  return x, 3\n}\n", parseKernel, printKernel);
  roundTrip("kernel @nothing() -> () at p.ts:1:1 {\n  return\n}\n", parseKernel, printKernel);
});

const programText = `program heat
param n = 100 at heat.ts:3:11
param mode = "fast" at heat.ts:4:11
import \`import { sep } from "node:path";\` ( -> sep) at heat.ts:1:1
slot u: f64 [n$1] at heat.ts:6:5
kernel @start(i: int from index) -> f64 at heat.ts:6:20 {
  return f64(i)
}
body {
  host \`const label = \\\`a\\\\n
  \${n} \\\`;\` (n -> label) at heat.ts:5:1
  %1: f64 [n$1] = generate() @start/1 () with {shape: [$n$1], element: "f64", fill: -0} at heat.ts:6:9
  write u = %1 at heat.ts:6:5
  while L1 test \`r$1 > 1e-6\` (r$1 -> ) at heat.ts:8:8 first at heat.ts:8:1 {
    read %2 = u at heat.ts:9:11
    %3: f64 [n$1] = stencil(%2) @blur/0 offsets [[-1], [1]] (a, b) with {boundary: "clamp"} at heat.ts:9:7
    write u = %3 at heat.ts:9:3
    if \`odd\` (odd -> ) at heat.ts:10:7 then at heat.ts:10:3 {
      continue L1 at heat.ts:10:12
    }
    else {
      break L1 at heat.ts:10:30
    }
  }
  before {
    read %4 = u: f64 [m$1] at heat.ts:8:12
    %5: f64 [] = reduceAll(%4) by max -Infinity @max_f64 at heat.ts:8:8
    scalar r$1 = %5 at heat.ts:8:8
  }
  step {
    host \`i++\` (i -> i) at heat.ts:8:20
  }
  for L2 each \`const [a, \\\`b\\\`]\` of \`list\` (list -> ) at heat.ts:12:15 do at heat.ts:12:1 {
    block done$1 at heat.ts:13:1 {
      extent m$1 = %1 axis 0 at heat.ts:13:5
    }
  }
  effect print(%1)  at heat.ts:14:1 with
    , \`"u ="\` ( -> ) at heat.ts:14:7
  effect values = toArray(%1) at heat.ts:15:1
  loop [n$1, 4] of map at heat.ts:3:4, sum at heat.ts:5:6 at heat.ts:5:6 {
    in0 = %1: f64 [n$1] (i0, i1-1) value $edge
    in1 = %2: {re: f32, im: f32} [n$1] (i0+1) wrap
    in2 = %3: f64 [n$1, 4] view [$k$1:-1, 2] (i0)
    captures (a, b)
    s0 = @g(in0, in1.re, i1, c0, 2.5, true, s0.0 as f32) at heat.ts:3:11
    %7: {re: f32, im: f32} [n$1] = store#0 s0.0 as f32, s0.1 as f32
    %8: f64 [] = reduce s0.0 as f32 by add 0 @add_f64 over [0, 1]
    %9: f64 [n$1] = scan exclusive in0 by custom true @or over [1]
  }
}
result u = slot u
result first = %1
result label = host label
`.replace("print(%1)  at", "print(%1) at");

test("the global view", () => {
  const program = roundTrip(programText, parseProgram, printProgram);
  assert.is(program.body.length, 8);
  const host = program.body[0]!;
  assert.is(host.kind === "host" && host.code.text, "const label = `a\\n\n  ${n} `;");
});

test("placements", () => {
  const text = programText.replace("body {", `place %1 block(0, align 128)
place %2 block(0, halo 1 value 0.5)
place loop %7 cyclic(0)
place call %1 (replicated, root)
place slot u block(0, align 128)
body {`);
  assert.is(roundTrip(text, parsePlaced, printPlaced).placements.size, 2);
});

test("the local view", () => {
  const text = `program p
nest k0 2d at p.ts:1:2 {
  in0 = f64 (i0, i1+1/128) reflect
  in1 = {re: f64, im: f32} (i1) value -0
  capture maxit: int from u8
  s0 = @f(in0, in1.re, c0) at p.ts:1:2
  store s0.0 as i32 into i32, s0.1 as f64 into f64
  leaf axis 1 s0.0 as f64 by add 0 @add in f64
  scan exclusive s0.0 as f64 by add 0 @add in f64
}
place slot u block(0)
body {
  %5: i32 [h, w] on cyclic(0), %6: f64 [h, w] on block(0, halo 1 wrap) room 2 = launch k0 [h, w] on cyclic(0) (%1 view [1:, $k-1, $$e1+2:-2, 3], %2) with (maxit, 3, -0.5) of generate at p.ts:1:2 at p.ts:1:2
  %8: i32 [h, w] on replicated, %9: i32 [h, w] on replicated = moves { reshard %5 from cyclic(0) by allgather because "all" at p.ts:2:1, reshard %5 from cyclic(0) by allgather by choice because "again" at p.ts:2:2 } by allgather because "all; again" at p.ts:2:1
  %7: i32 [h, w] on root = reshard %5 from cyclic(0) by gather because "imshow needs \\"all\\"" at p.ts:2:1
  %8: f64 [] on replicated = combine %6 [h, w] on block(0, align 128) axis 1 all by add 0 @add in f64, allgather because "sum" at p.ts:3:1
  %18: f64 [] on replicated, %19: f64 [h, w] on block(0, align 128) = together { combine %6 [h, w] on block(0, align 128) axis 1 all by add 0 @add in f64, allgather because "sum" at p.ts:3:1, carry %6 [h, w] on block(0, align 128) all by add 0 @add in f64, allgather because "scan" at p.ts:3:2 } by allgather because "sum; scan" at p.ts:3:1
  %9: f64 [h, w] on block(0) = carry %8 [h, w] on block(0) by max -Infinity @max in f64, none because "scan" at p.ts:4:1
  %10: f64 [3] on replicated = call fromArray() with {data: $list, shape: [3]} at p.ts:5:1
}
`;
  roundTrip(text, parseLocal, printLocal);
});

test("nests and functions alone", () => {
  roundTrip(`${kernelText}nest k 1d at p.ts:1:1 {\n  store i0 into f64\n}\n`, parseNests, printNests);
});

test("lanes", () => {
  const text = `lanes k0 2d at p.ts:12:18 {
  in a: f32 (i0, i1-1/8) value capture(2)
  in b: u8 (i1) wrap
  out c: i32 (i0, i1)
  captures (maxit, x1)
  pass leaf axis 1 length 128 lanes 8 {
    script 1x1 {
      var x: f64 varying
      x = load:f64(0)
    }
    scalar 1x1 {
      var x: f64
      var l: f64
      var r: f64
      var row: i32
      row {
        row = 3
      }
      row = index(1) * -2
      while L1 (x < 4.0) last {
        x = promote(-(load:f32(0))) + fromInt32(row)
        block leave {
          break leave
        }
      }
      before {
        x = fround:f32(x)
      }
      step {
        continue L1
      }
    }
    wide 2x4 {
      var x: f64 varying
      var alive: bool varying
      if (any(alive)) {
        store 2 = select(alive, toInt32(x), 0) where alive & !(alive)
      } else {
        throw 0 (x, 1.0) where alive
      }
    }
    accumulate x from 0.0 left l right r store 2 = toInt32(x) {
      x = l + r
    }
  }
}
site 0 RangeError("bad ", f64, " at ", bool, "") at p.ts:9:5
`;
  roundTrip(text, parseLanes, printLanes);
});

test("any expression, exactly", () => {
  const number = fc.double(), name = fc.constantFrom("x", "z.re", "$1", "at", "step", "where", "über", "NaNcy");
  const types = { x: "f64", "z.re": "f64", $1: "f64", at: "f64", step: "f64", where: "f64", über: "f64", NaNcy: "f64" } as const;
  const { f64 } = fc.letrec<{ f64: KernelExpression; bool: KernelExpression }>((tie) => ({
    f64: fc.oneof({ depthSize: "small" },
      number.map((value): KernelExpression => ({ kind: "const", type: "f64", value })),
      name.map((local): KernelExpression => ({ kind: "local", type: "f64", name: local })),
      tie("f64").map((operand): KernelExpression => ({ kind: "unary", type: "f64", op: "neg", operand })),
      fc.tuple(fc.constantFrom("add", "sub", "mul", "div", "rem"), tie("f64"), tie("f64")).map(([op, left, right]): KernelExpression => ({ kind: "arithmetic", type: "f64", op, left, right })),
      fc.tuple(tie("bool"), tie("f64"), tie("f64")).map(([condition, then, other]): KernelExpression => ({ kind: "conditional", type: "f64", test: condition, then, else: other })),
      fc.integer().map((value): KernelExpression => ({ kind: "convert", type: "f64", operand: { kind: "const", type: "int", value } })),
      fc.float({ noNaN: true }).map((value): KernelExpression => ({ kind: "convert", type: "f64", operand: { kind: "const", type: "f32", value } })),
    ),
    bool: fc.oneof({ depthSize: "small" },
      fc.boolean().map((value): KernelExpression => ({ kind: "const", type: "bool", value })),
      fc.tuple(fc.constantFrom("lt", "le", "gt", "ge", "eq", "ne"), tie("f64"), tie("f64")).map(([op, left, right]): KernelExpression => ({ kind: "compare", type: "bool", op, left, right })),
      fc.tuple(fc.constantFrom("and", "or"), tie("bool"), tie("bool")).map(([op, left, right]): KernelExpression => ({ kind: "logical", type: "bool", op, left, right })),
    ),
  }));
  fc.assert(fc.property(f64, (value) => {
    const fn: KernelFunction = { id: "@f", params: Object.entries(types).map(([local, type]) => ({ name: local, type })), locals: [], results: [{ field: "", type: "f64" }], body: [{ kind: "assign", target: "at", value }, { kind: "assign", target: "step", value }, { kind: "return", values: [value] }], span: { file: "a dir/p.ts", line: 1, column: 1 } };
    assert.equal(parseKernel(printKernel(fn)), fn);
    // Tells 0 from -0, which the comparison above does not.
    assert.is(printKernel(parseKernel(printKernel(fn))), printKernel(fn));
  }), { numRuns: 300, seed: 1 });
});

test("what cannot be read is said with its place", () => {
  assert.throws(() => parseProgram("program p\nbody {\n  write u 3\n}\n"), /line 3, column 11: = expected/);
  assert.throws(() => parseKernel("kernel @f() -> f64 at p.ts:1:1 { return y }"), /no local is named y/);
});

test.run();
