// fft(a, { axes }): the discrete Fourier transform along the last axis, or along those that are named: result[k] = sum over j of a[j] exp(-2 pi i j k / n), as
// NumPy's. Any length; real or complex elements; the result is complex.
import type { FourierCall } from "./fourier.ts";
import { fourierTransform } from "./fourier.ts";

export type FftCall = FourierCall<"fft">;

export const fft = fourierTransform("fft", false, "the discrete Fourier transform");
