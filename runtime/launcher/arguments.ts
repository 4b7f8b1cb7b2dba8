// The command line of a bundle that is run by itself:
//
//   node mandelbrot.spmd.mjs -np 4 --print --maxit 200      ->   { np: 4, print: true, params: { maxit: "200" } }
//
// What is not one of the runner's flags is a parameter of the program.
import { spmdError } from "../errors.ts";
import { kernelChoices, transportChoices, type RunOptions } from "./options.ts";

/** More ranks than this have not been made to run well on one machine: their threads spend their time waking each other. */
export const maxRanks = 512;
export const usage = "[-np N] [--transport threads|mpi|self] [--hostfile FILE] [--kernels native|wasm|js] [--print] [--save DIR] [--tag-output] [--timeout S] [--check on|off] [--profile] [--trace FILE] [--help] [--PARAM VALUE ...]";

type Written = { -readonly [K in keyof RunOptions]: RunOptions[K] };

export function readArguments(words: readonly string[]): RunOptions {
  const options: Written = { np: 1 }, params: { [name: string]: string | boolean } = {}, args: string[] = [];
  const wrong = (reason: string): never => {
    throw spmdError("SPMD5013", { reason, usage });
  };
  const number = (flag: string, text: string | undefined, low: number, high: number, whole: boolean): number => {
    const value = text === undefined || text.trim() === "" ? NaN : Number(text);
    if (!(value >= low && value <= high) || (whole && !Number.isInteger(value))) wrong(`${flag} must be a ${whole ? "whole " : ""}number from ${low} to ${high}, not ${text === undefined ? "nothing" : `'${text}'`}`);
    return value;
  };
  let passedOn = false;
  for (let k = 0; k < words.length; k++) {
    const [flag = "", inline] = splitFlag(words[k]!), value = (): string | undefined => inline ?? words[++k];
    if (passedOn || !flag.startsWith("-")) {
      if (passedOn && flag.startsWith("--")) k = readParam(words, k, params);
      args.push(words[k]!);
    } else if (flag === "--") passedOn = true;
    else if (flag === "-np" || flag === "-n" || flag === "--np") {
      options.np = number("-np", value(), 1, maxRanks, true);
      options.npSaid = true;
    } else if (flag === "--hostfile") options.hostfile = value() ?? wrong("--hostfile needs a file");
    else if (flag === "--transport") {
      const given = value();
      options.transport = transportChoices.find((choice) => choice === given) ?? wrong(`--transport must be one of ${transportChoices.join(", ")}, not '${given ?? ""}'`);
    }
    else if (flag === "--kernels") {
      const given = value(), kernels = kernelChoices.find((choice) => choice === given);
      options.kernels = kernels ?? wrong(`--kernels must be one of ${kernelChoices.join(", ")}, not '${given ?? ""}'`);
    } else if (flag === "--print") options.print = true;
    else if (flag === "--tag-output") options.tagOutput = true;
    else if (flag === "--profile") options.profile = true;
    else if (flag === "--check") {
      const check = value();
      if (check !== "on" && check !== "off") return wrong(`--check must be on or off, not '${check ?? ""}'`);
      options.check = check === "on";
    } else if (flag === "--trace") options.trace = value() ?? wrong("--trace needs a file");
    else if (flag === "--help" || flag === "-h") options.help = true;
    else if (flag === "--save") options.save = value() ?? wrong("--save needs a directory");
    else if (flag === "--timeout") options.timeout = number("--timeout", value(), 0.001, 2_000_000, false);
    else if (flag.startsWith("--")) {
      const first = k;
      k = readParam(words, k, params);
      args.push(...words.slice(first, k + 1));
    } else wrong(`there is no flag '${flag}'`);
  }
  return { ...options, params, args };
}

function splitFlag(word: string): readonly [flag: string, value: string | undefined] {
  const equals = word.indexOf("=");
  return word.startsWith("-") && equals > 0 ? [word.slice(0, equals), word.slice(equals + 1)] : [word, undefined];
}

/** `--name value`, `--name=value`, or `--name` alone, which says true. Returns the last word that belongs to it. */
function readParam(words: readonly string[], at: number, params: { [name: string]: string | boolean }): number {
  const [flag, inline] = splitFlag(words[at]!), next = words[at + 1], name = flag.slice(2);
  if (inline !== undefined) params[name] = inline;
  else if (next === undefined || /^--?[a-z]/i.test(next)) params[name] = true;
  else {
    params[name] = next;
    return at + 1;
  }
  return at;
}
