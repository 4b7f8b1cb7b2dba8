// Routines (ir/routine.ts) as C functions.
import { nativeSymbol } from "../../../runtime/abi.ts";
import type { DType } from "../../ir/types.ts";
import type { Routine, RoutineExpression, RoutineStatement } from "../../ir/routine.ts";
import { cNumber } from "./writer.ts";

const elementTypes: Readonly<Record<DType, string>> = { f64: "f64", f32: "f32", i32: "i32", u32: "i32", i16: "short", u16: "unsigned short", i8: "signed char", u8: "unsigned char", bool: "unsigned char" };

export function cRoutine({ name, numbers, buffers, locals, body }: Routine): string {
  return [
    `int ${nativeSymbol(name)}(char *memory, f64 *numbers) {`,
    ...numbers.map((number, k) => `  const i32 ${number} = (i32)numbers[${k}];`),
    ...buffers.map(({ name: buffer, dtype }, k) => `  ${elementTypes[dtype]} *const ${buffer} = (${elementTypes[dtype]} *)(memory + (i64)numbers[${numbers.length + k}]);`),
    ...[...locals].map(([local, type]) => `  ${type} ${local} = 0;`),
    ...statements(body, "  "),
    "  return -1;",
    "}",
  ].join("\n");
}

function statements(list: readonly RoutineStatement[], indent: string): string[] {
  return list.flatMap((s): string[] => {
    switch (s.kind) {
      case "set": return [`${indent}${s.name} = ${value(s.value)};`];
      case "put": return [`${indent}${s.buffer.name}[(i64)${value(s.at)}] = ${value(s.value)};`];
      case "for": return [`${indent}for (${s.name} = ${value(s.from)}; ${s.name} < ${value(s.to)}; ${s.name}++) {`, ...statements(s.body, `${indent}  `), `${indent}}`];
      case "while": return [`${indent}while (${value(s.test)}) {`, ...statements(s.body, `${indent}  `), `${indent}}`];
      case "if": return [`${indent}if (${value(s.test)}) {`, ...statements(s.then, `${indent}  `), ...(s.else.length > 0 ? [`${indent}} else {`, ...statements(s.else, `${indent}  `)] : []), `${indent}}`];
      case "return": return [`${indent}return -1;`];
    }
  });
}

function value(e: RoutineExpression): string {
  switch (e.kind) {
    case "number": return e.type === "i32" ? `(i32)${e.value >>> 0}u` : cNumber(e.value, e.type);
    case "local": return e.name;
    case "element": return `${e.buffer.name}[(i64)${value(e.at)}]`;
    case "comparison": return e.op.endsWith("u") ? `((u32)${value(e.left)} ${e.op.slice(0, -1)} (u32)${value(e.right)})` : `(${value(e.left)} ${e.op} ${value(e.right)})`;
    case "convert": return `((${e.type})${value(e.value)})`;
    case "select": return `(${value(e.test)} ? ${value(e.then)} : ${value(e.else)})`;
    case "arithmetic": return e.op === ">>>" ? `(i32)((u32)${value(e.left)} >> ${value(e.right)})` : `(${value(e.left)} ${e.op} ${value(e.right)})`;
  }
}
