import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createMatching, createReceive, type Message } from "./matching.ts";

const test = suite("transport/matching");
const message = (source: number, tag: number, context = 0): Message => ({ source, tag, context, type: 0, byteLength: 0, bytes: new Uint8Array(0), block: 0, sender: undefined });

test("the earliest fitting receive gets the message", () => {
  const matching = createMatching(), any = createReceive(0, -1, -1, undefined, 0), exact = createReceive(0, 1, 5, undefined, 0), other = createReceive(4, 1, 5, undefined, 0);
  [exact, any, other].forEach(matching.post);
  assert.is(matching.receiver(0, 2, 5, true), any);
  assert.is(matching.receiver(0, 2, 5, true), undefined);
  assert.is(matching.receiver(0, 1, 5, false), exact);
  assert.is(matching.receiver(0, 1, 5, true), exact);
  assert.ok(matching.withdraw(other) && !matching.withdraw(other));
});
test("the earliest fitting message is found", () => {
  const matching = createMatching(), messages = [message(1, 3), message(2, 3), message(1, 4), message(1, 3, 4)];
  messages.forEach(matching.keep);
  assert.is(matching.find(0, -1, 4, false), messages[2]);
  assert.is(matching.find(0, 2, -1, true), messages[1]);
  assert.is(matching.find(0, -1, -1, true), messages[0]);
  assert.is(matching.find(0, 1, 3, true), undefined);
  assert.match(matching.unasked() ?? "", /2 messages not asked for: from rank 1 with tag 4, from rank 1 with tag 3/);
});
test("ANY_TAG leaves the runtime's own messages alone", () => {
  const matching = createMatching();
  matching.keep(message(1, -7));
  assert.is(matching.find(0, -1, -1, false), undefined);
  assert.ok(matching.find(0, 1, -7, false));
});

test.run();
