// What a receive, a probe or a completed request tells of its message.
import { baseElements, wholeItems } from "../datatypes/pack.ts";
import { ANY_SOURCE, ANY_TAG, UNDEFINED } from "./constants.ts";
import { Datatype } from "./datatype.ts";

export class Status {
  source: number = ANY_SOURCE;
  tag: number = ANY_TAG;
  error = 0;
  /** Bytes of the message. */
  count = 0;
  cancelled = false;

  Get_source(): number { return this.source; }
  Get_tag(): number { return this.tag; }
  Get_error(): number { return this.error; }
  /** Items of `datatype` in the message, UNDEFINED if it is not made of whole ones. */
  Get_count(datatype: Datatype = Datatype.BYTE): number { return wholeItems(datatype.layout, this.count) ?? UNDEFINED; }
  /** Predefined elements in the message: also counts those of a last incomplete item. */
  Get_elements(datatype: Datatype = Datatype.BYTE): number { return baseElements(datatype.layout, this.count) ?? UNDEFINED; }
  Is_cancelled(): boolean { return this.cancelled; }
  Set_source(source: number): void { this.source = source; }
  Set_tag(tag: number): void { this.tag = tag; }
  Set_error(error: number): void { this.error = error; }
  Set_elements(datatype: Datatype, count: number): void { this.count = count * datatype.layout.size; }
  Set_cancelled(flag: boolean): void { this.cancelled = flag; }

  /** Fills it in; `undefined` stands for a message that was neither sent nor received. */
  $set(source: number, tag: number, bytes: number, cancelled = false): void {
    this.source = source;
    this.tag = tag;
    this.count = bytes;
    this.cancelled = cancelled;
    this.error = 0;
  }
}
