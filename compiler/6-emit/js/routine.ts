// Routines (ir/routine.ts) as JavaScript functions: i32 wraps by `| 0`, f32 rounds by `Math.fround`.
import type { Routine, RoutineExpression, RoutineStatement } from "../../ir/routine.ts";

export function scriptRoutine({ name, numbers, buffers, locals, body }: Routine): string {
  const declared = [...locals].map(([local]) => `${local} = 0`);
  return [
    `function ${name}([${buffers.map((b) => `${b.name}$`).join(", ")}], ${[...numbers, ...buffers.map((b) => b.name)].join(", ")}) {`,
    ...(declared.length > 0 ? [`  let ${declared.join(", ")};`] : []),
    ...statements(body, "  "),
    "}",
  ].join("\n");
}

function statements(list: readonly RoutineStatement[], indent: string): string[] {
  return list.flatMap((s): string[] => {
    switch (s.kind) {
      case "set": return [`${indent}${s.name} = ${value(s.value)};`];
      case "put": return [`${indent}${s.buffer.name}$[${s.buffer.name} + ${value(s.at)}] = ${value(s.value)};`];
      case "for": return [`${indent}for (${s.name} = ${value(s.from)}; ${s.name} < ${value(s.to)}; ${s.name}++) {`, ...statements(s.body, `${indent}  `), `${indent}}`];
      case "while": return [`${indent}while (${test(s.test)}) {`, ...statements(s.body, `${indent}  `), `${indent}}`];
      case "if": return [`${indent}if (${test(s.test)}) {`, ...statements(s.then, `${indent}  `), ...(s.else.length > 0 ? [`${indent}} else {`, ...statements(s.else, `${indent}  `)] : []), `${indent}}`];
      case "return": return [`${indent}return;`];
    }
  });
}

function test(e: RoutineExpression): string {
  if (e.kind !== "comparison") return `${value(e)} !== 0`;
  const unsigned = e.op.endsWith("u"), operand = (x: RoutineExpression): string => (unsigned ? `(${value(x)} >>> 0)` : value(x));
  return `${operand(e.left)} ${{ "==": "===", "!=": "!==" }[e.op as string] ?? e.op.replace("u", "")} ${operand(e.right)}`;
}

function value(e: RoutineExpression): string {
  switch (e.kind) {
    case "number": return e.value < 0 ? `(${e.value})` : String(e.value);
    case "local": return e.name;
    case "element": {
      const element = `${e.buffer.name}$[${e.buffer.name} + ${value(e.at)}]`;
      return e.buffer.dtype === "u32" ? `(${element} | 0)` : element;
    }
    case "comparison": return `+(${test(e)})`;
    case "convert": return e.type === "f32" ? `Math.fround(${value(e.value)})` : value(e.value);
    case "select": return `(${test(e.test)} ? ${value(e.then)} : ${value(e.else)})`;
    case "arithmetic": {
      const [left, right] = [value(e.left), value(e.right)];
      if (e.type === "i32" && e.op === "*") return `Math.imul(${left}, ${right})`;
      if (e.type === "i32" && /^([+-]|>>>)$/.test(e.op)) return `(${left} ${e.op} ${right} | 0)`;
      return e.type === "f32" ? `Math.fround(${left} ${e.op} ${right})` : `(${left} ${e.op} ${right})`;
    }
  }
}
