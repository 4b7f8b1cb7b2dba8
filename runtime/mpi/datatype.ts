// `MPI.Datatype`: a name and a layout. Predefined ones are constants; the constructors make new ones from old, which have to be committed before they
// are used for messages (here that only marks them).
import { aliases, type BaseName, type Base, bases, discover } from "../datatypes/bases.ts";
import { contiguous, hindexed, hvector, indexed, resized, struct, subarray, vector } from "../datatypes/derive.ts";
import { baseLayout, type Layout, onlyBase, trueBounds } from "../datatypes/layout.ts";
import { packed, unpack } from "../datatypes/pack.ts";
import { bytesOf, type View } from "../transport/transport.ts";
import { ORDER_C } from "./constants.ts";
import { laterSite } from "../communicator/site.ts";
import { Exception } from "./exception.ts";
import { job } from "./job.ts";

type Numbers = readonly number[];

export class Datatype {
  committed: boolean;
  freed = false;

  constructor(public name: string, readonly layout: Layout, readonly predefined = false) {
    this.committed = predefined;
  }

  static readonly BYTE: Datatype = new Datatype("BYTE", baseLayout("BYTE"), true);

  get size(): number { return this.layout.size; }
  get extent(): number { return this.layout.extent; }
  get lb(): number { return this.layout.lower; }
  get ub(): number { return this.layout.lower + this.layout.extent; }
  get is_predefined(): boolean { return this.predefined; }
  Get_size(): number { return this.layout.size; }
  Get_extent(): [lb: number, extent: number] { return [this.layout.lower, this.layout.extent]; }
  Get_true_extent(): [lb: number, extent: number] {
    const [lower, upper] = trueBounds(this.layout);
    return [lower, upper - lower];
  }
  Get_name(): string { return this.name; }
  Set_name(name: string): void { this.name = name; }
  Dup(): Datatype { return this.#derive(this.layout, "Dup"); }

  Create_contiguous(count: number): Datatype { return this.#derive(contiguous(this.layout, counted(count)), "contiguous"); }
  Create_vector(count: number, blocklength: number, stride: number): Datatype { return this.#derive(vector(this.layout, counted(count), counted(blocklength), stride), "vector"); }
  Create_hvector(count: number, blocklength: number, stride: number): Datatype { return this.#derive(hvector(this.layout, counted(count), counted(blocklength), stride), "hvector"); }
  Create_indexed(blocklengths: Numbers, displacements: Numbers): Datatype { return this.#derive(indexed(this.layout, blocklengths, displacements), "indexed"); }
  Create_hindexed(blocklengths: Numbers, displacements: Numbers): Datatype { return this.#derive(hindexed(this.layout, blocklengths, displacements), "hindexed"); }
  Create_indexed_block(blocklength: number, displacements: Numbers): Datatype { return this.#derive(indexed(this.layout, displacements.map(() => blocklength), displacements), "indexed_block"); }
  Create_hindexed_block(blocklength: number, displacements: Numbers): Datatype { return this.#derive(hindexed(this.layout, displacements.map(() => blocklength), displacements), "hindexed_block"); }
  Create_subarray(sizes: Numbers, subsizes: Numbers, starts: Numbers, order = ORDER_C): Datatype {
    sizes.forEach((size, axis) => {
      const sub = subsizes[axis], start = starts[axis];
      if (sub === undefined || start === undefined || sub < 1 || start < 0 || start + sub > size)
        throw new Exception("ERR_ARG", `axis ${axis} of ${size} has no part of ${sub} elements from ${start}`);
    });
    return this.#derive(subarray(this.layout, sizes, subsizes, starts, order === ORDER_C ? "C" : "F"), "subarray");
  }
  Create_resized(lb: number, extent: number): Datatype { return this.#derive(resized(this.layout, lb, extent), "resized"); }
  /** Fields of different types; displacements in bytes. */
  static Create_struct(blocklengths: Numbers, displacements: Numbers, datatypes: readonly Datatype[]): Datatype {
    if (blocklengths.length !== displacements.length || displacements.length !== datatypes.length)
      throw new Exception("ERR_ARG", `${blocklengths.length} lengths, ${displacements.length} displacements and ${datatypes.length} datatypes differ in number`);
    return new Datatype(`struct(${datatypes.map(d => d.name).join(", ")})`, struct(blocklengths, displacements, datatypes.map(d => d.layout)));
  }

  Commit(): this {
    this.#alive();
    this.committed = true;
    const { open, world } = job(), site = laterSite();
    if (world.around.check && !this.predefined) open.set(this, () => `datatype ${this.name} committed at ${site()}`);
    return this;
  }
  Free(): void {
    if (this.predefined) throw new Exception("ERR_TYPE", `${this.name} is predefined`);
    this.#alive();
    this.freed = true;
    job().open.delete(this);
  }

  /** Items from `inbuf` to plain bytes at `position` of `outbuf`; returns the position after them. */
  Pack(inbuf: View, outbuf: View, position: number, _comm?: unknown): number {
    const items = this.layout.extent === 0 ? 0 : Math.floor(inbuf.byteLength / this.layout.extent), out = bytesOf(outbuf);
    const bytes = packed(bytesOf(inbuf), 0, this.layout, items);
    if (position < 0 || position + bytes.length > out.length) throw new Exception("ERR_TRUNCATE", `${bytes.length} bytes at ${position} do not fit into ${out.length}`);
    out.set(bytes, position);
    return position + bytes.length;
  }
  Unpack(inbuf: View, position: number, outbuf: View, _comm?: unknown): number {
    const items = this.layout.extent === 0 ? 0 : Math.floor(outbuf.byteLength / this.layout.extent), bytes = items * this.layout.size, from = bytesOf(inbuf);
    if (position < 0 || position + bytes > from.length) throw new Exception("ERR_TRUNCATE", `${bytes} bytes at ${position} are more than the ${from.length} given`);
    unpack(bytesOf(outbuf), 0, this.layout, items, from.subarray(position, position + bytes));
    return position + bytes;
  }
  Pack_size(count: number, _comm?: unknown): number { return count * this.layout.size; }

  #alive(): void {
    if (this.freed) throw new Exception("ERR_TYPE", `the datatype ${this.name} has been freed`);
  }
  #derive(layout: Layout, how: string): Datatype {
    this.#alive();
    return new Datatype(`${how}(${this.name})`, layout);
  }
}

function counted(count: number): number {
  if (!Number.isInteger(count) || count < 0) throw new Exception("ERR_COUNT", `${count} is not a count`);
  return count;
}

const made = new Map<Base, Datatype>([[bases.BYTE, Datatype.BYTE]]);

/** The predefined datatype of a base. */
export function ofBase(base: Base): Datatype {
  let found = made.get(base);
  if (!found) made.set(base, (found = new Datatype(base.name, baseLayout(base.name as BaseName), true)));
  return found;
}

export const ofView = (view: ArrayBufferView): Datatype => ofBase(discover(view));

/** What stands in a report: the only element type, or the type's name. */
export const elementName = (datatype: Datatype): string => onlyBase(datatype.layout)?.name ?? datatype.name;

type Predefined = { readonly [name in BaseName | keyof typeof aliases]: Datatype };

const named: { [name: string]: Datatype } = {};
for (const name of Object.keys(bases) as BaseName[]) named[name] = ofBase(bases[name]);
for (const [name, target] of Object.entries(aliases)) named[name] = ofBase(bases[target]);
/** Two integers: a value and its place. */
export const TWOINT: Datatype = new Datatype("TWOINT", contiguous(baseLayout("INT"), 2), true);
export const TWODOUBLE: Datatype = new Datatype("TWODOUBLE", contiguous(baseLayout("DOUBLE"), 2), true);
/** Complex numbers are pairs of floats. */
export const C_FLOAT_COMPLEX: Datatype = new Datatype("C_FLOAT_COMPLEX", contiguous(baseLayout("FLOAT"), 2), true);
export const C_DOUBLE_COMPLEX: Datatype = new Datatype("C_DOUBLE_COMPLEX", contiguous(baseLayout("DOUBLE"), 2), true);
export const predefined = named as Predefined;
