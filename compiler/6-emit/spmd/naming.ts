// Names for the values of a rank's program, as a person would choose them: a result has its exported name, a slot's value the slot's, a number that the host
// takes from a reduction the name it is given; the others are called after the operator that made them.
import { statementsIn } from "../../ir/blocks.ts";
import { foldsOf, movesOf, outputsOf } from "../../ir/localUses.ts";
import type { LocalCarry, LocalCombine, LocalNode, LocalProgram, LocalValue } from "../../ir/spmd.ts";
import type { Extent, ValueId } from "../../ir/types.ts";

export type Combine = LocalCombine;
export type Carry = LocalCarry;

export interface Naming {
  value(id: ValueId): string;
  /** The variable that is a slot. */
  slot(name: string): string;
  /** The user's name for an extent or a scalar that the compiler made a copy of. */
  host(name: Extent): string;
  /** User code with such names replaced and calls of the runtime left out. */
  code(text: string): string;
  /** Whether a statement only makes such a copy. */
  isCopy(text: string): boolean;
  facts(id: ValueId): LocalValue | undefined;
  /** What takes the leaves or totals of a launch further. */
  combineOf(id: ValueId): Combine | undefined;
  carryOf(id: ValueId): Carry | undefined;
  /** A name that is free yet. */
  fresh(wanted: string): string;
}

const kindsOfNumber: Readonly<Record<string, string>> = { add: "sum", mul: "product", min: "least", max: "greatest" };

export function nameValues(program: LocalProgram, aliased: (read: ValueId) => boolean): Naming {
  const names = new Map<ValueId, string>(), facts = new Map<ValueId, LocalValue>(), combines = new Map<ValueId, Combine>(), carries = new Map<ValueId, Carry>();
  const copies = new Map<string, string>();
  const assignedAgain = reassigned(program);
  const taken = new Set<string>(["comm", "rank", "size", "MPI", ...program.params.map((param) => param.name), ...program.kernels.map((fn) => fn.id.slice(1))]);
  for (const s of statementsIn(program.body)) {
    if (s.kind === "host") {
      for (const name of s.code.writes) taken.add(name);
      const copy = copyOf(s.code.text);
      if (copy && !assignedAgain.has(copy[1])) copies.set(copy[0], copy[1]);
    }
    if (s.kind === "scalar" || s.kind === "extent") taken.add(s.name);
    if (s.kind === "effect" && s.name !== null) taken.add(s.name);
  }
  const fresh = (wanted: string): string => {
    const base = wanted.replace(/[^\p{ID_Continue}$]/gu, "") || "a";
    let name = base;
    for (let k = 2; taken.has(name); k++) name = `${base}${k}`;
    taken.add(name);
    return name;
  };
  const slots = new Map(program.slots.map(({ name }) => [name, fresh(name)]));
  const host = (name: Extent): string => (typeof name === "number" ? String(name) : (copies.get(name) ?? name));
  for (const result of program.results) if (result.kind === "array") names.set(result.value, fresh(result.name));
  for (const s of statementsIn(program.body)) {
    if (s.kind === "read" && aliased(s.result)) names.set(s.result, slots.get(s.slot)!);
    if (s.kind === "read") facts.set(s.result, { value: s.result, type: s.type ?? program.slots.find((slot) => slot.name === s.slot)!.type, placement: program.slotPlacements[s.slot]! });
    if (s.kind !== "array") continue;
    for (const output of outputsOf(s.node)) facts.set(output.value, output);
    for (const fold of foldsOf(s.node)) {
      if (fold.kind === "combine") combines.set(fold.leaves, fold);
      else carries.set(fold.totals, fold);
    }
  }
  // A number that the host reads is called as the host calls it.
  const made = new Map([...combines.values()].map((combine) => [combine.result.value, combine.monoid.name]));
  for (const s of statementsIn(program.body)) {
    if (s.kind !== "scalar" || !made.has(s.value) || names.has(s.value)) continue;
    // The compiler's own names say what they hold.
    const own = s.name.startsWith("$"), name = own ? fresh(kindsOfNumber[made.get(s.value)!] ?? "combined") : s.name;
    if (own) copies.set(s.name, name);
    names.set(s.value, name);
  }
  for (const s of statementsIn(program.body)) if (s.kind === "write" && !names.has(s.value)) names.set(s.value, fresh(`new${capital(slots.get(s.slot)!)}`));
  for (const s of statementsIn(program.body)) {
    if (s.kind === "read" && !names.has(s.result)) names.set(s.result, fresh(`${slots.get(s.slot)!}Before`));
    if (s.kind !== "array") continue;
    for (const output of outputsOf(s.node)) if (!names.has(output.value)) names.set(output.value, fresh(wantedName(s.node, output, names, combines, carries)));
  }
  return {
    slot: (name) => slots.get(name)!,
    value: (id) => names.get(id) ?? id.replace("%", "a"),
    host,
    code: (text) => tidy([...copies].reduce((shown, [copy, original]) => shown.replaceAll(new RegExp(`(?<![\\w$.])${copy.replaceAll("$", "\\$")}(?![\\w$])`, "g"), () => original), text)),
    isCopy: (text) => copies.has(copyOf(text)?.[0] ?? ""),
    facts: (id) => facts.get(id),
    combineOf: (id) => combines.get(id),
    carryOf: (id) => carries.get(id),
    fresh,
  };
}

/** Host variables that more than one statement writes: a copy of one is a copy of what it was then. */
function reassigned(program: LocalProgram): ReadonlySet<string> {
  const once = new Set<string>(), again = new Set<string>();
  for (const s of statementsIn(program.body)) if (s.kind === "host") for (const name of s.code.writes) (once.has(name) ? again : once).add(name);
  return again;
}

/** `const n$1 = $rt.extent(n, ...)`: n$1 is shown as n. */
function copyOf(text: string): readonly [copy: string, original: string] | undefined {
  const match = /^const ([\w$]+\$\d+) = \$rt\.extent\(([\p{ID_Continue}$]+), "[^"]*", "[^"]*"\);$/u.exec(text.trim());
  return match ? [match[1]!, match[2]!] : undefined;
}

/** Checks of the runtime's left out, and the gaps where types stood closed. */
function tidy(text: string): string {
  const plain = text.replace(/\$rt\.(?:extent|integer|scalar)\(((?:[^,()"]|\([^()]*\))+), "[^"]*", "[^"]*"\)/g, "$1").replaceAll("$rt.", "").trimStart();
  if (plain.includes("`")) return plain;
  const closed = plain.replace(/[ \t]*\n\s*\n\s*/g, "\n").replace(/\s*\n;/g, ";");
  return /["']/.test(closed) ? closed : closed.replace(/(\S) {2,}/g, "$1 ");
}

function wantedName(node: LocalNode, output: LocalValue, names: ReadonlyMap<ValueId, string>, combines: ReadonlyMap<ValueId, Combine>, carries: ReadonlyMap<ValueId, Carry>): string {
  const combine = combines.get(output.value), carry = carries.get(output.value);
  if (combine) return `part${capital(names.get(combine.result.value) ?? combine.monoid.name)}`.replace(/\$/g, "");
  if (carry) return "running";
  if (foldsOf(node).some((fold) => fold.kind === "carry" && fold.result.value === output.value)) return "before";
  const move = movesOf(node).find(({ result }) => result.value === output.value);
  if (move) {
    const input = names.get(move.input) ?? "array";
    return move.result.placement.kind === "replicated" || move.result.placement.kind === "root" ? `all${capital(input)}` : move.collective === "halo" ? `${input}AndEdges` : `my${capital(input)}`;
  }
  if (node.kind === "launch") return node.ops.length > 0 ? `${node.ops[0]!.op}Result` : "made";
  return node.kind === "call" ? node.op : "made";
}

const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
