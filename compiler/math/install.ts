// What a bundle loads before all else where its host code may need it: `import "spmd:math"`.
import { useExactMath } from "./exactMath.ts";

useExactMath();
