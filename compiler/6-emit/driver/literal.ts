// Data of the IR as JavaScript text, and the driver's module constants: placements, nests and monoids are written once, under a readable name.
//
//   block(0, align 128)  ->  const $block_0_align_128 = { kind: "block", axis: 0, align: 128, halo: 0 };
import type { Attribute, Position } from "../../ir/array.ts";
import type { Placement } from "../../ir/placement.ts";
import { showPlacement } from "../../ir/placement.ts";
import type { Extent, ValueId } from "../../ir/types.ts";

/** The JavaScript variable that holds an array value: `%4` is `$4`. */
export const variableOf = (value: ValueId): string => `$${value.slice(1)}`;

export const extentsText = (shape: readonly Extent[]): string => `[${shape.join(", ")}]`;

export function literal(value: Attribute | undefined): string {
  if (value === undefined) return "undefined";
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (isHostName(value)) return value.host;
  const entries = Object.entries(value as { readonly [key: string]: Attribute }).map(([key, item]) => `${/^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key)}: ${literal(item)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

export const positionText = (position: Position): string => (typeof position === "number" ? String(position) : position.plus === 0 ? position.host : `${position.host} ${position.plus < 0 ? "-" : "+"} ${Math.abs(position.plus)}`);

/** An attribute that stands for a host variable's value. */
export function isHostName(value: Attribute): value is { readonly host: string } {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const keys = Object.keys(value);
  return keys.length === 1 && keys[0] === "host" && typeof (value as { readonly host: Attribute }).host === "string";
}

/** Module constants in the order of their first use. */
export interface Constants {
  /** The name of a constant with this text; made at its first use. */
  name(wanted: string, text: string): string;
  placement(p: Placement): string;
  readonly definitions: ReadonlyMap<string, string>;
}

export function createConstants(): Constants {
  const definitions = new Map<string, string>();
  function name(wanted: string, text: string): string {
    const base = `$${wanted.replace(/[^A-Za-z0-9]+/g, "_").replace(/^_|_$/g, "")}`;
    for (let k = 0; ; k++) {
      const candidate = k === 0 ? base : `${base}_${k}`;
      const present = definitions.get(candidate);
      if (present === undefined) definitions.set(candidate, text);
      if (present === undefined || present === text) return candidate;
    }
  }
  function placement(p: Placement): string {
    const text = literal({ ...p } as unknown as { readonly [key: string]: Attribute });
    if (p.kind === "window") {
      const { extent, from, ...fixed } = p, entries = [...Object.entries(fixed).map(([key, value]) => `${key}: ${JSON.stringify(value)}`), `extent: ${typeof extent === "number" ? extent : extent.host}`, `from: ${positionText(from)}`];
      return `{ ${entries.join(", ")} }`;
    }
    const varies = (p.kind === "block" || p.kind === "grid") && p.boundary?.kind === "value" && typeof p.boundary.value === "object";
    return varies ? text : name(showPlacement(p), text);
  }
  return { name, placement, definitions };
}
