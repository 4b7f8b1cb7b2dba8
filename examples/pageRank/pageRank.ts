import { add, full, gather, generate, histogram, map, param, scatter, sum, toArray, topk, zeros, zipWith } from "spmd";

// Pages that link to each other, some far more linked to than others. A page's rank is what the pages that link to it pass on: each a share of its own.
const n = param("n", 2000), linksEach = param("links", 8), damping = 0.85, tolerance = param("tolerance", 1e-12);

const links = n * linksEach;
const from = generate([links], (e) => Math.floor(e / linksEach), "i32");
const to = generate([links], (e) => {
  const u = ((e * 7919 + 13) % 10007) / 10007;
  return Math.floor(n * u * u);
}, "i32");

const linksOut = histogram(from, n);
let rank = full([n], 1 / n), change = 1, steps = 0;
while (change > tolerance) {
  const share = zipWith(rank, linksOut, (r, count) => r / count);
  const received = scatter(zeros([n]), to, gather(share, from), add);
  const next = map(received, (r) => (1 - damping) / n + damping * r);
  change = sum(zipWith(next, rank, (a, b) => Math.abs(a - b)));
  rank = next;
  steps++;
}

export { rank, steps };
export const total = sum(rank);
export const greatest = Array.from(toArray(topk(rank, 5)));
console.log(`after ${steps} steps the greatest ranks are ${greatest}`);
