// Fourier transforms of one line that is spread over the ranks, in all the ways to run a program: lengths of several radices, and such that become convolutions.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { disagreement } from "./differential/ways.ts";

const test = suite("Fourier transforms of one line");

const program = (lengths: readonly number[]): string => `import { distribute, fft, field, generate, ifft } from "spmd";
${lengths.map((n) => `
const x${n} = generate([${n}], (i) => Math.sin(i * 1.3) + (i % 7)), z${n} = generate([${n}], (i) => ({ re: Math.cos(i), im: i % 5 }), "complex64"), k${n} = generate([${n}], (i) => i * 7919, "u32");
export const real${n} = fft(distribute(x${n}, "rows"));
export const single${n} = ifft(distribute(z${n}, "rows"));
export const back${n} = field(ifft(distribute(fft(distribute(k${n}, "rows")), "rows")), "re");`).join("")}`;

test("all ways agree", async () => assert.is(await disagreement({ "main.ts": program([1, 2, 60, 97, 1000]) }, [3]), undefined));

test.run();
