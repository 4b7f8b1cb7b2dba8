// The program's results, that is what its module exports: printed, saved, or collected. Arrays are gathered to rank 0 to be printed or collected; to be saved,
// each rank writes its part of them.
//
//   --print       C: i32 [200, 250]          --save out     out/C.npy
//                 [[1 1 ... ]]                              out/results.json
//                 total = 1866814
import type { Runtime } from "../abi.ts";
import { isStoredArray, type ArrayStore } from "../arrays/store.ts";
import { wholeArray } from "../arrays/effect.ts";
import { formatArray } from "../effects/format.ts";
import type { Output, Whole } from "../effects/whole.ts";
import { isWhole } from "../effects/whole.ts";
import { spmdError } from "../errors.ts";
import { encodeNpy } from "../io/npy.ts";
import { fileError } from "../io/npyFile.ts";
import { arrayOf, dtypeOfArray, showElement } from "../memory/elements.ts";
import { files, inspectValue } from "../platform.ts";

export type Results = { readonly [name: string]: Whole | unknown };

/** Collective: every rank calls it; only rank 0 gets results. Arrays are copies. */
export function gatherResults(exported: Results, runtime: Runtime, store: ArrayStore): Results | undefined {
  const gathered: { [name: string]: unknown } = {};
  for (const [name, value] of Object.entries(exported)) {
    if (!isStoredArray(value)) {
      gathered[name] = value;
      continue;
    }
    const mark = store.mark(), placed = runtime.reshard(value, { kind: "root" }, `export ${name}`);
    if (runtime.rank === 0 && isStoredArray(placed)) {
      const { element, shape, data } = wholeArray(store, placed);
      gathered[name] = { element, shape, data: Object.fromEntries(Object.entries(data).map(([field, values]) => [field, values.slice()])) };
    }
    store.sweep(mark);
  }
  return runtime.rank === 0 ? gathered : undefined;
}

/** On rank 0. */
export function printResults(results: Results, output: Pick<Output, "line">): void {
  for (const [name, value] of Object.entries(results)) output.line(resultText(name, value));
}

export function resultText(name: string, value: unknown): string {
  const whole = asWhole(value);
  if (!whole) return `${name} = ${inspectValue(value)}`;
  return whole.shape.length === 0 ? `${name} = ${formatArray(whole)}` : `${name}: ${showElement(whole.element)} [${whole.shape.join(", ")}]\n${formatArray(whole)}`;
}

function asWhole(value: unknown): Whole | undefined {
  if (isWhole(value)) return value;
  const dtype = dtypeOfArray(value);
  return dtype === undefined ? undefined : { element: dtype, shape: [(value as Float64Array).length], data: { "": new arrayOf[dtype](value as Float64Array) } };
}

/** Collective where there is a runtime, which has the arrays; else on rank 0. */
export function saveResults(results: Results, directory: string, runtime?: Runtime): void {
  const leads = !runtime || runtime.rank === 0;
  if (!files) throw spmdError("SPMD5009", { action: "write", file: directory, reason: "there are no files here" });
  const write = (name: string, bytes: Uint8Array): void => {
    const file = files!.join(directory, name);
    try {
      files!.write(file, bytes);
    } catch (error) {
      throw fileError("write", file, error);
    }
  };
  try {
    if (leads) files.makeDirectory(directory);
  } catch (error) {
    throw fileError("write", directory, error);
  }
  const others: { [name: string]: unknown } = {};
  for (const [name, value] of Object.entries(results)) {
    if (runtime && isStoredArray(value)) runtime.effect("writeNpy", [value], [files.join(directory, `${name}.npy`), { array: 0 }], `export ${name}`);
    if (!leads || isStoredArray(value)) continue;
    const whole = asWhole(value);
    if (whole) write(`${name}.npy`, encodeNpy(whole));
    else if (isJson(value)) others[name] = value;
  }
  if (leads) write("results.json", new TextEncoder().encode(`${JSON.stringify(others, undefined, 2)}\n`));
}

/** Functions, symbols and the like are no results to keep. */
function isJson(value: unknown): boolean {
  if (value === null || ["number", "boolean", "string"].includes(typeof value)) return true;
  if (Array.isArray(value)) return value.every(isJson);
  return typeof value === "object" && (Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null) && Object.values(value).every(isJson);
}
