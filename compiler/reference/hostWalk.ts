// Runs the host program once, in one thread: the structured statements become one JavaScript function, so that scopes, closures and jumps of the user's
// code mean what they mean in JavaScript, and every array computation is handed to an evaluator. `interpret` evaluates whole arrays, `simulate` all ranks' shards
// in lock step; what a value is (`Value`) is theirs.
//
//   %1 = generate [n$1] @f; scalar $s1 = %2;  while ($s1 < 4) { ... }
//     $e.node(0, $h => eval($h)); const $s1 = $e.scalar("%2"); $l1: for (;;) { if (!($s1 < 4)) break; ... }
//
// Imports of host code cannot be loaded here: whoever runs such a program passes what they bring as `imports`.
import { exactMath } from "../math/exactMath.ts";
import type { ElementValue } from "../ops/defineOp.ts";
import type { Block, Program, Result, Statement } from "../ir/host.ts";
import type { Span, ValueId } from "../ir/types.ts";
import { hostRuntime } from "./hostRuntime.ts";

/** What stands for a node's surroundings while it is evaluated. */
export interface Scope<Value> {
  value(id: ValueId): Value;
  define(id: ValueId, value: Value): void;
  /** The present value of a host variable: a capture, an extent, an attribute's `{ host }`. */
  host(name: string): unknown;
}

export interface HostEvaluator<Node, Value> {
  /** Computes a node: reads its inputs from the scope and defines its results there. */
  node(node: Node, scope: Scope<Value>): void;
  /** The element of a 0-dimensional array. */
  scalar(value: Value): ElementValue;
  extent(value: Value, axis: number): number;
  /** print, imshow, toArray, ...: `args` are the user's, arrays in their places. */
  effect(name: string, args: readonly (unknown | Value)[], output: WalkOutput, span: Span): unknown;
}

export interface WalkOptions {
  readonly params?: { readonly [name: string]: number | string | boolean };
  /** Values for the names that import declarations bring. */
  readonly imports?: { readonly [name: string]: unknown };
}

/** What the program says, a line each. */
export interface WalkOutput {
  line(text: string): void;
}

export interface Walked<Value> {
  /** The module's results, by name. */
  readonly results: ReadonlyMap<string, { readonly kind: "array"; readonly value: Value } | { readonly kind: "host"; readonly value: unknown }>;
  readonly printed: readonly string[];
}

export function walkHost<Node, Value>(program: Program<Node>, evaluator: HostEvaluator<Node, Value>, options: WalkOptions = {}): Walked<Value> {
  const values = new Map<ValueId, Value>(), slots = new Map<string, Value>(), printed: string[] = [];
  const output: WalkOutput = { line: (text) => void printed.push(...text.split("\n")) };
  const value = (id: ValueId): Value => found(values, id);
  const nodes: Node[] = [], effects: (Statement<Node> & { readonly kind: "effect" })[] = [];
  const text = functionText(program, nodes, effects);
  const engine: Engine = {
    node: (number, host) => evaluator.node(nodes[number]!, { value, define: (id, v) => void values.set(id, v), host }),
    scalar: (id) => evaluator.scalar(value(id)),
    extent: (id, axis) => evaluator.extent(value(id), axis),
    effect(number, args) {
      const { effect, inputs, span } = effects[number]!;
      return evaluator.effect(effect, args.map((arg) => placed(arg, inputs.map(value))), output, span);
    },
    read: (id, slot) => void values.set(id, found(slots, slot)),
    write: (slot, id) => void slots.set(slot, value(id)),
  };
  const imports = Object.entries(options.imports ?? {});
  const run = new Function("$e", "$rt", "console", "Math", ...imports.map(([name]) => name), text) as (...args: unknown[]) => { readonly [name: string]: unknown };
  const hosts = run(engine, hostRuntime(options.params ?? {}), consoleOf(output), hostMath, ...imports.map(([, v]) => v));
  const resultOf = (r: Result): readonly [string, { readonly kind: "array"; readonly value: Value } | { readonly kind: "host"; readonly value: unknown }] => {
    if (r.kind === "host") return [r.name, { kind: "host", value: hosts[r.name] }];
    return [r.name, { kind: "array", value: r.kind === "array" ? value(r.value) : found(slots, r.slot) }];
  };
  return { results: new Map(program.results.map(resultOf)), printed };
}

/** `Math` as bundles have it. */
const hostMath = Object.defineProperties({}, { ...Object.getOwnPropertyDescriptors(Math), ...Object.getOwnPropertyDescriptors(exactMath) });

/** What the function calls. */
interface Engine {
  node(number: number, host: (name: string) => unknown): void;
  scalar(id: ValueId): ElementValue;
  extent(id: ValueId, axis: number): number;
  effect(number: number, args: readonly unknown[]): unknown;
  read(id: ValueId, slot: string): void;
  write(slot: string, id: ValueId): void;
}

function found<Key, Value>(map: ReadonlyMap<Key, Value>, key: Key): Value {
  if (!map.has(key)) throw new Error(`${String(key)} is not defined here`);
  return map.get(key)!;
}

/** An effect's arrays stand as `{ array: k }` among its arguments. */
function placed(arg: unknown, inputs: readonly unknown[]): unknown {
  const isPlace = typeof arg === "object" && arg !== null && Object.keys(arg).length === 1 && "array" in arg && typeof arg.array === "number";
  return isPlace ? inputs[(arg as { readonly array: number }).array] : arg;
}

function consoleOf(output: WalkOutput): Pick<Console, "log" | "info" | "warn" | "error" | "debug"> {
  const log = (...args: readonly unknown[]): void => output.line(args.map(plainText).join(" "));
  return { log, info: log, warn: log, error: log, debug: log };
}

/** A host value as a reader wants it. */
export const plainText = (value: unknown): string => (typeof value === "object" && value !== null && !(value instanceof Error) ? JSON.stringify(value) : String(value));

function functionText<Node>(program: Program<Node>, nodes: Node[], effects: (Statement<Node> & { readonly kind: "effect" })[]): string {
  const lines: string[] = [];
  const quote = (text: string): string => JSON.stringify(text);
  const block = (b: Block<Node>, stepLabels: ReadonlySet<string>): void => b.forEach((s) => statement(s, stepLabels));
  const statement = (s: Statement<Node>, stepLabels: ReadonlySet<string>): void => {
    switch (s.kind) {
      case "array":
        // Direct eval sees every variable that is in scope here.
        return void lines.push(`$e.node(${nodes.push(s.node) - 1}, ($h) => eval($h));`);
      case "host":
        return void lines.push(s.code.text);
      case "scalar":
        return void lines.push(`const ${s.name} = $e.scalar(${quote(s.value)});`);
      case "extent":
        return void lines.push(`const ${s.name} = $e.extent(${quote(s.value)}, ${s.axis});`);
      case "effect":
        return void lines.push(`${s.name === null ? "" : `const ${s.name} = `}$e.effect(${effects.push(s) - 1}, [${s.arguments.map((a) => a.text).join(", ")}]);`);
      case "read":
        return void lines.push(`$e.read(${quote(s.result)}, ${quote(s.slot)});`);
      case "write":
        return void lines.push(`$e.write(${quote(s.slot)}, ${quote(s.value)});`);
      case "if":
        lines.push(`if (${s.test.text}) {`);
        block(s.then, stepLabels);
        lines.push("} else {");
        block(s.else, stepLabels);
        return void lines.push("}");
      case "while": {
        lines.push(`${s.label}: for (;;) {`);
        if (s.testFirst) {
          block(s.before, stepLabels);
          lines.push(`if (!(${s.test.text})) break;`);
        }
        // `continue` leaves the body and still runs the step.
        lines.push(`${s.label}$body: {`);
        block(s.body, new Set([...stepLabels, s.label]));
        lines.push("}");
        block(s.step, stepLabels);
        if (!s.testFirst) {
          block(s.before, stepLabels);
          lines.push(`if (!(${s.test.text})) break;`);
        }
        return void lines.push("}");
      }
      case "forOf":
        lines.push(`${s.label}: for (const ${s.binding} of ${s.iterable.text}) {`);
        block(s.body, stepLabels);
        return void lines.push("}");
      case "block":
        lines.push(`${s.label}: {`);
        block(s.body, stepLabels);
        return void lines.push("}");
      case "break":
        return void lines.push(`break ${s.label};`);
      case "continue":
        return void lines.push(stepLabels.has(s.label) ? `break ${s.label}$body;` : `continue ${s.label};`);
    }
  };
  block(program.body, new Set());
  const results = program.results.flatMap((r) => (r.kind === "host" ? [`${quote(r.name)}: ${r.variable}`] : []));
  lines.push(`return { ${results.join(", ")} };`);
  return lines.join("\n");
}
