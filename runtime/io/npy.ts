// The .npy format (NumPy's enhancement proposal 1; versions 1.0, 2.0 and 3.0): a magic word, a header that is a Python dictionary, and the elements.
//
//   \x93NUMPY 1 0  118  {'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }      \n  48 bytes
//
// Written: little-endian, row-major, padded to 64 bytes; `{ re, im }` as a complex dtype, other records as structured dtypes. Read: the same, both byte orders and both
// orders of axes; 64-bit integers become f64 if they are exact in it.
import type { DType, ElementType } from "../abi.ts";
import type { Whole } from "../effects/whole.ts";
import { spmdError } from "../errors.ts";
import { elementCount, rowMajorStrides } from "../layout/shard.ts";
import { bytesOfElement, elementBytes, fieldsOf, newElements, type ElementArray } from "../memory/elements.ts";

const magic = "\x93NUMPY";
const codes: Readonly<Record<DType, string>> = { f64: "f8", f32: "f4", i32: "i4", u32: "u4", i16: "i2", u16: "u2", i8: "i1", u8: "u1", bool: "b1" };

export function encodeNpy(array: Whole): Uint8Array {
  const header = encodeHeader(array.element, array.shape), elements = encodeElements(array, 0, elementCount(array.shape)), bytes = new Uint8Array(header.length + elements.length);
  bytes.set(header);
  bytes.set(elements, header.length);
  return bytes;
}

export const encodeHeader = (element: ElementType, shape: readonly number[]): Uint8Array => headerBytes(descr(element), shape);

/** The elements from `first` to before `end`, in row-major order, as they follow the header. */
export function encodeElements({ element, data }: Pick<Whole, "element" | "data">, first: number, end: number): Uint8Array {
  const size = bytesOfElement(element), fields = fieldsOf(element), count = end - first, bytes = new Uint8Array(count * size);
  let offset = 0;
  for (const [field, dtype] of fields) {
    const values = data[field]!, width = elementBytes(dtype), source = new Uint8Array(values.buffer, values.byteOffset + first * width, count * width);
    if (fields.length === 1) bytes.set(source);
    else for (let k = 0; k < count; k++) bytes.set(source.subarray(k * width, (k + 1) * width), offset + k * size);
    offset += width;
  }
  return bytes;
}

function descr(element: ElementType): string {
  const code = (dtype: DType): string => (elementBytes(dtype) === 1 ? "|" : "<") + codes[dtype];
  if (typeof element === "string") return `'${code(element)}'`;
  const fields = fieldsOf(element), [re, im] = fields;
  if (fields.length === 2 && re![0] === "re" && im![0] === "im" && re![1] === im![1] && (re![1] === "f64" || re![1] === "f32")) return re![1] === "f64" ? "'<c16'" : "'<c8'";
  return `[${fields.map(([field, dtype]) => `('${field}', '${code(dtype)}')`).join(", ")}]`;
}

/** Version 1.0; 3.0, whose header is UTF-8, where a field's name is not ASCII. */
function headerBytes(type: string, shape: readonly number[]): Uint8Array {
  const text = new TextEncoder().encode(`{'descr': ${type}, 'fortran_order': False, 'shape': (${shape.join(", ")}${shape.length === 1 ? "," : ""}), }`), wide = text.some((byte) => byte > 127), first = wide ? 12 : 10;
  const bytes = new Uint8Array(Math.ceil((first + text.length + 1) / 64) * 64).fill(32), view = new DataView(bytes.buffer), length = bytes.length - first;
  bytes.set(latin(`${magic}${wide ? "\x03" : "\x01"}\x00`));
  if (wide) view.setUint32(8, length, true);
  else view.setUint16(8, length, true);
  bytes.set(text, first);
  bytes[bytes.length - 1] = 10;
  return bytes;
}

const latin = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

export interface NpyHeader {
  /** How elements are stored, one entry a field. */
  readonly fields: readonly StoredField[];
  /** Bytes an element. */
  readonly bytes: number;
  readonly fortran: boolean;
  readonly shape: readonly number[];
  /** Where the elements begin. */
  readonly start: number;
  /** What they become. */
  readonly element: ElementType;
}

interface StoredField {
  readonly dtype: DType;
  /** Kind and bytes: "f8", "i8". */
  readonly code: string;
  readonly bigEndian: boolean;
  /** Where it is in its element. */
  readonly offset: number;
}

const dtypes: { readonly [code: string]: DType } = { f8: "f64", f4: "f32", f2: "f32", i8: "f64", u8: "f64", i4: "i32", u4: "u32", i2: "i16", u2: "u16", i1: "i8", u1: "u8", b1: "bool" };

/** `bytes` is the beginning of a file of `fileBytes`; `more` gives a longer one, should the header not be in it. */
export function readNpyHeader(bytes: Uint8Array, fileBytes: number, file: string, more?: () => Uint8Array): NpyHeader {
  const broken = (reason: string): never => {
    throw spmdError("SPMD5008", { file, reason });
  };
  const text = (from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to));
  if (bytes.length < 10 || text(0, 6) !== magic) broken("it does not begin with \\x93NUMPY");
  const version = bytes[6]!, view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (version < 1 || version > 3) broken(`its version is ${version}.${bytes[7]!}`);
  if (version > 1 && bytes.length < 12) broken("it ends inside its header");
  const first = version === 1 ? 10 : 12, start = first + (version === 1 ? view.getUint16(8, true) : view.getUint32(8, true));
  if (start > bytes.length && more) return readNpyHeader(more(), fileBytes, file);
  if (start > bytes.length) broken("it ends inside its header");
    const header = new TextDecoder(version === 3 ? "utf-8" : "latin1").decode(bytes.subarray(first, start)), order = /'fortran_order'\s*:\s*(True|False)/.exec(header), extents = /'shape'\s*:\s*\(([\d\s,L]*)\)/.exec(header);
  if (!order || !extents) return broken("its header is not a description of an array");
  const stored = elementsOf(header) ?? broken(/'descr'\s*:\s*'[|]O'/.test(header) ? "it holds Python objects" : `its elements are ${/'descr'\s*:\s*(\[.*\]|'[^']*')/.exec(header)?.[1] ?? "not described"}`);
  const shape = extents[1]!.split(",").map((extent) => extent.trim().replace(/L$/, "")).filter((extent) => extent !== "").map(Number), size = stored.bytes * elementCount(shape);
  if (fileBytes < start + size) broken(`it has ${fileBytes - start} bytes of elements instead of ${size}`);
  return { ...stored, fortran: order[1] === "True", shape, start };
}

/** `'<f8'`, `'<c16'`, or `[('x', '<f4'), ('n', '<i2')]`: fields of numbers without gaps. */
function elementsOf(header: string): Pick<NpyHeader, "fields" | "bytes" | "element"> | undefined {
  const plain = /'descr'\s*:\s*'([<>|=]?)([a-zA-Z]\d+)'/.exec(header), list = /'descr'\s*:\s*\[((?:\s*\('[^']*'\s*,\s*'[<>|=]?[a-zA-Z]\d+'\s*\)\s*,?)+)\s*\]/.exec(header);
  const complex = plain && /^c(8|16)$/.exec(plain[2]!), parts = complex ? ["re", "im"].map((name) => [name, plain[1]!, `f${Number(complex[1]) / 2}`] as const)
    : plain ? [["", plain[1]!, plain[2]!] as const] : [...(list?.[1] ?? "").matchAll(/\('([^']*)'\s*,\s*'([<>|=]?)([a-zA-Z]\d+)'/g)].map((part) => [part[1]!, part[2]!, part[3]!] as const);
  if (parts.length === 0 || new Set(parts.map(([name]) => name)).size < parts.length || parts.some(([, , code]) => !dtypes[code])) return undefined;
  let bytes = 0;
  const fields = parts.map(([, endian, code]): StoredField => {
    const offset = bytes;
    bytes += Number(code.slice(1));
    return { dtype: dtypes[code]!, code, bigEndian: endian === ">", offset };
  });
  return { fields, bytes, element: plain && !complex ? fields[0]!.dtype : Object.fromEntries(parts.map(([name], k) => [name, fields[k]!.dtype])) };
}

/** One field of the elements that follow each other from byte `start` of `bytes` on; `place` says which of them comes where, if not in order. */
export function decodeField(header: NpyHeader, field: number, bytes: Uint8Array, start: number, target: ElementArray, file: string, place: (k: number) => number = (k) => k): void {
  const { code, bigEndian, offset } = header.fields[field]!, read = elementReader(code, bigEndian, file), view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let k = 0; k < target.length; k++) target[k] = read(view, start + place(k) * header.bytes + offset);
}

export function decodeNpy(bytes: Uint8Array, file: string): Whole {
  const header = readNpyHeader(bytes, bytes.length, file), { shape, element } = header, count = elementCount(shape);
  const strides = header.fortran ? rowMajorStrides([...shape].reverse()).reverse() : undefined, rows = rowMajorStrides(shape), data: { [field: string]: ElementArray } = {};
  const place = (k: number): number => (strides ? rows.reduce((sum, stride, axis) => sum + (Math.floor(k / stride) % shape[axis]!) * strides[axis]!, 0) : k);
  fieldsOf(element).forEach(([field, dtype], f) => decodeField(header, f, bytes, header.start, (data[field] = newElements(dtype, count)), file, place));
  return { element, shape, data };
}

function elementReader(code: string, bigEndian: boolean, file: string): (view: DataView, at: number) => number {
  const little = !bigEndian;
  const exact = (value: bigint): number => {
    const number = Number(value);
    if (BigInt(number) !== value) throw spmdError("SPMD5008", { file, reason: `its 64-bit integer ${value} is not exact as a number` });
    return number;
  };
  switch (code) {
    case "f8": return (view, at) => view.getFloat64(at, little);
    case "f4": return (view, at) => view.getFloat32(at, little);
    case "f2": return (view, at) => halfFloat(view.getUint16(at, little));
    case "i8": return (view, at) => exact(view.getBigInt64(at, little));
    case "u8": return (view, at) => exact(view.getBigUint64(at, little));
    case "i4": return (view, at) => view.getInt32(at, little);
    case "u4": return (view, at) => view.getUint32(at, little);
    case "i2": return (view, at) => view.getInt16(at, little);
    case "u2": return (view, at) => view.getUint16(at, little);
    case "i1": return (view, at) => view.getInt8(at);
    case "b1": return (view, at) => (view.getUint8(at) === 0 ? 0 : 1);
    default: return (view, at) => view.getUint8(at);
  }
}

/** IEEE 754 binary16. */
function halfFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1, exponent = (bits >> 10) & 31, fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}
