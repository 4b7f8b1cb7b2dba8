// Random functions that take arrays and scalars and return one array or two, called once or twice where they are declared. Inside, the arrays' extents are
// not known; outside, what comes back has those of what was given.
//
//   function g1(p1: NDArray<"f64", [number, number]>, c1: number) { const a5 = map(p1, x => x * c1); return a5; }
//   const a6 = g1(a2, s1);
import { chance, oneOf, recent } from "./genes.ts";
import type { Choose, Gene } from "./genes.ts";
import { expression } from "./expressions.ts";
import type { Leaf } from "./expressions.ts";
import { fresh, hostTerms, indented, innerScope, sameShape, takes, typeText, write } from "./scope.ts";
import type { ArrayVariable, Scope, Size } from "./scope.ts";

export function arrayFunction(scope: Scope, choose: Choose, genes: readonly Gene[], writeBlock: (scope: Scope, genes: readonly Gene[]) => void): void {
  if (scope.arrays.length === 0) return;
  const name = fresh(scope, "g"), given = Array.from({ length: 1 + choose(2) }, () => recent(choose, scope.arrays));
  const params = given.map((a): ArrayVariable => {
    const text = fresh(scope, "p");
    return { text, element: a.element, shape: a.shape.map(({ value, most }, axis) => ({ extent: `${text}.shape[${axis}]`, value: undefined, ...(value === undefined && most === undefined ? {} : { most: value ?? most! }) })), assignable: chance(choose, 40) };
  });
  const scalar: Leaf = { text: fresh(scope, "c"), kind: oneOf(choose, ["number", "integer"] as const), assignable: chance(choose, 30) };
  // Seen from inside, arrays of the program around are there, and its variables can be assigned.
  const inside = innerScope(scope, { loops: [], scalars: [...scope.scalars, scalar], arrays: [...(chance(choose, 40) ? scope.arrays : []), ...params] });
  const condition = expression(hostTerms(inside, choose), "boolean", 1);
  writeBlock(inside, genes);
  const result = recent(choose, inside.arrays), second = chance(choose, 25) ? recent(choose, inside.arrays) : undefined;
  const early = second ? undefined : params.find((p) => takes(p, result) && sameShape(p.shape, result.shape));
  const list = [...params.map((p) => `${p.text}: ${typeText(p)}`), `${scalar.text}: number`].join(", ");
  write(scope,
    `function ${name}(${list}) {`,
    ...(early && chance(choose, 60) ? [`  if (${condition}) return ${early.text};`] : []),
    ...indented(inside.lines), `  return ${second ? `[${result.text}, ${second.text}] as const` : result.text};`, "}");
  const calls = chance(choose, 30) ? 2 : 1;
  for (let k = 0; k < calls; k++) {
    const alike = given.map((a) => (k === 0 ? a : (scope.arrays.find((b) => b !== a && takes(a, b)) ?? a)));
    // Kernels that need an integer get one.
    const argument = scalar.kind === "integer" ? recent(choose, [{ text: "2" }, ...scope.scalars.filter((s) => s.kind === "integer")]).text : recent(choose, scope.scalars.filter((s) => s.kind !== "boolean")).text;
    const call = `${name}(${[...alike.map((a) => a.text), argument].join(", ")})`, names = [result, ...(second ? [second] : [])].map(() => fresh(scope, "a"));
    write(scope, `const ${second ? `[${names.join(", ")}]` : names[0]} = ${call};`);
    [result, ...(second ? [second] : [])].forEach((inner, r) => scope.arrays.push({ text: names[r]!, element: inner.element, shape: outside(scope, inner.shape, names[r]!, params, alike), assignable: false }));
  }
}

/** Extents of arguments are known here, others only if they are the program's. */
function outside(scope: Scope, shape: readonly Size[], name: string, params: readonly ArrayVariable[], given: readonly ArrayVariable[]): Size[] {
  return shape.map((size, axis): Size => {
    for (const [p, param] of params.entries()) {
      const at = param.shape.findIndex((s) => s.extent === size.extent);
      // Its type says `number`, whatever the argument's says.
      if (at >= 0) return { ...given[p]!.shape[at]!, extent: `${name}.shape[${axis}]` };
    }
    const known = typeof size.extent === "number" || scope.sizes.some((s) => s.extent === size.extent) || scope.arrays.some((a) => a.shape.some((s) => s.extent === size.extent));
    return known ? size : { ...size, extent: `${name}.shape[${axis}]`, value: undefined };
  });
}
