import { testPrograms } from "./manyPrograms.ts";

testPrograms(1);
