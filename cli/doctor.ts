import { openDatabase } from "#db/client.ts";
import { verifyAudit } from "#db/queries/audit.ts";
import { diagnose } from "#db/queries/diagnosis.ts";
import { migrationState } from "#db/queries/migrations.ts";
import { sourceKeyState } from "#imports/source-key.ts";
import { Refusal } from "#lib/refusal.ts";
import { noOperands } from "./arguments.ts";
import { command } from "./command.ts";
import { locate, withLogin } from "./connection.ts";
import { databaseProblem } from "./failures.ts";

export const doctor = command({
  name: "doctor",
  summary: "Say what is wrong with this installation. Exit 1 when something is.",
  usage: "doctor",
  options: {},
  examples: ["doctor", "doctor --json"],

  async run({ positionals }) {
    noOperands(positionals);
    const problems = await examine();
    return {
      json: { problems },
      text: problems.length === 0 ? "Nothing is wrong." : problems.join("\n"),
      failed: problems.length > 0,
    };
  },
});

/** What keeps the examination from going on is itself a finding. */
async function examine(): Promise<string[]> {
  const problems: string[] = [];
  try {
    const { url } = await locate();
    problems.push(...(await withLogin(url, diagnose)));
    const { state } = await withLogin(url, migrationState);
    if (state === "current") problems.push(...(await examineHistory(url)));
  } catch (error) {
    const problem = error instanceof Refusal ? error.message : databaseProblem(error);
    if (problem === undefined) throw error;
    problems.push(problem);
  }
  return problems;
}

async function examineHistory(url: string): Promise<string[]> {
  const db = openDatabase(url);
  try {
    const broken = await db.transaction("lethe_web", verifyAudit);
    const key = await sourceKeyState(url);
    return [
      ...(key.ok ? [] : [key.sentence]),
      ...(broken === null
        ? []
        : [`The audit is not whole: entry ${broken} does not follow from the one before it.`]),
    ];
  } finally {
    await db.end();
  }
}
