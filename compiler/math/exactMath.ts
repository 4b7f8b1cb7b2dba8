// `Math` for host code: the functions that kernels use in place of the engine's own, so that a host's sine and a kernel's are the same number, compiled and
// uncompiled, and on every engine.
import { mathFunctions } from "./index.ts";

const { hypot, ...others } = mathFunctions;

/** As `Math` has them: `hypot` of any number of lengths, combined as kernels combine them. */
export const exactMath: Readonly<Record<string, (...x: number[]) => number>> = {
  ...(others as Readonly<Record<string, (...x: number[]) => number>>),
  hypot: (...lengths) => lengths.reduce((a, b) => hypot!(a, b), 0),
};

/** Gives the functions to the `Math` of this thread; what it returns takes them back. */
export function useExactMath(): () => void {
  const own = Object.keys(exactMath).map((name) => [name, Reflect.getOwnPropertyDescriptor(Math, name)!] as const);
  for (const [name, descriptor] of own) Object.defineProperty(Math, name, { ...descriptor, value: exactMath[name] });
  return () => own.forEach(([name, descriptor]) => void Object.defineProperty(Math, name, descriptor));
}
