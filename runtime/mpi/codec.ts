// Values of the lower-case calls as bytes: msgpackr with its structured-clone extension (shared and cyclic references, Map, Set, Date, Error, bigint). Typed arrays stay
// out of it: they follow the packed value as they are, 8-byte aligned, and are views of the received message on the other side: no copy. What comes out is what
// `structuredClone` would give, but for holes in arrays (undefined), and memory that threads share, which is refused.
//
// message    [packed bytes: u32][arrays: u32] then for each array [class: u32][bytes: u32], then the packed value, then the arrays
import { addExtension, Packr } from "msgpackr";
import { bytesOf, type View } from "../transport/transport.ts";
import { CodeUnits, MinusZero, withMarks } from "./marks.ts";

type ViewConstructor = { new (buffer: ArrayBuffer, start: number, length?: number): View; readonly BYTES_PER_ELEMENT?: number };

const classes: readonly ViewConstructor[] = [
  Float64Array, Float32Array, Int32Array, Uint32Array, Int16Array, Uint16Array, Int8Array, Uint8Array, Uint8ClampedArray, BigInt64Array, BigUint64Array, DataView,
];

/** Arrays of the value being packed or unpacked; packing never waits, so there is one at a time. */
const arrays: View[] = [];

classes.forEach((Class, k) => addExtension({
  Class: Class as unknown as Function,
  type: 1 + k,
  write: (value: View) => arrays.push(value) - 1,
  read: (index: number) => arrays[index],
}));

export class CloneError extends Error {
  override readonly name = "DataCloneError";
}

const refused: readonly (Function | undefined)[] = [Promise, WeakMap, WeakSet, WeakRef, typeof SharedArrayBuffer === "undefined" ? undefined : SharedArrayBuffer];
refused.forEach((Class, k) => {
  if (Class) addExtension({ Class, type: 40 + k, write: () => { throw new CloneError(`a ${Class.name} cannot be sent to another rank`); }, read: () => undefined });
});

addExtension({ Class: MinusZero as unknown as Function, type: 50, write: () => 0, read: () => -0 });
addExtension({ Class: CodeUnits as unknown as Function, type: 51, write: (value: CodeUnits) => value.units, read: (units: Uint16Array) => new CodeUnits(units).text });
[Number, String, Boolean, BigInt].forEach((Class, k) => addExtension({ Class, type: 53 + k, write: (value: object) => value.valueOf(), read: (value: unknown) => Object(value) as object }));

const errorClasses: { readonly [name: string]: ErrorConstructor } = { Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };
type PackedError = readonly [name: string, message: string, stack: string | undefined, cause: readonly unknown[], errors: readonly unknown[] | undefined];

/** With the stack of where it was made, not of where it was received. */
addExtension({
  Class: Error,
  type: 52,
  write: (error: Error): PackedError => [error.name, error.message, error.stack, "cause" in error ? [error.cause] : [], error instanceof AggregateError ? error.errors : undefined],
  read([name, message, stack, cause, errors]: PackedError) {
    const options = cause.length > 0 ? { cause: cause[0] } : undefined, error = errors ? new AggregateError(errors, message, options) : new (errorClasses[name] ?? Error)(message, options);
    if (error.name !== name) Object.defineProperty(error, "name", { value: name, configurable: true, writable: true });
    Object.defineProperty(error, "stack", { value: stack, configurable: true, writable: true });
    return error;
  },
});

const packer = new Packr({ structuredClone: true, moreTypes: true, useToJSON: false } as ConstructorParameters<typeof Packr>[0]);
(packer as unknown as { writeFunction: () => never }).writeFunction = () => { throw new CloneError("a function cannot be sent to another rank"); };

function pack(value: unknown): Uint8Array {
  try {
    return packer.pack(withMarks(value));
  } catch (error) {
    arrays.length = 0;
    if (error instanceof RangeError) throw new CloneError("the value is nested too deeply to be sent to another rank");
    const unknown = error instanceof Error ? /^Unknown type: (\w+)/.exec(error.message) : null;
    throw unknown ? new CloneError(`a ${unknown[1]} cannot be sent to another rank`) : error;
  }
}

/** Numbers alone go as they are: exact, and much faster. */
const plainNumber = 0xffffffff;

export function encode(value: unknown): Uint8Array {
  if (typeof value === "number") {
    const view = new DataView(new ArrayBuffer(16));
    view.setUint32(0, plainNumber, true);
    view.setFloat64(8, value, true);
    return new Uint8Array(view.buffer);
  }
  if (typeof value === "symbol") throw new CloneError("a symbol cannot be sent to another rank");
  arrays.length = 0;
  const body = pack(value), found = arrays.splice(0);
  const align = (n: number): number => (n + 7) & ~7;
  const head = align(8 + 8 * found.length), start = align(head + body.length);
  const out = new Uint8Array(found.reduce((end, array) => align(end + array.byteLength), start)), words = new Uint32Array(out.buffer, 0, head >> 2);
  words[0] = body.length;
  words[1] = found.length;
  out.set(body, head);
  let at = start;
  found.forEach((array, k) => {
    words[2 + 2 * k] = classes.indexOf(array.constructor as ViewConstructor);
    words[3 + 2 * k] = array.byteLength;
    out.set(bytesOf(array), at);
    at = align(at + array.byteLength);
  });
  return out;
}

/** The bytes must stay as they are: arrays in the value are views of them. */
export function decode(message: Uint8Array): unknown {
  const bytes = message.byteOffset % 8 === 0 && message.buffer instanceof ArrayBuffer ? message : message.slice();
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
  if (words[0] === plainNumber) return new DataView(bytes.buffer, bytes.byteOffset).getFloat64(8, true);
  const length = words[0]!, count = words[1]!, head = (8 + 8 * count + 7) & ~7;
  let at = (head + length + 7) & ~7;
  arrays.length = 0;
  for (let k = 0; k < count; k++) {
    const Class = classes[words[2 + 2 * k]!] ?? Uint8Array, size = words[3 + 2 * k]!;
    arrays.push(new Class(bytes.buffer as ArrayBuffer, bytes.byteOffset + at, size / (Class.BYTES_PER_ELEMENT ?? 1)));
    at = (at + size + 7) & ~7;
  }
  const value: unknown = packer.unpack(bytes.subarray(head, head + length));
  arrays.length = 0;
  return value;
}
