// Routines (ir/routine.ts) as WebAssembly functions.
import type { DType } from "../../ir/types.ts";
import { bytesOf } from "../../ir/types.ts";
import type { Routine, RoutineBuffer, RoutineExpression, RoutineStatement } from "../../ir/routine.ts";

const loads: Readonly<Record<DType, string>> = { f64: "f64.load", f32: "f32.load", i32: "i32.load", u32: "i32.load", i16: "i32.load16_s", u16: "i32.load16_u", i8: "i32.load8_s", u8: "i32.load8_u", bool: "i32.load8_u" };
const stores: Readonly<Record<DType, string>> = { f64: "f64.store", f32: "f32.store", i32: "i32.store", u32: "i32.store", i16: "i32.store16", u16: "i32.store16", i8: "i32.store8", u8: "i32.store8", bool: "i32.store8" };
const arithmetic = { "+": "add", "-": "sub", "*": "mul", "&": "and", "|": "or", "^": "xor", "<<": "shl", ">>": "shr_s", ">>>": "shr_u" } as const;
const comparisons = { "==": "eq", "!=": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge" } as const;

export function wasmRoutine({ name, numbers, buffers, locals, body }: Routine): string {
  let labels = 0;
  const statements = (list: readonly RoutineStatement[], indent: string): string[] => list.flatMap((s): string[] => {
    switch (s.kind) {
      case "set": return [`${indent}(local.set $${s.name} ${value(s.value)})`];
      case "put": return [`${indent}(${stores[s.buffer.dtype]} ${address(s.buffer, s.at)} ${value(s.value)})`];
      case "for": return [`${indent}(local.set $${s.name} ${value(s.from)})`, ...loop(`(i32.lt_s (local.get $${s.name}) ${value(s.to)})`, s.body, indent, [`(local.set $${s.name} (i32.add (local.get $${s.name}) (i32.const 1)))`])];
      case "while": return loop(value(s.test), s.body, indent, []);
      case "if": return [`${indent}(if ${value(s.test)} (then`, ...statements(s.then, `${indent}  `), ...(s.else.length > 0 ? [`${indent}) (else`, ...statements(s.else, `${indent}  `)] : []), `${indent}))`];
      case "return": return [`${indent}(return)`];
    }
  });
  /** Tested at the end of each trip. */
  const loop = (test: string, inner: readonly RoutineStatement[], indent: string, step: readonly string[]): string[] => {
    const label = `$again${labels++}`;
    return [`${indent}(if ${test} (then (loop ${label}`, ...statements(inner, `${indent}  `), ...step.map((text) => `${indent}  ${text}`), `${indent}  (br_if ${label} ${test}))))`];
  };
  return [
    `  (func $${name} (export "${name}") ${[...numbers, ...buffers.map((b) => b.name)].map((number) => `(param $${number} i32)`).join(" ")}`,
    ...(locals.size > 0 ? [`    ${[...locals].map(([local, type]) => `(local $${local} ${type})`).join(" ")}`] : []),
    ...statements(body, "    "),
    "  )",
  ].join("\n");
}

function address({ name, dtype }: RoutineBuffer, at: RoutineExpression): string {
  const shift = Math.log2(bytesOf[dtype]);
  return `(i32.add (local.get $${name}) ${shift === 0 ? value(at) : `(i32.shl ${value(at)} (i32.const ${shift}))`})`;
}

function value(e: RoutineExpression): string {
  switch (e.kind) {
    case "number": return `(${e.type}.const ${e.type === "i32" ? e.value | 0 : e.value})`;
    case "local": return `(local.get $${e.name})`;
    case "element": return `(${loads[e.buffer.dtype]} ${address(e.buffer, e.at)})`;
    case "convert": return `(${e.type}.${e.value.type === "i32" ? "convert_i32_s" : e.type === "f64" ? "promote_f32" : "demote_f64"} ${value(e.value)})`;
    case "select": return `(select ${value(e.then)} ${value(e.else)} ${value(e.test)})`;
    case "comparison": {
      const { type } = e.left, plain = e.op.replace("u", "") as keyof typeof comparisons, signed = type !== "i32" || plain === "==" || plain === "!=" ? "" : e.op.endsWith("u") ? "_u" : "_s";
      return `(${type}.${comparisons[plain]}${signed} ${value(e.left)} ${value(e.right)})`;
    }
    case "arithmetic": return `(${e.type}.${e.op === "/" ? (e.type === "i32" ? "div_s" : "div") : arithmetic[e.op]} ${value(e.left)} ${value(e.right)})`;
  }
}
