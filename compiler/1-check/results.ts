// A module's results: what the entry exports by name. Functions, classes and types are not among them.
import { ts } from "ts-morph";
import type { Result } from "../ir/host.ts";
import type { Binding } from "./bindings.ts";
import { complain } from "./place.ts";
import type { Place } from "./place.ts";

export function resultsOf(place: Place, entry: ts.SourceFile): readonly Result[] {
  const { language } = place.lowering, module = language.checker.getSymbolAtLocation(entry);
  if (!module) return [];
  return language.checker.getExportsOfModule(module).flatMap((exported): Result[] => {
    const symbol = exported.flags & ts.SymbolFlags.Alias ? language.checker.getAliasedSymbol(exported) : exported, binding = place.bindings.get(symbol);
    const declaration = symbol.valueDeclaration ?? exported.declarations?.[0];
    if (!binding || !declaration || symbol.flags & (ts.SymbolFlags.Function | ts.SymbolFlags.Class | ts.SymbolFlags.Enum | ts.SymbolFlags.Module)) return [];
    if (language.checker.getTypeOfSymbol(symbol).getCallSignatures().length > 0) return [];
    const result = resultOf(exported.name, binding);
    if (!result && binding.kind === "parts") complain(place.lowering, "SPMD1203", ts.getNameOfDeclaration(declaration) ?? declaration, { name: exported.name });
    return result ? [result] : [];
  });
}

function resultOf(name: string, binding: Binding): Result | undefined {
  switch (binding.kind) {
    case "array": return { kind: "array", name, value: binding.value };
    case "slot": return { kind: "slot", name, slot: binding.slot };
    case "host": return { kind: "host", name, variable: binding.name };
    default: return undefined;
  }
}
