// What host variables are worth, as far as the program's text and its parameters tell: the extents in an explanation become numbers.
//
//   const n = $rt.param("n", 64);  const n$1 = $rt.extent(2 * n, ...);    with --n 10   ->   n = 10, n$1 = 20
import { statementsIn } from "../ir/blocks.ts";
import type { Program } from "../ir/host.ts";

export type KnownValues = ReadonlyMap<string, number>;

/** `given` are parameters of the run by name; the others have their defaults. */
export function knownValues<Node>(program: Program<Node>, given: { readonly [param: string]: unknown } = {}): KnownValues {
  const params = new Map(program.params.map((param) => [param.name, Number(given[param.name] ?? param.default)]));
  const known = new Map<string, number>();
  const changing = new Set([...statementsIn(program.body)].flatMap((s) => (s.kind === "host" && !/^\s*(?:const|let)\b/.test(s.code.text) ? s.code.writes : [])));
  for (const s of statementsIn(program.body)) {
    if (s.kind !== "host" || !/^\s*(?:const|let)\b/.test(s.code.text)) continue;
    // What the compiler computes itself is one constant.
    const own = /^const (\$[\w$]+) = ([^;]+);$/.exec(s.code.text);
    for (const [, name, value] of own ? [own] : s.code.text.matchAll(/(?:const|let|,)\s+([\p{ID_Continue}$]+)\s*=\s*((?:\$rt\.\w+\((?:[^()"]|"[^"]*")*\)|[^,;(){}[\]]|\((?:[^()"])*\))+)/gu)) {
      const worth = changing.has(name!) ? undefined : worthOf(value!.trim(), params, known);
      if (worth !== undefined && Number.isFinite(worth)) known.set(name!, worth);
    }
  }
  return known;
}

/** The number that an expression gives: a parameter, a checked extent, or arithmetic of known values; undefined for anything else. */
function worthOf(text: string, params: ReadonlyMap<string, number>, known: KnownValues): number | undefined {
  const param = /^\$rt\.param\("([^"]+)",[^]*\)$/.exec(text);
  if (param) return params.get(param[1]!);
  const checked = /^\$rt\.(?:extent|integer)\(((?:[^,()"]|\([^()]*\))+),/.exec(text);
  const terms = (checked?.[1] ?? text).replaceAll(/(?<![\w$.])[A-Za-z_$][\w$]*(?:\.\w+)?/g, (name) => {
    const value = known.get(name);
    if (value !== undefined) return `(${value})`;
    return /^Math\.(floor|ceil|round|trunc|min|max|sqrt|abs)$/.test(name) ? name : "unknown";
  });
  // Digits, operators and a few functions of Math are left: nothing of the user's runs.
  if (!/^(?:[\d\s+\-*/%()._,<?:]|Math\.[a-z]+|\de[+-]?\d)+$/.test(terms) || !/\d/.test(terms)) return undefined;
  try {
    return Number(new Function(`"use strict"; return (${terms});`)());
  } catch {
    return undefined;
  }
}
