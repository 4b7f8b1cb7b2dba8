// Program parameters: what was typed becomes a value of the declared default's type, or an error that says what would have been right.
import type { Driver } from "../abi.ts";
import { spmdError } from "../errors.ts";

type Value = number | string | boolean;
type Declared = Driver["params"];

export function typedParams(declared: Declared, given: { readonly [name: string]: Value } = {}): { readonly [name: string]: Value } {
  const params: { [name: string]: Value } = {};
  for (const [name, value] of Object.entries(given)) {
    const param = declared.find((p) => p.name === name);
    if (!param) throw spmdError("SPMD5003", { name, known: declared.length === 0 ? "none" : declared.map((p) => p.name).join(", ") });
    params[name] = typed(name, value, param.default);
  }
  return params;
}

function typed(name: string, value: Value, fallback: Value): Value {
  const wrong = (kind: string): never => {
    throw spmdError("SPMD5004", { name, value: String(value), kind, fallback: String(fallback) });
  };
  if (typeof value === typeof fallback) return value;
  if (typeof fallback === "string") return String(value);
  if (typeof fallback === "boolean") return value === "true" || value === "1" ? true : value === "false" || value === "0" ? false : wrong("true or false");
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : NaN;
  return Number.isNaN(number) ? wrong("a number") : number;
}

const kinds: { readonly [type: string]: string } = { number: "NUMBER", string: "TEXT", boolean: "true|false" };

/** The program's own part of `--help`. */
export function describeParams(name: string, declared: Declared, command: string): string {
  const flags = declared.map((p) => `--${p.name} ${kinds[typeof p.default] ?? "VALUE"}`), width = Math.max(0, ...flags.map((flag) => flag.length));
  const rows = declared.map((p, k) => `  ${flags[k]!.padEnd(width)}  default ${JSON.stringify(p.default)}`);
  return `${name}: a program of spmd\n\nUsage: ${command}\n\n${rows.length === 0 ? "It has no params." : `Params:\n${rows.join("\n")}`}\n`;
}
