// The language's operators and effects, and the functions of `Math`, as this stage asks for them.
import { effects, operators } from "../ops/index.ts";
import { mathResolver } from "../math/resolver.ts";
import type { Vocabulary } from "./place.ts";

/** One for each run: what it has read of the mathematical functions it keeps. */
export const newVocabulary = (): Vocabulary => ({ operators, effects, mathFunction: mathResolver() });
