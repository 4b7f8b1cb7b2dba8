// A random program: from its decisions to the text of one TypeScript module. Several of them are one program whose entry exports what they export.
//
//   import { add, map, ... } from "spmd";
//   const n1 = param("n1", 5);
//   const a1 = generate([n1, 3], (i, j) => ...);  ...  export { a1, s2 };
import * as language from "../../compiler/lang.ts";
import type { DType } from "../../compiler/ir/types.ts";
import { conversions } from "../../compiler/ops/hostFunctions.ts";
import { randomShape } from "./calls.ts";
import { chance, chooser, oneOf } from "./genes.ts";
import type { Choose, ProgramGene } from "./genes.ts";
import { scalarFunction } from "./kernels.ts";
import { fresh, hostTerms, write } from "./scope.ts";
import type { ArrayVariable, Scope, Size, Writing } from "./scope.ts";
import { writeBlock } from "./statements.ts";

export interface Module {
  readonly text: string;
  /** What it exports. */
  readonly names: readonly string[];
}

const values = Object.keys(language).sort();
const small = [3, 1, 2, 5, 0, 7, 4, 8, 13, 16, 9, 6, 11, 17, 1, 2], long = [130, 129, 128, 127, 200, 257, 300, 64, 100, 33];

export function moduleOf({ head, functions, body }: ProgramGene, prefix = ""): Module {
  const choose = chooser(head), writing: Writing = { names: new Map(), dtypes: palette(choose), functions: [], prefix };
  const scope: Scope = { writing, lines: [], arrays: [], scalars: [], sizes: [], own: new Set(), loops: [], depth: 0, kernels: choose };
  sizes(scope, choose);
  for (const choices of functions) {
    const { fn, text } = scalarFunction({ ...hostTerms(scope, chooser(choices)), fresh: (name) => fresh(scope, name) });
    write(scope, text);
    writing.functions.push(fn);
  }
  firstArrays(scope, choose);
  writeBlock(scope, body);
  const names = exported(scope, choose);
  return { text: [`import { ${values.join(", ")} } from "spmd";`, `import type { NDArray } from "spmd";`, ...scope.lines, `export { ${names.join(", ")} };`, ""].join("\n"), names };
}

/** Half of the programs have no f32: then they mean the same as plain JavaScript. */
function palette(choose: Choose): DType[] {
  const all = chance(choose, 50) ? conversions : conversions.filter((d) => d !== "f32");
  return chance(choose, 50) ? [...all] : ["f64", ...Array.from({ length: 2 }, () => oneOf(choose, all))];
}

function sizes(scope: Scope, choose: Choose): void {
  const wanted = [...Array.from({ length: 2 + choose(2) }, () => oneOf(choose, small)), ...(chance(choose, 45) ? [oneOf(choose, long)] : [])];
  for (const value of wanted) {
    if (chance(choose, 45)) {
      scope.sizes.push({ extent: value, value });
      continue;
    }
    const name = fresh(scope, "n");
    write(scope, `const ${name} = param("${scope.writing.prefix}${name}", ${value});`);
    scope.sizes.push({ extent: name, value });
    scope.scalars.push({ text: name, kind: "integer" });
  }
  const name = fresh(scope, "h");
  write(scope, `const ${name}: number = ${oneOf(choose, ["0.5", "-1.75", "3", "1e3"])};`);
  scope.scalars.push({ text: name, kind: "number" });
}

/** So that every statement finds something to work on: numbers, the same as another dtype, and an array of any shape. */
function firstArrays(scope: Scope, choose: Choose): void {
  const [p, q] = [scope.sizes[0]!, scope.sizes.at(-1)!], flat = chance(choose, 40), shape = flat ? [q] : [p, q];
  const value = oneOf(choose, ["i * 0.75 - 2", "(i * 37 + 11) % 101 / 8 - 6", "Math.sin(i * 7) * 4", "i % 3"]);
  const array = (text: string, element: DType, of: readonly Size[]): string => {
    const name = fresh(scope, "a");
    write(scope, `const ${name} = ${text};`);
    scope.arrays.push({ text: name, element, shape: of, assignable: false });
    return name;
  };
  const first = array(flat ? `generate([${q.extent}], i => ${value})` : `generate([${p.extent}, ${q.extent}], (i, j) => ${value} + j * 0.5)`, "f64", shape), other = oneOf(choose, scope.writing.dtypes);
  if (other !== "f64") array(`cast(${first}, "${other}")`, other, shape);
  if (!chance(choose, 60)) return;
  const any = randomShape(scope, choose), positions = ["i", "j", "k", "l"].slice(0, any.length), element = oneOf(choose, scope.writing.dtypes);
  const mixed = positions.map((position, axis) => `${position} * ${[5, 3, 7, 2][axis]!}`).join(" + ");
  array(`generate([${any.map((s) => s.extent).join(", ")}], (${positions.join(", ")}) => ${element === "bool" ? `(${mixed}) % 3 > 0` : `(${mixed}) % 17 - 4`}, "${element}")`, element, any);
}

/** The last array always; of the others some, so that what is not needed is found out. */
function exported(scope: Scope, choose: Choose): string[] {
  const arrays = scope.arrays.filter((a: ArrayVariable) => /^[av]\d+$/.test(a.text)), scalars = scope.scalars.filter((s) => /^[sh]\d+$/.test(s.text));
  return [...arrays.filter((_, k) => k === arrays.length - 1 || chance(choose, 60)), ...scalars.filter(() => chance(choose, 70))].map((v) => v.text);
}

/** Modules as one program: `p0.ts`, `p1.ts`, ... and an entry. Results are called `p0_a1`. */
export function filesOf(modules: readonly Module[]): { readonly [file: string]: string } {
  const entry = modules.map(({ names }, k) => `export { ${names.map((name) => `${name} as p${k}_${name}`).join(", ")} } from "./p${k}.ts";`);
  return { "main.ts": `${entry.join("\n")}\n`, ...Object.fromEntries(modules.map(({ text }, k) => [`p${k}.ts`, text])) };
}
