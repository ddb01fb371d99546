import { readFile } from "node:fs/promises";
import { planConfiguration, readConfiguration } from "#db/queries/configuration.ts";
import { describeIssues } from "#lib/configuration-issues.ts";
import { configurationJsonSchema, configurationSchema, type Configuration } from "#lib/configuration.ts";
import { suggestion } from "#lib/nearest.ts";
import { Refusal } from "#lib/refusal.ts";
import { command, WrongUsage, type Result, type Terminal } from "./command.ts";
import type { Connection } from "./connection.ts";

const patienceSeconds = 600;

export const config = command({
  name: "config",
  summary: "Export all settings as one JSON file, or apply such a file.",
  usage: "config export | config apply <file.json> [--dry-run] | config schema",
  options: {
    "dry-run": { type: "boolean", about: "say what apply would change, and change nothing" },
  },
  examples: [
    "config export --json > lethe.json",
    "config apply lethe.json --dry-run",
    "config schema",
  ],

  async run({ values, positionals, connect, terminal }) {
    const [verb, ...operands] = positionals;
    const [file, ...more] = operands;
    if (verb === "schema" && operands.length === 0) return document(configurationJsonSchema());
    if (verb === "export" && operands.length === 0) {
      const { db } = await connect();
      return document(await db.transaction("lethe_web", readConfiguration));
    }
    if (verb === "apply" && file !== undefined && more.length === 0) {
      const configuration = await readConfigurationFile(file);
      return apply(await connect(), configuration, values["dry-run"] ?? false, terminal);
    }
    throw new WrongUsage(wrongUse(verb, operands));
  },
});

const verbs = ["export", "apply", "schema"];

function wrongUse(verb: string | undefined, operands: string[]): string {
  if (verb === undefined) return "Say config export, config apply <file.json> or config schema.";
  if (!verbs.includes(verb)) return `There is no config ${verb}.${suggestion(verb, verbs)}`;
  if (verb === "apply") return "config apply takes one file.";
  return `config ${verb} takes no ${operands.join(" ")}.`;
}

const document = (json: object): Result => ({ json, text: JSON.stringify(json, null, 2) });

async function readConfigurationFile(file: string): Promise<Configuration> {
  const parsed = configurationSchema.safeParse(parseJson(file, await readText(file)));
  if (parsed.success) return parsed.data;
  throw new Refusal(
    [`${file} was refused; nothing was changed. ${describeIssues(parsed.error).join(" ")}`].join("\n"),
  );
}

async function readText(file: string): Promise<string> {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await readFile(file));
  } catch (error) {
    if (error instanceof TypeError) throw new Refusal(`${file} is not in UTF-8.`);
    const code = error instanceof Error && "code" in error ? error.code : "";
    if (code === "ENOENT") throw new Refusal(`There is no file ${file}.`);
    if (code === "EISDIR") throw new Refusal(`${file} is a folder, not a file.`);
    if (code === "EACCES") throw new Refusal(`${file} may not be read by this account.`);
    throw error;
  }
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Refusal(`${file} is not JSON: ${error.message}. Nothing was changed.`);
  }
}

async function apply(
  { db }: Connection,
  configuration: Configuration,
  dryRun: boolean,
  terminal: Terminal,
): Promise<Result> {
  const { changed, warnings } = await db.transaction("lethe_web", (tx) => planConfiguration(tx, configuration));
  for (const warning of warnings) terminal.say(`Warning: ${warning}`);
  const done = dryRun ? "This would change:" : "Changed:";
  return {
    json: { changed, warnings, ...(dryRun ? { dryRun } : {}) },
    text: changed.length === 0 ? "Nothing differs." : [done, ...changed.map((line) => `  ${line}`)].join("\n"),
  };
}
