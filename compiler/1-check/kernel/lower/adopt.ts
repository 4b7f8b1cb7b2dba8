// What was lowered becomes part of the program: the function and those it calls get their names and go to the program's list, callees first. Functions that
// only a search for types needed are never adopted.
import type { KernelFunction, KernelId, KernelStatement } from "../../../ir/kernel.ts";
import { mapBody } from "../../../ir/mapKernel.ts";
import type { KernelContext } from "../request.ts";
import { reportNode } from "../read/report.ts";
import type { Specialization } from "./specialize.ts";

/** Reports what is wrong in the function and in those it calls; true if nothing is. */
export function isRight(context: KernelContext, s: Specialization, seen = new Set<Specialization>()): boolean {
  if (seen.has(s)) return true;
  seen.add(s);
  for (const p of s.pending) reportNode(context, p.code, p.node, p.values);
  const callees = [...s.callees.values()].map((c) => isRight(context, c, seen));
  return !s.syntax.wrong && s.pending.length === 0 && callees.every(Boolean);
}

/** The function's name in the program. */
export function adopt(context: KernelContext, s: Specialization, name: string, adopted: Map<Specialization, KernelId> = context.cache.adopted): KernelId {
  const known = adopted.get(s);
  if (known) return known;
  const ids = new Map<KernelId, KernelId>();
  for (const [id, fn] of s.math) {
    ids.set(id, id);
    if (context.cache.names.has(id)) continue;
    context.cache.names.add(id);
    context.functions.push(fn);
  }
  for (const [id, callee] of s.callees) ids.set(id, adopt(context, callee, callee.syntax.name ?? "function", adopted));
  const id = freeName(context, s.syntax.name ?? name);
  adopted.set(s, id);
  const fn: KernelFunction = { ...s.fn, id, body: renamed(s.fn.body, ids) };
  context.functions.push(fn);
  return id;
}

export function freeName(context: KernelContext, like: string): KernelId {
  let id: KernelId = `@${like}`;
  for (let k = 2; context.cache.names.has(id); k++) id = `@${like}_${k}`;
  context.cache.names.add(id);
  return id;
}

type Ids = ReadonlyMap<KernelId, KernelId>;

/** The body with other names for the functions that it calls. */
export function renamed(body: readonly KernelStatement[], ids: Ids): KernelStatement[] {
  const idOf = (fn: KernelId): KernelId => ids.get(fn) ?? fn;
  return mapBody(body, (e) => (e.kind === "call" ? { ...e, fn: idOf(e.fn) } : e), idOf);
}
