import { add, generate, map, max, param, print, scanAll, scanRows } from "spmd";

const rows = param("rows", 4), cols = param("cols", 10);
const a = generate([rows, cols], (i, j) => (i * 3 + j * 7) % 10, "i32");

/** Sums along each row, and where each element would start if the elements were lengths laid end to end. */
export const alongRows = scanRows(a, add);
export const starts = scanAll(a, add, { exclusive: true });
/** The highest value so far, in row-major order. */
export const record = scanAll(map(a, (x) => x * x), max);

print("a", a);
print("sums along the rows", alongRows);
print("starts", starts);
