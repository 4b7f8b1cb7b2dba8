import { suite } from "uvu";
import * as assert from "uvu/assert";
import { bytesMoved, createCalls, describeCalls, enter, enterMessage, leave, moved, siteOfCall, watch } from "./calls.ts";

const test = suite("communicator/calls");

test("the outermost call counts, and watchers hear of it alone", () => {
  const c = createCalls(), heard: string[] = [];
  const stop = watch(c, { enter: call => void heard.push(`> ${call.call}`), leave: call => void heard.push(`< ${call.call} ${bytesMoved(call)}`) });
  enter(c, "Dup", "WORLD");
  enterMessage(c, "send", "WORLD", 1, 2, "", 3, "");
  moved(c, 24);
  leave(c);
  assert.is(describeCalls(c).call, "Dup");
  leave(c);
  stop();
  enter(c, "Barrier", "WORLD");
  leave(c);
  assert.equal(heard, ["> Dup", "< Dup 24"]);
});

test("peers in words", () => {
  const described = (call: string, peer: number): unknown => {
    const c = createCalls();
    enterMessage(c, call, "WORLD", peer, -1, "INT", 3, "");
    return describeCalls(c).details;
  };
  assert.equal(described("Recv", -1), { source: "ANY_SOURCE", tag: "ANY_TAG", dtype: "INT", count: 3 });
  assert.equal(described("Sendrecv", -2), { dest: "PROC_NULL", tag: "ANY_TAG", dtype: "INT", count: 3 });
});

test("lines are remembered once a call, and not at every call of many", () => {
  const c = createCalls(), sites: (() => string)[] = [];
  for (let k = 0; k < 20_000; k++) {
    enter(c, "Isend", "WORLD");
    sites.push(siteOfCall(c));
    assert.is(siteOfCall(c), sites[k]);
    leave(c);
  }
  assert.match(sites[0]!(), /^calls\.test\.ts:\d+:\d+$/);
  assert.ok(sites.some(site => / or another Isend$/.test(site())));
  enter(c, "Irecv", "WORLD");
  assert.match(siteOfCall(c)(), /^calls\.test\.ts:\d+:\d+$/, "a call of another kind has its own line");
});

test.run();
