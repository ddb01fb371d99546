import { openDatabase } from "#db/client.ts";
import { auditHead, auditProblems, verifyAudit } from "#db/queries/audit.ts";
import { diagnose } from "#db/queries/diagnosis.ts";
import { migrationState } from "#db/queries/migrations.ts";
import { sourceKeyState } from "#imports/source-key.ts";
import { certificateKeyProblem } from "#jobs/certificate-key.ts";
import { Refusal } from "#lib/refusal.ts";
import { noOperands } from "./arguments.ts";
import { command, WrongUsage } from "./command.ts";
import { locate, withLogin } from "./connection.ts";
import { databaseProblem } from "./failures.ts";

export const doctor = command({
  name: "doctor",
  summary: "Say what is wrong with this installation. Exit 1 when something is.",
  usage: "doctor [--audit-head N:HASH]",
  options: {
    "audit-head": {
      type: "string",
      placeholder: "N:HASH",
      about:
        "an entry that System > Audit named earlier, noted elsewhere: whether it is still there",
    },
  },
  examples: ["doctor", "doctor --json", "doctor --audit-head 105:3fa95b0c77e1d204"],

  async run({ values, positionals }) {
    noOperands(positionals);
    const noted = values["audit-head"];
    if (noted !== undefined && !auditHead.test(noted)) {
      throw new WrongUsage("--audit-head takes an entry as System > Audit names it, N:HASH.");
    }
    const problems = await examine(noted);
    return {
      json: { problems },
      text: problems.length === 0 ? "Nothing is wrong." : problems.join("\n"),
      failed: problems.length > 0,
    };
  },
});

/** What keeps the examination from going on is itself a finding. */
async function examine(noted?: string): Promise<string[]> {
  const problems: string[] = [];
  try {
    const { url } = await locate();
    problems.push(...(await withLogin(url, diagnose)));
    const { state } = await withLogin(url, migrationState);
    if (state === "current") problems.push(...(await examineHistory(url, noted)));
  } catch (error) {
    const problem = error instanceof Refusal ? error.message : databaseProblem(error);
    if (problem === undefined) throw error;
    problems.push(problem);
  }
  return problems;
}

async function examineHistory(url: string, noted?: string): Promise<string[]> {
  const db = openDatabase(url);
  try {
    const state = await db.transaction("lethe_web", (tx) => verifyAudit(tx, noted));
    const key = await sourceKeyState(url);
    const certificates = await db.transaction("lethe_web", certificateKeyProblem);
    return [
      ...(key.ok ? [] : [key.sentence]),
      ...(certificates === null ? [] : [certificates]),
      ...auditProblems(state, noted),
    ];
  } finally {
    await db.end();
  }
}
