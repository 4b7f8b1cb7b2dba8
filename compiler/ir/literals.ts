// Host constants that are written as numbers: what kernels capture of them is known when they are compiled.
//
//   const c$1 = 3;   ->   c$1 is 3
import { statementsIn } from "./blocks.ts";
import type { Program } from "./host.ts";

/** Constants by name. A name that is declared twice, or assigned to, is none. */
export function literalsOf<Node>(program: Program<Node>): ReadonlyMap<string, number> {
  const found = new Map<string, number>(), writes = new Map<string, number>(), add = (name: string): void => void writes.set(name, (writes.get(name) ?? 0) + 1);
  for (const s of statementsIn(program.body)) {
    if (s.kind === "scalar" || s.kind === "extent") add(s.name);
    else if (s.kind === "effect" && s.name !== null) add(s.name);
    else if (s.kind === "forOf") add(s.binding);
    if (s.kind !== "host") continue;
    s.code.writes.forEach(add);
    const literal = /^\s*const\s+([\p{ID_Continue}$]+)\s*=\s*(-?\d+(?:\.\d+)?)\s*;\s*$/u.exec(s.code.text);
    if (literal) found.set(literal[1]!, Number(literal[2]));
  }
  return new Map([...found].filter(([name]) => writes.get(name) === 1));
}
