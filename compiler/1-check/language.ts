// Which symbols of a program are the language's own: what `spmd` exports, by symbol and never by spelling, so that renamed imports, namespaces and
// re-exports all work and a user's own `map` stays the user's.
import { ts } from "ts-morph";

export interface Language {
  readonly checker: ts.TypeChecker;
  /** The name under which `spmd` exports this symbol. */
  nameOf(symbol: ts.Symbol | undefined): string | undefined;
  /** Whether values of this type are distributed arrays. */
  isArray(type: ts.Type): boolean;
  /** Whether every value of an expression's type is of one of these kinds: all members of a union, a type parameter's constraint. */
  isOf(node: ts.Expression, kinds: ts.TypeFlags): boolean;
  /** Whether such a value is a list or object with arrays in it. */
  holdsArrays(type: ts.Type): boolean;
  /** The variable, function or import target that an identifier stands for. */
  symbolOf(node: ts.Node): ts.Symbol | undefined;
}

export function languageOf(checker: ts.TypeChecker, module: ts.SourceFile | undefined): Language {
  const names = new Map<ts.Symbol, string>();
  const moduleSymbol = module && checker.getSymbolAtLocation(module);
  if (moduleSymbol) for (const exported of checker.getExportsOfModule(moduleSymbol)) names.set(unaliased(checker, exported), exported.name);
  const nameOf = (symbol: ts.Symbol | undefined): string | undefined => symbol && names.get(symbol);
  const isArray = (type: ts.Type): boolean => {
    if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Never)) return false;
    if (type.isUnionOrIntersection()) return type.types.some(isArray);
    if (type.isTypeParameter()) {
      const constraint = checker.getBaseConstraintOfType(type);
      return constraint !== undefined && constraint !== type && isArray(constraint);
    }
    return nameOf((type as ts.Type).getSymbol()) === "NDArray";
  };
  const holdsArrays = (type: ts.Type, depth = 0): boolean => {
    if (depth > 3 || !(type.flags & (ts.TypeFlags.Object | ts.TypeFlags.UnionOrIntersection))) return false;
    if (type.isUnionOrIntersection()) return type.types.some((t) => holdsArrays(t, depth));
    const inner = checker.isArrayType(type) || checker.isTupleType(type) ? checker.getTypeArguments(type as ts.TypeReference)
      : isPlain(type) ? type.getProperties().map((property) => checker.getTypeOfSymbol(property)) : [];
    return inner.some((t) => isArray(t) || holdsArrays(t, depth + 1));
  };
  const isOf = (node: ts.Expression, kinds: ts.TypeFlags): boolean => {
    const own = checker.getTypeAtLocation(node), type = checker.getBaseConstraintOfType(own) ?? own;
    return (type.isUnion() ? type.types : [type]).every((t) => (t.flags & kinds) !== 0);
  };
  return { checker, nameOf, isArray, isOf, holdsArrays, symbolOf: (node) => symbolOf(checker, node) };
}

/** An object literal's type, an interface or alias of the program; not a class, not something of a library. */
const isPlain = (type: ts.Type): boolean => (type.symbol?.declarations ?? []).every((d) => (ts.isTypeLiteralNode(d) || ts.isObjectLiteralExpression(d) || ts.isInterfaceDeclaration(d)) && !d.getSourceFile().isDeclarationFile) && type.getCallSignatures().length === 0;

function symbolOf(checker: ts.TypeChecker, node: ts.Node): ts.Symbol | undefined {
  const parent = node.parent as ts.Node | undefined;
  if (parent && ts.isShorthandPropertyAssignment(parent) && parent.name === node) return aliased(checker, checker.getShorthandAssignmentValueSymbol(parent));
  if (parent && ts.isExportSpecifier(parent)) return aliased(checker, checker.getExportSpecifierLocalTargetSymbol(parent));
  if (parent && ts.isBindingElement(parent) && parent.name === node) return checker.getSymbolAtLocation(node);
  return aliased(checker, checker.getSymbolAtLocation(node));
}

const aliased = (checker: ts.TypeChecker, symbol: ts.Symbol | undefined): ts.Symbol | undefined => symbol && unaliased(checker, symbol);
const unaliased = (checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol);
