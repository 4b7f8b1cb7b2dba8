// Host values that a kernel reads. Scalars are captured (the value at the call is passed), properties of host objects too, an object of scalars as a
// record of captures; anything else is reported. Only here does the front end ask for the types of a kernel's names.
import { ts } from "ts-morph";
import type { CaptureSyntax, ExpressionSyntax, Reading, RecordPart } from "../syntax.ts";
import { isConst } from "./constants.ts";
import { absent, wrong } from "./failure.ts";

/** `node` reads the host variable, or its property at `path`. */
export function readCapture(reading: Reading, node: ts.Expression, symbol: ts.Symbol, declaration: ts.Declaration, path: readonly string[] = []): ExpressionSyntax {
  const { checker } = reading.context;
  const here = path.length === 0 ? checker.getTypeOfSymbolAtLocation(symbol, node) : checker.getTypeAtLocation(node);
  // Where TypeScript has found that this never runs, its narrowed type says nothing.
  const type = here.flags & ts.TypeFlags.Never ? checker.getTypeOfSymbol((path.length === 0 ? undefined : checker.getSymbolAtLocation(node)) ?? symbol) : here;
  return captureOf(reading, node, type, { symbol, path, mutable: path.length > 0 || !isConst(declaration) });
}

function captureOf(reading: Reading, node: ts.Node, type: ts.Type, what: Pick<CaptureSyntax, "symbol" | "path" | "mutable">): ExpressionSyntax {
  const name = [what.symbol.name, ...what.path].join("."), kind = classify(reading, type);
  switch (kind) {
    case "number":
    case "boolean":
      return { kind: "capture", node, capture: { key: `${numberOf(reading, what.symbol)}${what.path.map((p) => `.${p}`).join("")}`, name: what.symbol.name, kind, node, ...what } };
    case "array":
      return wrong(reading, "SPMD1016", node, { name });
    case "record": {
      // Objects that hold themselves end here.
      if (what.path.length > 3) return wrong(reading, "SPMD1017", node, { name, type: "nested too deeply" });
      const parts = type.getProperties().map((property): RecordPart => {
        const inner = reading.context.checker.getTypeOfSymbolAtLocation(property, node);
        return { kind: "field", field: property.name, value: captureOf(reading, node, inner, { symbol: what.symbol, path: [...what.path, property.name], mutable: true }) };
      });
      return { kind: "record", list: false, parts, node };
    }
    case "text":
    case "a bigint":
      return absent(reading, kind === "text" ? "text" : "bigint", "SPMD1017", node, { name, type: kind });
    default:
      return wrong(reading, "SPMD1017", node, { name, type: kind });
  }
}

/** A host variable's type: what a kernel can have of it, or a description for people. */
export function classify(reading: Reading, type: ts.Type): string {
  const { checker } = reading.context, { flags } = type, symbol = type.aliasSymbol ?? type.symbol;
  const members = type.isUnion() ? type.types : [type];
  if (members.every((t) => t.flags & ts.TypeFlags.NumberLike) || flags & ts.TypeFlags.Any) return "number";
  if (members.every((t) => t.flags & ts.TypeFlags.BooleanLike)) return "boolean";
  if (members.some((t) => t.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null | ts.TypeFlags.Void))) return "possibly null or undefined";
  if (members.some((t) => t.flags & ts.TypeFlags.StringLike)) return "text";
  if (members.some((t) => t.flags & ts.TypeFlags.BigIntLike)) return "a bigint";
  if (symbol && reading.context.builtin(symbol) === "NDArray") return "array";
  if (checker.isArrayLikeType(type) || (symbol && /Array$/.test(symbol.name) && symbol.declarations?.[0]?.getSourceFile().isDeclarationFile)) return "array";
  if (type.getCallSignatures().length > 0) return "a function";
  const properties = type.getProperties();
  const plain = flags & ts.TypeFlags.Object && properties.length > 0 && properties.every((p) => p.flags & ts.SymbolFlags.Property && !(p.flags & ts.SymbolFlags.Optional));
  return plain && !symbol?.declarations?.some((d) => ts.isClassDeclaration(d) || d.getSourceFile().isDeclarationFile) ? "record" : `of type ${checker.typeToString(type)}`;
}

/** A number for the object, the same whenever it is asked for. */
export function numberOf(reading: Pick<Reading, "context">, object: object): number {
  const { numbers } = reading.context.cache;
  const known = numbers.get(object) ?? numbers.size;
  numbers.set(object, known);
  return known;
}
