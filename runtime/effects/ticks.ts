// Round numbers along an axis: multiples of 1, 2 or 5 times a power of ten; on a logarithmic one whole powers.
//
//   -0.3 .. 9.1        0 2 4 6 8            0 .. 0.05      0 0.01 0.02 0.03 0.04 0.05
export interface Tick {
  /** Of a logarithmic axis: the exponent. */
  readonly value: number;
  readonly text: string;
}

const most = 7;

export function ticksOf(low: number, high: number, log: boolean): readonly Tick[] {
  if (log && high - low >= 1) {
    const step = Math.max(1, Math.ceil((high - low) / most));
    return multiples(low, high, step).map((value) => ({ value, text: `1e${value}` }));
  }
  if (log) return ticksOf(10 ** low, 10 ** high, false).filter((t) => t.value > 0).map(({ value, text }) => ({ value: Math.log10(value), text }));
  const rough = (high - low) / most, power = 10 ** Math.floor(Math.log10(rough)), step = [1, 2, 5, 10].map((k) => k * power).find((s) => s >= rough * 0.999) ?? power * 10;
  const places = Math.max(0, -Math.floor(Math.log10(step) + 1e-9)), largest = Math.max(Math.abs(low), Math.abs(high));
  return multiples(low, high, step).map((value) => ({ value, text: largest >= 1e6 || largest < 1e-4 ? shortPower(value) : value.toFixed(Math.min(20, places)) }));
}

const multiples = (low: number, high: number, step: number): number[] => Array.from({ length: Math.max(0, Math.floor(high / step) - Math.ceil(low / step) + 1) }, (_, k) => (Math.ceil(low / step) + k) * step + 0);

const shortPower = (value: number): string => Number(value.toPrecision(6)).toExponential().replace("e+", "e").replace(/^0e0$/, "0");
