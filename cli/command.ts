// What a command is, and how a program made of commands finds, explains and runs one. Exit status: 0 done, 1 the program has errors or something cannot be
// done, 2 the words of the command line do not make a command.
import { parseCommandLine, suggestion } from "./commandLine.ts";
import type { Accepts, CommandLine } from "./commandLine.ts";
import { CommandError, commandError, usageError } from "./errors.ts";
import { flags } from "./options.ts";
import type { Flag, FlagName } from "./options.ts";
import { endWithReader } from "../runtime/io/standardOutput.ts";

export interface Command {
  readonly name: string;
  /** One line, for the list of commands. */
  readonly summary: string;
  /** What follows the name: "FILE.ts [flags]". */
  readonly usage: string;
  readonly details?: string;
  readonly examples: readonly (readonly [words: string, what: string])[];
  readonly accepts: Accepts;
  /** The exit status. Loads what it needs by dynamic imports, so that `--help` and other commands stay quick. */
  run(line: CommandLine): Promise<number>;
}

export interface Program {
  readonly name: string;
  readonly summary: string;
  readonly version: string;
  readonly commands: readonly Command[];
}

/** Runs `words` as a command; prints what is wrong where they are none. Returns the exit status. */
export async function runProgram(program: Program, words: readonly string[]): Promise<number> {
  endWithReader({ whole: false });
  const [first, ...rest] = words;
  if (first === undefined || first === "--help" || first === "-h" || first === "help") {
    const wanted = first === "help" ? program.commands.find((c) => c.name === rest[0]) : undefined;
    process.stdout.write(wanted ? commandHelp(program, wanted) : programHelp(program));
    return first === undefined ? 2 : 0;
  }
  if (first === "--version" || first === "-v") {
    process.stdout.write(`${program.name} ${program.version}\n`);
    return 0;
  }
  const command = program.commands.find((c) => c.name === first);
  if (!command) {
    const meant = suggestion(first, program.commands.map((c) => c.name)).replace("'--", `'${program.name} `);
    return told(usageError(`there is no command '${first}'${meant}`), program.name);
  }
  try {
    const line = parseCommandLine(rest, command.accepts);
    if (line.values.help && !(command.accepts.params && line.files.length > 0)) {
      process.stdout.write(commandHelp(program, command));
      return 0;
    }
    return await command.run(line);
  } catch (error) {
    return told(error, `${program.name} ${command.name}`);
  }
}

/** Says what is wrong; gives the exit status. */
function told(error: unknown, command: string): number {
  const { code, message, help, status } = error instanceof CommandError ? error : unforeseen(error);
  process.stderr.write(`error ${code}: ${message}\n  help: ${help.replace("{command}", command)}\n`);
  return status;
}

function unforeseen(error: unknown): CommandError {
  if (error instanceof RangeError && error.message.startsWith("Maximum call stack")) return commandError("SPMD6009", {});
  return commandError("SPMD6099", { reason: error instanceof Error ? (error.stack ?? error.message) : String(error) });
}

function programHelp(program: Program): string {
  const width = Math.max(...program.commands.map((c) => c.name.length));
  const rows = program.commands.map((c) => `  ${program.name} ${c.name.padEnd(width)}  ${c.summary}`);
  return `${program.name} ${program.version}: ${program.summary}\n\n${rows.join("\n")}\n\n${program.name} COMMAND --help explains a command; ${program.name} --version prints the version.\n`;
}

function commandHelp(program: Program, command: Command): string {
  const rows = [...command.accepts.flags, "help" as const].map((name) => [shownFlag(name), flags[name].help] as const);
  const width = Math.max(...rows.map(([flag]) => flag.length));
  const examples = command.examples.map(([words, what]) => `  ${program.name} ${command.name} ${words}\n      ${what}`);
  return [
    `Usage: ${`${program.name} ${command.name} ${command.usage}`.trimEnd()}\n\n${command.summary}${command.details ? `\n\n${command.details}` : ""}`,
    `Flags:\n${rows.map(([flag, help]) => `  ${flag.padEnd(width)}  ${help}`).join("\n")}`,
    ...(examples.length > 0 ? [`Examples:\n${examples.join("\n")}`] : []),
  ].join("\n\n") + "\n";
}

function shownFlag(name: FlagName): string {
  const flag: Flag = flags[name];
  if (name === "np" || name === "nps") return `-np ${flags[name].value}`;
  const short = "short" in flag && flag.short ? `-${flag.short}, ` : "";
  return `${short}--${name}${flag.kind === "choice" ? ` ${flag.values.join("|")}` : flag.kind === "switch" ? "" : ` ${flag.value}`}`;
}
