// SPMD2xxx: dtypes and shapes.
import type { Catalogue } from "./entry.ts";

export const types: Catalogue = {
  SPMD2001: {
    severity: "error",
    message: "{op}: shapes {a} and {b} differ",
    help: "both arrays must have the same extents; look at where each is made",
  },
  // Kernel functions and monoids: 2040 to 2069.
  SPMD2040: {
    severity: "error",
    message: "{what} may not be an integer, but is stored as {dtype}",
    help: "make it one with Math.floor(x), Math.round(x), Math.trunc(x) or {dtype}(x), or name a floating-point dtype as the last argument: \"f64\"",
  },
  SPMD2041: {
    severity: "error",
    message: "the kernel returns {given}, but {wanted} is needed here",
    typed: ["{op}: the kernel gives a list; give an object with named fields"],
    help: "{instead}",
  },
  SPMD2042: {
    severity: "error",
    message: "{name} returns {here} here and {there} elsewhere",
    help: "return the same kind of value, with the same fields, on every path",
  },
  SPMD2043: {
    severity: "error",
    message: "{op} has no meaning for {type}",
    help: "{instead}",
  },
  SPMD2044: {
    severity: "error",
    message: "'{name}' is given {here} here, but holds {there}",
    help: "use another variable for it",
  },
  SPMD2045: {
    severity: "error",
    message: "{type} has no field '{field}'",
    help: "{instead}",
  },
  SPMD2046: {
    severity: "error",
    message: "the kernel returns {given}, but {wanted} is to be stored",
    typed: ["{op}: the kernel gives a field '{field}', which the named record does not have", "{op}: the kernel's result has no field '{field}'", "{op}: the kernel gives no object"],
    help: "{instead}",
  },
  SPMD2047: {
    severity: "error",
    message: "'{name}' needs a value for its parameter '{parameter}'",
    help: "pass {count} arguments, or give the parameter a default: {parameter} = 0",
  },
  SPMD2048: {
    severity: "error",
    message: "the two values of '{op}' are {left} and {right}",
    help: "use values of one kind: two numbers, two booleans, or two records with the same fields",
  },
  SPMD2049: {
    severity: "error",
    message: "the identity of a monoid must be a number or boolean, or an object of such, known at compile time",
    help: "write a literal: monoid(0, (a, b) => a + b), monoid({ re: 0, im: 0 }, cadd)",
  },
  SPMD2050: {
    severity: "error",
    message: "no identity is known for this function",
    help: "name it: monoid(identity, (a, b) => ...), where combining any x with the identity gives x; or use add, mul, min, max, and, or, xor",
  },
  SPMD2051: {
    severity: "error",
    message: "a monoid's function cannot capture '{name}'",
    help: "apply '{name}' to the elements before, with map, or use a const with a literal value",
  },
  SPMD2052: {
    severity: "error",
    message: "a monoid on {dtype} needs a function that takes two values and gives one of the same kind; this one gives {given}",
    help: "{instead}",
  },
  SPMD2053: {
    severity: "error",
    message: "'{op}' works on bits, and elements of {dtype} are not integers",
    typed: ["{op}: and, or and xor combine bool or integer elements, not {dtype}"],
    help: "compare first, as in map(a, x => x > 0), or cast the array to an integer dtype: cast(a, \"i32\")",
  },
  SPMD2054: {
    severity: "error",
    message: "'{text}' is not associative: the result would depend on how the array is distributed",
    help: "{instead}",
  },
  // Found by `spmdc check --probe` only.
  SPMD2056: {
    severity: "warning",
    message: "{op}: the monoid's function f is not associative: {left} is {leftResult}, but {right} is {rightResult}",
    help: "parts of an array are combined in any grouping, so make f associative (carry what it needs in a record); for a loop in order write it in host code; `// spmd-ignore SPMD2056` above the line if such elements cannot occur",
  },
  SPMD2057: {
    severity: "warning",
    message: "{op}: {identity} is no identity of the monoid: {call} is {result}, not {element}",
    help: "combining any x with the identity, on either side, gives x: 0 for sums, 1 for products, Infinity for the least; choose another, or change the function; `// spmd-ignore SPMD2057` above the line if such elements cannot occur",
  },
  SPMD2055: {
    severity: "error",
    message: "this is not a monoid",
    help: "use add, mul, min, max, and, or, xor, or monoid(identity, (a, b) => ...)",
  },
  SPMD2002: {
    severity: "error",
    message: "{op}: needs a {ndim}-D array, got shape {shape}",
    help: "reduceAll and scanAll take arrays with any number of axes",
  },
  SPMD2003: {
    severity: "error",
    message: "{op}: {monoid} does not combine {dtype} elements",
    typed: ["{op}: this monoid combines booleans, not {dtype} elements"],
    help: "'and', 'or' and 'xor' are for bool and integer arrays: compare first, as in map(a, x => x > 0)",
  },
  SPMD2004: {
    severity: "error",
    message: "{op}: the kernel gives numbers, which are not bool",
    typed: ["{op}: the kernel gives numbers, which are not bool; return a comparison"],
    help: "return a comparison, as in x !== 0, or name another dtype",
  },
  SPMD2005: {
    severity: "error",
    message: "{op}: {extent} is not an extent",
    help: "an extent is an integer from 0 on",
  },
  SPMD2006: {
    severity: "error",
    message: "{op}: offsets {offsets} for an array of shape {shape}",
    typed: ["{op}: offsets {offsets} for an array of shape {shape}; give one an axis"],
    help: "give one constant integer an axis",
  },
  SPMD2007: {
    severity: "warning",
    message: "{op}: {monoid} of {dtype} elements may not fit in {dtype}, and then wraps",
    help: "name a wider dtype as the last argument, such as \"i32\" or \"f64\"",
  },
  SPMD2008: {
    severity: "error",
    message: "{op}: dtypes {a} and {b} differ",
    typed: ["{op}: dtypes {a} and {b} differ; cast one of them"],
    help: "write cast(b, \"{a}\"), for example",
  },
  SPMD2009: {
    severity: "error",
    message: "{op}: records are not supported here yet",
    help: "name a plain dtype such as \"f64\"",
  },
  SPMD2010: {
    severity: "error",
    message: "{op}: {value} is not a value of {dtype}",
    help: "give an integer for an integer dtype, true or false for bool, or name another dtype",
  },
  SPMD2011: {
    severity: "error",
    message: "{op}: the condition is {dtype}, not bool",
    typed: ["{op}: the condition is {dtype}, not bool; compare first, as in map(a, x => x > 0)"],
    help: "compare first, as in map(a, x => x > 0)",
  },
  SPMD2012: {
    severity: "error",
    message: "{op}: {size} elements do not fill the shape {shape}",
    help: "the product of the extents must be the number of elements",
  },
  SPMD2013: {
    severity: "error",
    message: "{op}: its dtype and number of axes must be known when it is compiled",
    help: "give them as literals: readNpy(file, { dtype: \"f32\", ndim: 2 }), fromArray(values, [rows, columns])",
  },
  SPMD2014: {
    severity: "error",
    message: "{op}: the option '{option}' must be known when the program is compiled",
    help: "write it as a literal: {option}: true",
  },
  SPMD2015: {
    severity: "error",
    message: "{op}: {what}",
    help: "it is written {usage}",
  },
  SPMD2016: {
    severity: "error",
    message: "{op}: {reason}",
    help: "give a typed array, or a nested list of numbers or booleans whose rows have equal lengths",
  },
  SPMD2017: {
    severity: "error",
    message: "{op}: {file} holds {found} elements with {axes} axes, not {dtype} elements with {ndim}",
    help: "{instead}",
  },
  SPMD2019: {
    severity: "error",
    message: "{op}: {a} beside {b}",
    help: "choose between numbers, or between true and false",
  },
  SPMD2080: {
    severity: "error",
    message: "{op}: needs numbers or booleans, and the elements are {element}",
    typed: ["{op}: the elements are records; take one field, with field(a, name)", "{op}: bool fields are not summed; take the others, with map", "{op}: multiplies numbers and complex numbers, { re, im } of f64 or of f32", "{op}: takes numbers and complex numbers, { re, im } of f64 or of f32"],
    help: "take one field: field(a, \"{field}\")",
  },
  SPMD2081: {
    severity: "error",
    message: "{op}: {monoid} does not combine elements {element}",
    typed: ["{op}: the monoid has the fields {given}, the elements have {wanted}", "{op}: write monoid({ ... }, (a, b) => ({ ... })), with an identity for each field", "{op}: this monoid does not combine records; write monoid({ ... }, (a, b) => ({ ... }))", "{op}: this monoid combines records, not {dtype} elements"],
    help: "write monoid({ {field}: 0, ... }, (a, b) => ({ ... })), with all fields in the identity; add works field by field where all are numbers",
  },
  SPMD2082: {
    severity: "error",
    message: "{op}: elements {element} have no field '{field}'",
    typed: ["{op}: elements {element} have no field {field}", "{op}: {element} elements have no fields", "{op}: the elements have no field '{field}'"],
    help: "{instead}",
  },
  SPMD2083: {
    severity: "error",
    message: "{op}: elements {a} and {b} have different fields",
    typed: ["{op}: the elements have different fields", "{op}: the named record has different fields", "{op}: records beside plain elements"],
    help: "give both the same fields, with map(a, x => ({ ... })), or take one with field(a, name)",
  },
  SPMD2018: {
    severity: "error",
    message: "{op}: {dtype} elements do not combine to {named}",
    help: "name a floating-point dtype, or cast the array before: cast(a, \"{named}\")",
  },
};
