// The language's operators and effects, as this stage asks for them.
import { effects, operators } from "../ops/index.ts";
import type { Vocabulary } from "./place.ts";

export const theVocabulary: Vocabulary = { operators, effects, mathFunction: () => undefined };
