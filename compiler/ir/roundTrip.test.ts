// Every operator, in one program made of their own samples: verified after each pass, and the same after a trip through its text.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { sampleSource } from "../../test/support/samplePrograms.ts";
import { compiled, sourcesOfText } from "../../test/support/compiled.ts";
import { parseLanes, parseLocal, parsePlaced, parseProgram } from "./parse.ts";
import { printLanes, printLocal, printPlaced, printProgram } from "./print.ts";

const test = suite("round trip");

test("all operators at all levels", async () => {
  const { checked, fused, placed, local, lanes } = await compiled(sourcesOfText({ "main.ts": sampleSource() }), "vectorize");
  assert.equal(parseProgram(printProgram(checked!)), checked);
  assert.equal(parseProgram(printProgram(fused!)), fused);
  assert.equal(parsePlaced(printPlaced(placed!)), placed);
  assert.equal(parseLocal(printLocal(local!)), local);
  assert.equal(parseLanes(printLanes(lanes!)), lanes);
});

test.run();
