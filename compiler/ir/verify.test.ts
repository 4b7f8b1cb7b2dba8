import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseLanes, parseLocal, parsePlaced, parseProgram } from "./parse.ts";
import { verifyLanes, verifyLocal, verifyPlaced, verifyProgram } from "./verify.ts";

const test = suite("verify");

const kernels = `kernel @g(x: f64, i: int from index, c: f64) -> f64 at p.ts:1:1 {
  var y: f64
  y = x * c
  while L1 (y < 4.0) {
    y = y + f64(i)
  }
  return y
}
kernel @add(a: f64, b: f64) -> f64 at p.ts:1:1 {
  return a + b
}
`;

const global = `program p
slot u: f64 [n] at p.ts:1:1
${kernels}body {
  %1: f64 [n] = iota() with {shape: [$n]} at p.ts:2:1
  write u = %1 at p.ts:2:1
  while L1 test \`r > 1\` (r -> ) at p.ts:3:8 first at p.ts:3:1 {
    read %2 = u at p.ts:4:1
    loop [n] of map at p.ts:4:1, sum at p.ts:4:9 at p.ts:4:1 {
      in0 = %2: f64 [n] (i0-1) wrap
      captures (c)
      s0 = @g(in0, i0, c0) at p.ts:4:1
      %3: f64 [n] = store s0.0 as f64
      %4: f64 [] = reduce s0.0 as f64 by add 0 @add over [0]
    }
    write u = %3 at p.ts:4:1
    if \`q\` (q -> ) at p.ts:5:3 then at p.ts:5:3 {
      continue L1 at p.ts:5:9
    }
  }
  before {
    read %5 = u at p.ts:3:8
    %6: f64 [] = sum(%5) by add 0 @add at p.ts:3:8
    scalar r = %6 at p.ts:3:8
  }
}
result first = %1
result u = slot u
`;

/** The only complaint about the program with one thing changed. */
function complaint(text: string, from: string, to: string, check: (text: string) => readonly string[]): string {
  assert.ok(text.includes(from), `${from} is not in the program`);
  const found = check(text.replace(from, to));
  assert.ok(found.length > 0, `no complaint about ${to}`);
  return found.join("; ");
}

test("a right program is not complained about", () => {
  assert.equal(verifyProgram(parseProgram(global)), []);
});

test("the host program", () => {
  const wrong = (from: string, to: string): string => complaint(global, from, to, (text) => verifyProgram(parseProgram(text)));
  assert.match(wrong("write u = %1", "write u = %9"), "p.ts:2:1: uses %9, which is not defined before");
  assert.match(wrong("result first = %1", "result first = %3"), "which the module's own block does not define");
  assert.match(wrong("read %5 = u", "read %2 = u"), "%2 is defined twice");
  assert.match(wrong("read %2 = u", "read %2 = v"), "reads the slot v, which does not exist");
  assert.match(wrong("slot u: f64 [n]", "slot u: f32 [n]"), "writes f64 [n] into u, which is f32 [n]");
  assert.match(wrong("continue L1", "continue L2"), "continue L2 stands outside such a loop");
  assert.match(wrong("scalar r = %6", "scalar r = %5"), "which has 1 axes");
  assert.match(wrong("result u = slot u", "result u = slot w"), "which does not exist");
  assert.match(wrong("sum(%5)", "sum(%3)"), "%3");
});

test("loops", () => {
  const wrong = (from: string, to: string): string => complaint(global, from, to, (text) => verifyProgram(parseProgram(text)));
  assert.match(wrong("(i0-1) wrap", "(i0-1)"), "nothing says what stands outside");
  assert.match(wrong("(i0-1) wrap", "(i1)"), "an axis that the loop does not have");
  assert.match(wrong("s0 = @g(in0, i0, c0)", "s0 = @g(in0, i0)"), "gives @g 2 arguments; it has 3");
  assert.match(wrong("s0 = @g(in0, i0, c0)", "s0 = @g(i0, i0, c0)"), "gives parameter x of @g int; it is f64");
  assert.match(wrong("s0 = @g(in0, i0, c0)", "s0 = @g(in0, i0, c1)"), "uses capture 1 of 1");
  assert.match(wrong("s0 = @g(", "s0 = @k("), "runs @k, which does not exist");
  assert.match(wrong("%3: f64 [n] = store", "%3: f64 [n, n] = store"), "the loop gives [n]");
  assert.match(wrong("store s0.0 as f64", "store s1.0 as f64"), "uses step 1, which does not come before");
  assert.match(wrong("over [0]", "over [1]"), "folds axes [1] of 1");
  assert.match(wrong("by add 0 @add over", "by add 0 @g over"), "does not take two of what it gives");
});

test("kernels", () => {
  const wrong = (from: string, to: string): string => complaint(global, from, to, (text) => verifyProgram(parseProgram(text)));
  assert.match(wrong("y = x * c", "y = i"), "what y is assigned is int, not f64");
  assert.match(wrong("y = x * c", "z = x"), "assigns z, which is not declared");
  assert.match(wrong("y = x * c", "y = @g:f64(x, i, c)"), "calls itself");
  assert.match(wrong("y = x * c", "y = @h:f64(x)"), "calls @h, which does not exist");
  assert.match(wrong("while L1 (y < 4.0)", "while L1 (y < 4)"), "compares f64 with int");
  assert.match(wrong("return y", "return i"), "what is returned is int, not f64");
  assert.match(wrong("return y", "return y, y"), "returns 2 values, not 1");
  assert.match(wrong("return y", "return int(y)"), "only floor, trunc");
});

const placed = global.replace("body {", `place %1 block(0)
place %2 block(0)
place %3 block(0)
place %4 replicated
place %5 block(0)
place %6 replicated
place loop %3 block(0)
place call %1 ()
place call %6 (block(0))
place slot u block(0)
body {`);

test("placements", () => {
  assert.equal(verifyPlaced(parsePlaced(placed)), []);
  const wrong = (from: string, to: string): string => complaint(placed, from, to, (text) => verifyPlaced(parsePlaced(text)));
  assert.match(wrong("place %3 block(0)", "place %3 block(1)"), "%3 is block(1) and has 1 axes");
  assert.match(wrong("place %3 block(0)\n", ""), "%3 has no placement");
  assert.match(wrong("place loop %3 block(0)\n", ""), "the loop of %3 has no placement");
  assert.match(wrong("place slot u block(0)\n", ""), "slot u has no placement");
});

const local = `program p
slot u: f64 [n] at p.ts:1:1
${kernels}nest k0 1d at p.ts:2:1 {
  in0 = f64 (i0-1)
  capture c: f64
  s0 = @g(in0, i0, c0) at p.ts:2:1
  store s0.0 as f64 into f64
  leaf axis 0 s0.0 as f64 by add 0 @add in f64
}
place slot u block(0, align 128)
body {
  %1: f64 [n] on block(0, align 128) = call iota() with {shape: [$n]} at p.ts:2:1
  %2: f64 [n] on block(0, align 128, halo 1 wrap) = reshard %1 from block(0, align 128) by halo because "map reads neighbours" at p.ts:2:1
  %3: f64 [n] on block(0, align 128), %4: f64 [n] on block(0, align 128) = launch k0 [n] on block(0, align 128) (%2) with (c) of map at p.ts:2:1 at p.ts:2:1
  write u = %3 at p.ts:2:1
  %5: f64 [] on replicated = combine %4 [n] on block(0, align 128) axis 0 all by add 0 @add in f64, allgather because "sum" at p.ts:3:1
  scalar s = %5 at p.ts:3:1
}
`;

test("the local view", () => {
  assert.equal(verifyLocal(parseLocal(local)), []);
  const wrong = (from: string, to: string): string => complaint(local, from, to, (text) => verifyLocal(parseLocal(text)));
  assert.match(wrong("(%2) with", "() with"), "gives k0 0 inputs; it has 1");
  assert.match(wrong("with (c)", "with ()"), "gives k0 0 captured scalars; it has 1");
  assert.match(wrong("launch k0", "launch k1"), "launches k1, which does not exist");
  assert.match(wrong("by halo because", "by gather because"), "by gather, not halo");
  assert.match(wrong("from block(0, align 128) by halo", "from replicated by slice"), "moves %1 from replicated; it is block(0, align 128)");
  assert.match(wrong('"sum"', '""'), "does not say why it is there");
  assert.match(wrong("write u = %3", "write u = %2"), "writes %2, which is block(0, align 128, halo 1 wrap), into u");
  assert.match(wrong("%5: f64 [] on replicated", "%5: f64 [] on root"), "which is not on every rank");
  assert.match(wrong("combine %4 [n] on block(0, align 128)", "combine %4 [n] on block(1)"), "is block(1) and has 1 axes");
  assert.match(wrong('combine %4 [n] on block(0, align 128) axis 0 all by add 0 @add in f64, allgather because "sum" at p.ts:3:1', 'together { combine %4 [n] on block(0, align 128) axis 0 all by add 0 @add in f64, none because "sum" at p.ts:3:1 } by allgather because "sum" at p.ts:3:1'), "needs no exchange, and shares one");
});

const lanes = `lanes k0 1d at p.ts:2:1 {
  in a: f64 (i0)
  out b: i32 (i0)
  captures (c)
  pass any axis 0 length 1 lanes 1 {
    script 1x1 {
      store 1 = toInt32(load:f64(0))
    }
    scalar 1x1 {
      store 1 = toInt32(load:f64(0) * capture(0))
    }
    wide 2x4 {
      var x: f64 varying
      var alive: bool varying
      var some: bool
      x = load:f64(0)
      alive = x < 4.0
      some = any(alive)
      if (some) {
        store 1 = toInt32(x) where alive
      }
    }
  }
}
`;

test("lanes", () => {
  assert.equal(verifyLanes(parseLanes(lanes)), []);
  const wrong = (from: string, to: string): string => complaint(lanes, from, to, (text) => verifyLanes(parseLanes(text)));
  assert.match(wrong("some = any(alive)", "some = alive"), "the same in all lanes and is assigned what differs");
  assert.match(wrong("if (some)", "if (alive)"), "should be a mask");
  assert.match(wrong("where alive", "where x"), "a mask is f64, not bool");
  assert.match(wrong("store 1 = toInt32(x)", "store 1 = x"), "what is stored as i32 is f64, not i32");
  assert.match(wrong("store 1 = toInt32(x)", "store 0 = toInt32(x)"), "which is no output");
  assert.match(wrong("capture(0)", "capture(1)"), "uses capture 1 of 1");
  assert.match(wrong("x = load:f64(0)", "x = load:f64(7)"), "does not exist");
});

test.run();
