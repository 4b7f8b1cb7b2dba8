import { testExamples } from "./support/exampleRuns.ts";

testExamples(2);
