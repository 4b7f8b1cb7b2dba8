// ifft(a, { axes }): the inverse of `fft`: result[k] = 1/n times the sum over j of a[j] exp(2 pi i j k / n), as NumPy's.
import type { FourierCall } from "./fourier.ts";
import { fourierTransform } from "./fourier.ts";

export type IfftCall = FourierCall<"ifft">;

export const ifft = fourierTransform("ifft", true, "the inverse of the discrete Fourier transform");
