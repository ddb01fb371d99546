import packageFile from "../package.json" with { type: "json" };
import { suggestion } from "#lib/nearest.ts";
import { Refusal } from "#lib/refusal.ts";
import { parseArguments } from "./arguments.ts";
import { WrongUsage, type Command, type Result } from "./command.ts";
import { connect, type Connection } from "./connection.ts";
import { databaseProblem, describeBug } from "./failures.ts";
import { commandPage, overviewPage } from "./help.ts";
import { commands } from "./registry.ts";
import { terminal } from "./terminal.ts";

/** What a command line prints, or throws why not. */
export async function answer(args: string[]): Promise<Result> {
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
  const near = suggestion(
    name,
    commands.map((command) => command.name),
  );
  throw new WrongUsage(`There is no command ${name}.${near} \`help\` lists the commands.`);
}

/** What to say of what was thrown, and with which exit code. */
export function explain(error: unknown): { message: string; code: number } {
  if (error instanceof WrongUsage) return { message: error.message, code: 2 };
  if (error instanceof Refusal) return { message: error.message, code: 1 };
  return { message: databaseProblem(error) ?? describeBug(error), code: 1 };
}
