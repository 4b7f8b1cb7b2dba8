// Functions that only kernels call, and consts that nothing reads: they have done their work at compile time and leave the emitted program.
import type { Statement, Block, HostCode } from "../ir/host.ts";
import type { ArrayOp } from "../ir/array.ts";
import { blocksOf } from "../ir/blocks.ts";
import { hostsOfAttribute } from "../ir/traverse.ts";

/** Without host statements that declare only names which nothing reads and that do nothing else. `kept` are names that are read from elsewhere. */
export function prune(body: Block<ArrayOp>, removable: ReadonlySet<HostCode>, kept: Iterable<string>): Block<ArrayOp> {
  let current = body;
  for (;;) {
    const read = new Set(kept);
    eachRead(current, (name) => read.add(name));
    const isDead = (code: HostCode): boolean => removable.has(code) && code.writes.every((name) => !read.has(name));
    if (!some(current, isDead)) return current;
    current = without(current, isDead);
  }
}

/** Every host variable that the statements read: host code, captures, extents, attributes. */
export function eachRead(body: Block<ArrayOp>, take: (name: string) => void): void {
  for (const statement of body) {
    for (const code of codesOf(statement)) code.reads.forEach(take);
    if (statement.kind === "array") {
      statement.node.kernel?.captures.forEach(take);
      for (const type of statement.node.types) for (const extent of type.shape) if (typeof extent === "string") take(extent);
      hostsOfAttribute(statement.node.attributes).forEach(take);
    }
    for (const block of blocksOf(statement)) eachRead(block, take);
  }
}

function codesOf(statement: Statement<ArrayOp>): readonly HostCode[] {
  switch (statement.kind) {
    case "host": return [statement.code];
    case "if":
    case "while": return [statement.test];
    case "forOf": return [statement.iterable];
    case "effect": return statement.arguments;
    default: return [];
  }
}

const some = (body: Block<ArrayOp>, dead: (code: HostCode) => boolean): boolean => body.some((s) => (s.kind === "host" && dead(s.code)) || blocksOf(s).some((block) => some(block, dead)));

function without(body: Block<ArrayOp>, dead: (code: HostCode) => boolean): Block<ArrayOp> {
  const inner = (block: Block<ArrayOp>): Block<ArrayOp> => without(block, dead);
  return body.filter((s) => !(s.kind === "host" && dead(s.code))).map((s): Statement<ArrayOp> => {
    switch (s.kind) {
      case "if": return { ...s, then: inner(s.then), else: inner(s.else) };
      case "while": return { ...s, before: inner(s.before), body: inner(s.body), step: inner(s.step) };
      case "forOf":
      case "block": return { ...s, body: inner(s.body) };
      default: return s;
    }
  });
}
