// SPMD1xxx: what kernels and host code may not do.
import type { Catalogue } from "./entry.ts";

export const subset: Catalogue = {
  SPMD1001: {
    severity: "error",
    message: "a kernel cannot assign the captured variable '{name}': each element is computed on its own, in any order and on any rank",
    help: "return the value instead, or combine the elements with reduceAll or scanAll",
  },
  // Kernel functions: 1010 to 1049.
  SPMD1010: {
    severity: "error",
    message: "a kernel cannot call '{name}': it runs once an element, in any order and on any rank",
    help: "return the value, and print the resulting array in host code: print(a)",
  },
  SPMD1011: {
    severity: "error",
    message: "a kernel computes with numbers and booleans; text exists only in the error that it throws",
    help: "use a number for each case, or throw new RangeError(`bad element ${x}`)",
  },
  SPMD1012: {
    severity: "error",
    message: "'{name}' calls itself ({cycle}): kernels cannot recurse",
    help: "write it as a loop, with the state of the recursion in variables",
  },
  SPMD1013: {
    severity: "error",
    message: "a kernel cannot make or pass functions",
    help: "declare the function at the top level of a module, give it what it needs as arguments, and call it by its name",
  },
  SPMD1014: {
    severity: "error",
    message: "a kernel cannot be {what}: it computes one element and returns it",
    help: "write a plain function; wait for values in host code and capture the result",
  },
  SPMD1015: {
    severity: "error",
    message: "{what} is not possible in a kernel, which has numbers, booleans, and records and lists of these with fixed fields",
    help: "use one variable for each value, a record such as { re, im }, or an array of the program passed with zipWith",
  },
  SPMD1016: {
    severity: "error",
    message: "'{name}' is a whole array; a kernel sees one element of each array at a time",
    help: "pass it with zipWith(a, {name}, (x, y) => ...), made an array by fromArray if it is a list; neighbours come from stencil and shift",
  },
  SPMD1017: {
    severity: "error",
    message: "a kernel cannot capture '{name}', which is {type}",
    help: "capture numbers and booleans: compute what the kernel needs of '{name}' in host code, into a const",
  },
  SPMD1018: {
    severity: "error",
    message: "a kernel computes with numbers and booleans, not with {what}",
    help: "use plain numbers; integers are exact up to 2^53",
  },
  SPMD1019: {
    severity: "error",
    message: "a kernel cannot catch errors",
    help: "test the values before they are used; what a kernel throws ends the program",
  },
  SPMD1020: {
    severity: "error",
    message: "Math.random() in a kernel would give other numbers for another number of ranks",
    help: "make the numbers an array, random([n], { seed: 1 }), and take it beside the others with zipWith",
  },
  SPMD1021: {
    severity: "error",
    message: "a kernel cannot look at the clock: '{name}' differs from rank to rank",
    help: "measure in host code with wtime(), or capture a number made there",
  },
  SPMD1022: {
    severity: "error",
    message: "{what} is not part of the kernel language",
    help: "{instead}",
  },
  SPMD1023: {
    severity: "error",
    message: "a kernel cannot call '{name}'",
    help: "call functions of the program that are declared with function or const f = (...) => ..., functions of Math, and f32, i32, ...",
  },
  SPMD1024: {
    severity: "error",
    message: "parameter '{name}' of a kernel is declared as {type}",
    help: "parameters of kernels are number, boolean, or records of these",
  },
  SPMD1025: {
    severity: "error",
    message: "{name} does not return a value on every path",
    help: "end it with a return, or with throw new RangeError(...) where that cannot happen",
  },
  SPMD1026: {
    severity: "error",
    message: "'{text}' cannot be assigned: records in kernels are values",
    help: "assign the whole record: {object} = { ...{object}, {field}: value }",
  },
  SPMD1027: {
    severity: "error",
    message: "the offsets of '{name}' must be integers known at compile time, one an axis ({ndim})",
    help: "write literals, consts or the counters of loops with such bounds, as {name}({example})",
  },
  SPMD1028: {
    severity: "error",
    message: "'{name}' belongs to host code and cannot stand in a kernel",
    help: "call it before the kernel; capture its result if that is a number, or pass it with zipWith if it is an array",
  },
  SPMD1030: {
    severity: "error",
    message: "there is no null or undefined in a kernel, so {what} has no meaning",
    help: "use a number for what is missing, such as NaN or -1, and test for it",
  },
  SPMD1031: {
    severity: "error",
    message: "the function takes {given} parameters, but {op} passes at most {most}: {passed}",
    typed: ["{op}: the kernel takes more positions than there are axes"],
    help: "leave the others out, and capture host values by their names",
  },
  SPMD1033: {
    severity: "error",
    message: "read takes the name of an array and one position an axis; '{name}' is no array here",
    help: "write read(a, i, j), where a is a variable that holds an array",
  },
  SPMD1034: {
    severity: "error",
    message: "read of '{name}' is given {given} positions, but the array has {ndim} axes",
    help: "give one position an axis: read(a, i, j)",
  },
  SPMD1035: {
    severity: "error",
    message: "a position in read of '{name}' may not be an integer",
    help: "make it one: Math.floor(x), Math.round(x), i32(x), or read it from an integer array",
  },
  SPMD1032: {
    severity: "error",
    message: "a kernel can throw new RangeError(`text ${x}`), with at most four values in the text",
    help: "write the error's text in a template, right in the throw statement",
  },
  // Host code: 1200 to 1239.
  SPMD1201: {
    severity: "error",
    message: "'{name}' gives every rank another number, so the ranks would go different ways",
    help: "take a seed from param(\"seed\", 1) and compute the numbers from it, or draw on one rank for all: once(() => Math.random())",
  },
  SPMD1202: {
    severity: "error",
    message: "'{name}' is a distributed array and cannot be used as an ordinary value here",
    help: "reduce it to a number (sum, max, reduceAll), or take its elements with toArray(a)",
  },
  SPMD1203: {
    severity: "error",
    message: "'{name}': arrays cannot be kept in ordinary lists and objects, which may change while the program runs",
    help: "use one variable for each array; a function may return [u, v] if its caller takes them apart at once: const [u, v] = f()",
  },
  SPMD1204: {
    severity: "error",
    message: "'{name}' is an array, but its declared type does not say so",
    help: "leave the type out, as in const a = zeros([n]), or declare it as NDArray",
  },
  SPMD1205: {
    severity: "error",
    message: "arrays inside a callback: when and how often it runs is not known to the compiler",
    help: "write a for loop, as in for (const x of xs) { ... }",
  },
  SPMD1206: {
    severity: "error",
    message: "the array {name} cannot be passed to '{callee}', which is ordinary JavaScript",
    help: "pass numbers reduced from it, or its elements: toArray(a)",
  },
  SPMD1207: {
    severity: "error",
    message: "{what} cannot work with arrays",
    help: "use plain functions and variables for arrays",
  },
  SPMD1208: {
    severity: "error",
    message: "{what} is not supported",
    help: "{instead}",
  },
  SPMD1209: {
    severity: "error",
    message: "'{name}' is used before it has a value",
    help: "declare it before it is used; functions may use it if they are called after that",
  },
  SPMD1210: {
    severity: "error",
    message: "the array variable '{name}' holds {old} and cannot take {new}",
    help: "its dtype and number of axes stay the same; use another variable",
  },
  SPMD1211: {
    severity: "error",
    message: "the array variable '{name}' is read before anything is assigned to it",
    help: "give it a value where it is declared, such as zeros([n])",
  },
  SPMD1212: {
    severity: "error",
    message: "{op}: the number of axes of this shape is not known at compile time",
    help: "write the extents as a list: [rows, columns]",
  },
  SPMD1213: {
    severity: "error",
    message: "'{name}' is not an array that is known here",
    help: "arrays come from operators such as zeros, generate or fromArray, and from functions that return them",
  },
  SPMD1214: {
    severity: "error",
    message: "'{name}': host code cannot look into an array",
    help: "arrays have .shape and .dtype; toArray(a)[k] gives an element, reductions give numbers",
  },
  SPMD1215: {
    severity: "error",
    message: "'{name}' of spmd can only be called",
    help: "write the call where it is needed, or a function of your own around it",
  },
  SPMD1216: {
    severity: "error",
    message: "'{name}' is known to the compiler only: ordinary JavaScript cannot keep it or call it",
    help: "call it where it is needed, or pass it to a function of the program that works with arrays",
  },
  SPMD1217: {
    severity: "error",
    message: "arguments of '{name}' cannot be spread from a list",
    help: "write the arguments one by one",
  },
  SPMD1218: {
    severity: "error",
    message: "{op}: {what}",
    help: "it is called as {op}({parameters})",
  },
  SPMD1219: {
    severity: "error",
    message: "{op}: {name} must be one of {values}, known at compile time",
    help: "write one of these words, or a const that holds it",
  },
  SPMD1220: {
    severity: "error",
    message: "{op}: {name} must be a list of integers known at compile time",
    help: "write literals or consts, such as [0, 1]",
  },
  SPMD1221: {
    severity: "error",
    message: "{op}: the dtype must be known at compile time",
    help: "write one of \"f64\" \"f32\" \"i32\" \"u32\" \"i16\" \"u16\" \"i8\" \"u8\" \"bool\", or a const that holds it",
  },
  SPMD1222: {
    severity: "error",
    message: "{op}: options must be written as an object where the call stands",
    help: "write { name: value, ... }",
  },
  SPMD1223: {
    severity: "error",
    message: "{op} has no option '{name}'",
    help: "its options are: {options}",
  },
  SPMD1224: {
    severity: "error",
    message: "'{name}' works with arrays and calls itself",
    help: "write it as a loop: functions that work with arrays are expanded where they are called",
  },
  SPMD1225: {
    severity: "error",
    message: "a function made in a loop with arrays captures the loop's variable '{name}'",
    help: "copy it into a const of the body first, and capture that",
  },
  SPMD1226: {
    severity: "error",
    message: "the name of a param must be a literal that can be written as an option: letters, digits, - and _",
    help: "write param(\"name\", default)",
  },
  SPMD1227: {
    severity: "error",
    message: "the default of param '{name}' is not known at compile time",
    help: "write a literal number, string or boolean",
  },
  SPMD1228: {
    severity: "error",
    message: "param '{name}' has another default elsewhere: {default}",
    help: "read the param once, into a const, and use that",
  },
  SPMD1229: {
    severity: "error",
    message: "'{name}' differs from rank to rank, so the ranks could go different ways",
    help: "use wtime(): seconds, the same on every rank; or ask one rank for all: once(() => Date.now())",
  },
  SPMD1230: {
    severity: "error",
    message: "'{name}' differs from rank to rank",
    help: "use param(\"name\", default) for what a run should be told from outside, or ask one rank for all: once(() => process.pid)",
  },
};
