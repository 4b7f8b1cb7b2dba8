// Finds cheap options for choices whose costs depend on few of them each: from several starting points, one choice (then two neighbouring ones) at a time is
// moved to its cheapest option until nothing improves; the cheapest end wins. Deterministic; the first of equally cheap options is kept.
export interface Term {
  /** The choices that the cost depends on. */
  readonly choices: readonly number[];
  /** `chosen[k]` is the option of choice k. */
  cost(chosen: readonly number[]): number;
}

const maxRounds = 20;
/** Less is not an improvement: rounding. */
const least = 1e-12;

export function search(optionCounts: readonly number[], written: readonly Term[], starts: readonly (readonly number[])[]): readonly number[] {
  const terms = written.map((term) => remembering(term, optionCounts));
  const termsOf: Term[][] = optionCounts.map(() => []);
  for (const term of terms) for (const choice of new Set(term.choices)) termsOf[choice]!.push(term);
  const pairs = neighbours(terms);
  let best: readonly number[] = starts[0] ?? [], bestCost = Infinity;
  for (const start of starts) {
    const chosen = descend([...start], optionCounts, termsOf, pairs), cost = terms.reduce((sum, term) => sum + term.cost(chosen), 0);
    if (cost < bestCost - least) {
      best = chosen;
      bestCost = cost;
    }
  }
  return best;
}

function descend(chosen: number[], optionCounts: readonly number[], termsOf: readonly (readonly Term[])[], pairs: readonly (readonly [number, number])[]): readonly number[] {
  const costOf = (terms: Iterable<Term>): number => {
    let sum = 0;
    for (const term of terms) sum += term.cost(chosen);
    return sum;
  };
  const improve = (moving: readonly number[]): boolean => {
    const terms = new Set(moving.flatMap((k) => termsOf[k]!)), before = moving.map((k) => chosen[k]!);
    let best = before, bestCost = costOf(terms);
    for (const options of combinations(moving.map((k) => optionCounts[k]!))) {
      options.forEach((o, m) => (chosen[moving[m]!] = o));
      const cost = costOf(terms);
      if (cost < bestCost - least) {
        best = [...options];
        bestCost = cost;
      }
    }
    best.forEach((o, m) => (chosen[moving[m]!] = o));
    return best !== before;
  };
  for (let round = 0, moved = true; moved && round < maxRounds; round++) {
    moved = false;
    for (let k = 0; k < chosen.length; k++) moved = improve([k]) || moved;
    if (!moved) for (const pair of pairs) moved = improve(pair) || moved;
  }
  return chosen;
}

/** A term that computes each cost once: it depends on a few options only. */
function remembering(term: Term, optionCounts: readonly number[]): Term {
  const known: (number | undefined)[] = [], choices = [...new Set(term.choices)];
  return {
    choices,
    cost(chosen) {
      let key = 0;
      for (const choice of choices) key = key * optionCounts[choice]! + chosen[choice]!;
      return (known[key] ??= term.cost(chosen));
    },
  };
}

/** Pairs of choices with a common cost. */
function neighbours(terms: readonly Term[]): readonly (readonly [number, number])[] {
  const found = new Map<string, readonly [number, number]>();
  for (const { choices } of terms) for (const a of choices) for (const b of choices) if (a < b) found.set(`${a} ${b}`, [a, b]);
  return [...found.values()];
}

function combinations(counts: readonly number[]): number[][] {
  return counts.reduce<number[][]>((lists, count) => lists.flatMap((list) => Array.from({ length: count }, (_, o) => [...list, o])), [[]]);
}
