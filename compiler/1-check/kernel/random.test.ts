// Random kernels, full of assignments inside expressions, early exits and mixed types: lowered, they compute what JavaScript computes. The seed is in the name.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { disagreement } from "./agreement.ts";
import { fixtures } from "./fixture.ts";

const test = suite("random kernels");

type Next = (below: number) => number;

function stream(seed: number): Next {
  let state = seed * 2654435761 + 1;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 374761393) | 0;
    return ((state ^ (state >>> 13)) >>> 0) % below;
  };
}

/** Variables of the function; `p` is a record. */
const names = ["a", "b", "c", "x", "n"];

function number(next: Next, depth: number): string {
  const pick = (): string => names[next(names.length)]!, e = (): string => number(next, depth - 1);
  if (depth <= 0) return [pick(), pick(), pick(), String(next(5)), "0.5", "-1.25", "p.u", "p.v"][next(8)]!;
  switch (next(20)) {
    case 0: case 1: case 2: return `(${e()} ${["+", "-", "*"][next(3)]} ${e()})`;
    case 3: return `(${e()} / ${e()})`;
    case 4: return `(${e()} % ${e()})`;
    case 5: return `(${e()} ${["|", "&", "^", "<<", ">>", ">>>"][next(6)]} ${e()})`;
    case 6: return `${["-", "~", "+"][next(3)]}(${e()})`;
    case 7: return `Math.${["abs", "floor", "round", "sign", "sqrt", "fround"][next(6)]}(${e()})`;
    case 8: return `Math.${["min", "max", "imul"][next(3)]}(${e()}, ${e()})`;
    case 9: case 10: return `(${truth(next, depth - 1)} ? ${e()} : ${e()})`;
    case 11: return `(${pick()} = ${e()})`;
    case 12: return `(${pick()} ${["+=", "-=", "*=", "|=", "%="][next(5)]} ${e()})`;
    case 13: return `${pick()}${["++", "--"][next(2)]}`;
    case 14: return `${["++", "--"][next(2)]}${pick()}`;
    case 15: return `(${e()}, ${e()})`;
    case 16: return `(${e()} ${["&&", "||"][next(2)]} ${e()})`;
    case 17: return `f(${e()}, ${e()})`;
    case 18: return `g(${e()}).${["u", "v"][next(2)]}`;
    default: return `({ u: ${e()}, v: ${e()} }).${["u", "v"][next(2)]}`;
  }
}

function truth(next: Next, depth: number): string {
  const e = (): string => number(next, depth - 1), t = (): string => truth(next, depth - 1);
  switch (depth <= 0 ? next(2) : next(6)) {
    case 0: case 1: return `${e()} ${["<", "<=", ">", ">=", "===", "!=="][next(6)]} ${e()}`;
    case 2: return `(${t()} && ${t()})`;
    case 3: return `(${t()} || ${t()})`;
    case 4: return `!(${t()})`;
    default: return `Number.isNaN(${e()})`;
  }
}

function statements(next: Next, depth: number, loops: number): string {
  return Array.from({ length: 1 + next(4) }, () => statement(next, depth, loops)).join(" ");
}

function statement(next: Next, depth: number, loops: number): string {
  const pick = (): string => names[next(names.length)]!, e = (): string => number(next, 2), inner = (): string => statements(next, depth - 1, loops);
  switch (depth <= 0 ? next(6) : next(14)) {
    case 0: case 1: return `${pick()} = ${number(next, 3)};`;
    case 2: return `${pick()} ${["+=", "-=", "*=", "/="][next(4)]} ${e()};`;
    case 3: return `[${["a, b", "b, c", "a, b, c"][next(3)]}] = [${e()}, ${e()}, ${e()}];`;
    case 4: return `p = { u: ${e()}, v: ${e()} };`;
    case 5: return `${e()};`;
    case 6: case 7: return `if (${truth(next, 2)}) { ${inner()} } else { ${inner()} }`;
    case 8: return `if (${truth(next, 1)}) { ${inner()} ${["return a;", "", loops > 0 ? ["break;", "continue;"][next(2)] : "", ""][next(4)]} }`;
    case 9: case 10: return `for (let k${loops} = 0; k${loops} < ${1 + next(4)}; k${loops}++) { ${statements(next, depth - 1, loops + 1)} }`;
    case 11: return `{ let t = 0; while (t++ < ${1 + next(3)} && ${truth(next, 1)}) { ${statements(next, depth - 1, loops + 1)} } }`;
    case 12: return `{ let t = 0; do { ${statements(next, depth - 1, loops + 1)} } while (${truth(next, 1)} && ++t < 3); }`;
    default: return `switch (${pick()}) { case 0: ${inner()} ${["break;", ""][next(2)]} case ${e()}: ${inner()} break; default: ${inner()} }`;
  }
}

const program = (seed: number): string => {
  const next = stream(seed);
  return `function f(x: number, y: number) { if (x < y) return x + y; x *= 0.5; return x - y }
function g(x: number) { return x > 0 ? { u: x, v: 1 } : { u: -1, v: x * 0.5 } }
export const kernel = (x: number, n: number) => { let a = 0, b = 1, c = x, p = { u: n, v: 0.5 }; ${statements(next, 3, 0)} return ${number(next, 2)} };`;
};

const count = process.env["SPMD_TEST_LONG"] === "1" ? 20000 : 150, batch = 150;
for (let first = 1; first <= count; first += batch) {
  test(`seeds ${first} to ${first + batch - 1}`, () => {
    const sources = Array.from({ length: batch }, (_, k) => program(first + k));
    for (const [k, fixture] of fixtures(sources).entries()) {
      let found: string | undefined;
      try {
        found = disagreement(fixture, { elements: ["f64", "i32"], most: 60 });
      } catch (error) {
        found = (error as Error).message;
      }
      assert.is(found, undefined, `seed ${first + k}: ${found}\n${sources[k]}`);
    }
  });
}

test.run();
