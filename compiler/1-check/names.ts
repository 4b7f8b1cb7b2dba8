// Names for the emitted program. Every variable of structured host code has a name of its own in the whole program, so that inlined functions, merged
// modules and shadowing cannot meet; a name that had to be changed, or that the compiler made, contains `$`.
export interface Names {
  /** `wanted` itself if it is free, else `wanted$1`, `wanted$2`, ... */
  declare(wanted: string): string;
  /** A name the user did not write: `base$1`, `base$2`, ... */
  fresh(base: string): string;
}

/** `reserved` are names with a meaning of their own in a driver. */
export function newNames(reserved: Iterable<string> = []): Names {
  const taken = new Set(reserved), counters = new Map<string, number>();
  const fresh = (base: string): string => {
    const next = (counters.get(base) ?? 0) + 1;
    counters.set(base, next);
    const name = base.startsWith("$") ? `${base}${next}` : `${base}$${next}`;
    if (taken.has(name)) return fresh(base);
    taken.add(name);
    return name;
  };
  const declare = (wanted: string): string => {
    if (taken.has(wanted)) return fresh(wanted.replace(/\$\d+$/, ""));
    taken.add(wanted);
    return wanted;
  };
  return { declare, fresh };
}
