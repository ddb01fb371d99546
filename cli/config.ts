import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "#db/client.ts";
import { recordChange } from "#db/queries/audit.ts";
import { applyConfiguration } from "#db/queries/configuration-apply.ts";
import { planConfiguration, readConfiguration } from "#db/queries/configuration.ts";
import { readInstitution } from "#db/queries/institution.ts";
import { listRuns } from "#db/queries/job-runs.ts";
import {
  configurationJsonSchema,
  configurationSchema,
  type Configuration,
} from "#lib/configuration.ts";
import { suggestion } from "#lib/nearest.ts";
import { Refusal } from "#lib/refusal.ts";
import { command, WrongUsage, type Result, type Terminal } from "./command.ts";
import type { Connection } from "./connection.ts";
import { readJson } from "./files.ts";

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
      return document(withoutBlanks(await db.transaction("lethe_web", readConfiguration)));
    }
    if (verb === "apply" && file !== undefined && more.length === 0) {
      const configuration = await readJson(file, configurationSchema);
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

/** A blank description says nothing. */
const withoutBlanks = (configuration: object): object =>
  JSON.parse(
    JSON.stringify(configuration, (key, value: unknown) =>
      key === "description" && value === "" ? undefined : value,
    ),
  ) as object;

const document = (json: object): Result => ({ json, text: JSON.stringify(json, null, 2) });

async function apply(
  { db }: Connection,
  file: Configuration,
  dryRun: boolean,
  terminal: Terminal,
): Promise<Result> {
  if (!dryRun) await waitForRuns(db, file, terminal);
  const { changed, warnings } = await db.transaction("lethe_web", async (tx) => {
    if (dryRun) return planConfiguration(tx, file);
    const applied = await applyConfiguration(tx, file);
    for (const change of applied.changes) await recordChange(tx, "operator", change);
    return applied;
  });
  for (const warning of warnings) terminal.say(`Attention: ${warning}`);
  const head = dryRun ? "This would change:" : "Changed:";
  const lines =
    changed.length === 0 ? ["Nothing differs."] : [head, ...changed.map((line) => `  ${line}`)];
  return {
    json: { changed, warnings, ...(dryRun ? { dryRun } : {}) },
    text: lines.join("\n"),
  };
}

/** Days are derived anew when the zone changes, which no run may see half done. */
async function waitForRuns(db: Database, file: Configuration, terminal: Terminal): Promise<void> {
  const wanted = file.institution?.timeZone;
  if (wanted === undefined) return;
  for (let waited = 0; waited < patienceSeconds; waited++) {
    const inTheWay = await db.transaction("lethe_web", async (tx) => {
      const { timeZone } = await readInstitution(tx);
      return timeZone === wanted ? undefined : (await listRuns(tx, { active: true })).runs[0];
    });
    if (!inTheWay) return;
    if (waited === 0) {
      terminal.say(`The time zone changes when run ${inTheWay.id} has ended. Waiting …`);
    }
    await sleep(1_000);
  }
  throw new Refusal(
    `A run was active for ${patienceSeconds / 60} minutes, so the time zone could not change. Nothing was changed.`,
  );
}
