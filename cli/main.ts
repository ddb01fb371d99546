import packageFile from "../package.json" with { type: "json" };
import { suggestion } from "#lib/nearest.ts";
import { Refusal } from "#lib/refusal.ts";
import { parseArguments } from "./arguments.ts";
import { WrongUsage, type Command, type Result } from "./command.ts";
import { connect, type Connection } from "./connection.ts";
import { databaseProblem, describeBug } from "./failures.ts";
import { commandPage, overviewPage } from "./help.ts";
import { commands, notInThisVersion } from "./registry.ts";
import { terminal } from "./terminal.ts";

const exit = { done: 0, refused: 1, wrongUsage: 2 };

/** Runs one command line and says how it ended. */
async function main(args: string[]): Promise<number> {
  const asJson = args.includes("--json");
  try {
    const result = await answer(args);
    await write(asJson ? JSON.stringify(result.json, null, 2) : result.text);
    return result.failed ? exit.refused : exit.done;
  } catch (error) {
    const { message, code } = explain(error);
    process.stderr.write(`${message}\n`);
    if (asJson) await write(JSON.stringify({ error: inOneLine(message) }, null, 2));
    return code;
  }
}

async function answer(args: string[]): Promise<Result> {
  const at = args.findIndex((arg) => !arg.startsWith("-"));
  const name = args[at];
  if (args.includes("--version") && name === undefined) {
    return { json: { version: packageFile.version }, text: packageFile.version };
  }
  if (name === undefined) {
    if (args.some((arg) => arg !== "--json" && arg !== "--help" && arg !== "-h")) {
      throw new WrongUsage(`Lethe has no option ${args[0]}. \`help\` lists the commands.`);
    }
    if (args.includes("--help") || args.includes("-h")) return help([]);
    throw new WrongUsage(`Say which command.\n\n${overviewPage(commands)}`);
  }
  const rest = args.toSpliced(at, 1);
  return name === "help" ? help(rest) : run(find(name), rest);
}

async function run(command: Command, args: string[]): Promise<Result> {
  if (args.includes("--help") || args.includes("-h")) return help([command.name]);
  command.beforehand?.(args);
  const { values, positionals } = parseArguments(command, args);
  let opened: Promise<Connection> | undefined;
  try {
    const asJson = args.includes("--json");
    return await command.run({
      values,
      positionals,
      asJson,
      terminal,
      connect: () => (opened ??= connect()),
    });
  } finally {
    await opened?.then(({ db }) => db.end()).catch(() => {});
  }
}

function help(args: string[]): Result {
  const [name] = args.filter((arg) => !arg.startsWith("-"));
  if (name === undefined) {
    return {
      json: { commands: commands.map(({ name, summary, usage }) => ({ name, summary, usage })) },
      text: overviewPage(commands),
    };
  }
  const { summary, usage, options, examples, ...rest } = find(name);
  return {
    json: { name: rest.name, summary, usage, options, examples },
    text: commandPage(find(name)),
  };
}

function find(name: string): Command {
  const found = commands.find((command) => command.name === name);
  if (found) return found;
  if (notInThisVersion.includes(name)) {
    throw new WrongUsage(`The command ${name} is not part of this version.`);
  }
  const near = suggestion(
    name,
    commands.map((command) => command.name),
  );
  throw new WrongUsage(`There is no command ${name}.${near} \`help\` lists the commands.`);
}

function explain(error: unknown): { message: string; code: number } {
  if (error instanceof WrongUsage) return { message: error.message, code: exit.wrongUsage };
  if (error instanceof Refusal) return { message: error.message, code: exit.refused };
  return { message: databaseProblem(error) ?? describeBug(error), code: exit.refused };
}

/** Without the help page or the stack that stands under a blank line or an indent. */
const inOneLine = (message: string) =>
  message.split(/\n\n|\n\s+at /)[0]?.replaceAll(/\s*\n\s*/g, " ");

/** Waits until the reader has it; a reader that left early is no failure. */
const write = (text: string) =>
  new Promise<void>((resolve) => {
    process.stdout.once("error", () => resolve());
    process.stdout.write(`${text}\n`, () => resolve());
  });

process.exitCode = await main(process.argv.slice(2));
