// `MPI.Group`: an ordered set of ranks of the job. No communication.
import { IDENT, SIMILAR, UNDEFINED, UNEQUAL } from "./constants.ts";
import { Exception } from "./exception.ts";
import { job } from "./job.ts";

type Ranges = readonly (readonly [first: number, last: number, stride: number])[];

export class Group {
  /** Ranks of the job, by rank in the group. */
  constructor(readonly members: readonly number[]) {}

  get size(): number { return this.members.length; }
  get rank(): number { return this.Get_rank(); }
  Get_size(): number { return this.members.length; }
  Get_rank(): number {
    const rank = this.members.indexOf(job().world.rank);
    return rank < 0 ? UNDEFINED : rank;
  }
  Incl(ranks: readonly number[]): Group { return new Group(ranks.map(r => this.#member(r))); }
  Excl(ranks: readonly number[]): Group {
    const out = new Set(ranks.map(r => this.#member(r)));
    return new Group(this.members.filter(m => !out.has(m)));
  }
  Range_incl(ranges: Ranges): Group { return this.Incl(ranges.flatMap(expand)); }
  Range_excl(ranges: Ranges): Group { return this.Excl(ranges.flatMap(expand)); }
  Dup(): Group { return new Group(this.members); }
  Free(): void { /* Nothing is held. */ }

  static Union(a: Group, b: Group): Group { return new Group([...a.members, ...b.members.filter(m => !a.members.includes(m))]); }
  static Intersection(a: Group, b: Group): Group { return new Group(a.members.filter(m => b.members.includes(m))); }
  static Difference(a: Group, b: Group): Group { return new Group(a.members.filter(m => !b.members.includes(m))); }
  static Compare(a: Group, b: Group): number {
    if (a.size !== b.size) return UNEQUAL;
    if (a.members.every((m, k) => m === b.members[k])) return IDENT;
    return a.members.every(m => b.members.includes(m)) ? SIMILAR : UNEQUAL;
  }
  Union(other: Group): Group { return Group.Union(this, other); }
  Intersection(other: Group): Group { return Group.Intersection(this, other); }
  Difference(other: Group): Group { return Group.Difference(this, other); }
  Compare(other: Group): number { return Group.Compare(this, other); }

  /** The ranks that members `ranks` of `a` have in `b`; UNDEFINED where they are not in it. */
  static Translate_ranks(a: Group, ranks: readonly number[], b: Group): number[] {
    return ranks.map(r => {
      if (r === -2) return -2;
      const found = b.members.indexOf(a.#member(r));
      return found < 0 ? UNDEFINED : found;
    });
  }
  Translate_ranks(ranks: readonly number[], other: Group): number[] { return Group.Translate_ranks(this, ranks, other); }

  #member(rank: number): number {
    const member = this.members[rank];
    if (member === undefined) throw new Exception("ERR_RANK", `${rank} is not a rank of a group of ${this.members.length}`);
    return member;
  }
}

function expand([first, last, stride]: Ranges[number]): number[] {
  if (stride === 0 || (last - first) * stride < 0) throw new Exception("ERR_ARG", `from ${first} to ${last} by ${stride} is no range`);
  return Array.from({ length: Math.floor((last - first) / stride) + 1 }, (_, k) => first + k * stride);
}
