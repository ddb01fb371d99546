import { recordChange } from "#db/queries/audit.ts";
import { readBackup } from "#db/queries/backups.ts";
import type { Run } from "#db/queries/job-runs.ts";
import { jobToStart } from "#jobs/engine/start.ts";
import { deletablePerson, purgePerson, type OnePerson } from "#jobs/purge-users/request.ts";
import type { PurgePreview } from "#jobs/purge-users/preview.ts";
import { backupSaid } from "#lib/backup.ts";
import { formatCountOf } from "#lib/format.ts";
import { deletePolicyNames } from "#lib/purge-fields.ts";
import { Refusal } from "#lib/refusal.ts";
import type { Result, Terminal } from "./command.ts";
import type { Connection } from "./connection.ts";
import { outcome, outcomePage } from "./run-page.ts";
import { table } from "./table.ts";
import { userNamed, type Whom } from "./user-named.ts";
import { workHere } from "./work-here.ts";

interface Deletion {
  whom: Whom;
  how: OnePerson["how"];
  /** The internal ID, where it was given beforehand. */
  confirm: number | undefined;
}

/** Deletes one user by a run that is worked here to its end, and prints its receipt. */
export async function deleteUser(
  connection: Connection,
  terminal: Terminal,
  { whom, how, confirm }: Deletion,
): Promise<Result> {
  const { db } = connection;
  const { userId, preview, said } = await db.transaction(
    "lethe_web",
    async (tx) => {
      const userId = await userNamed(tx, whom);
      const asking = { staffId: null, withSample: true };
      await jobToStart(tx, "purge-users");
      const preview = await deletablePerson(tx, { userId, how }, asking);
      return { userId, preview, said: backupSaid(await readBackup(tx)) };
    },
    { isolation: "repeatable read" },
  );
  terminal.say(deletionPage(preview, how));
  if (said) terminal.say(said);
  await agree(terminal, userId, confirm);
  const { runId } = await db.transaction("lethe_web", async (tx) => {
    const by = { submittedVia: "commandLine", staffId: null } as const;
    const deleted = await purgePerson(tx, { userId, how }, by);
    await recordChange(tx, "operator", deleted.change);
    return deleted;
  });
  return receipt(runId, await workHere(connection, runId, terminal));
}

/** Typed at the terminal as on the screen, or given as --confirm. */
async function agree(terminal: Terminal, id: number, given: number | undefined): Promise<void> {
  if (given === id) return;
  if (given !== undefined) {
    throw new Refusal("--confirm names another user. Nobody was deleted.");
  }
  if (!terminal.attended) {
    throw new Refusal(
      `Nobody is at a terminal to confirm: add --confirm ${id}. Nobody was deleted.`,
    );
  }
  const typed = await terminal.ask(`\nThere is no undo. Type ID ${id} to delete this user:`);
  if (typed?.trim() !== `ID ${id}`) throw new Refusal("That is not the ID. Nobody was deleted.");
}

/** Of one person no fee is waived: whoever owes anything is not deleted. */
function deletionPage({ policy, requests, sample }: PurgePreview, how: OnePerson["how"]) {
  return [
    ...sample.map(({ id, patron }) => `ID ${id}: ${patron}`),
    how === "erase"
      ? "Removes the person fully, whatever the Delete User Policy says."
      : `Delete User Policy: ${deletePolicyNames[policy]}.`,
    `  ${formatCountOf(requests.cancelled, "request", "requests")} would be cancelled`,
  ].join("\n");
}

/** What went, by what it was. A run that passed the user by, who is held since, has deleted nobody. */
function receipt(id: number, run: Run | null): Result {
  const removed = (run?.counters ?? []).filter(({ measure }) => measure === "removed");
  const rows = removed.map(({ label, count }): [string, number] => [label, count]);
  return {
    json: { ...outcome(id, run), removed: Object.fromEntries(rows) },
    text: run ? [outcomePage(run), "", table(["Removed", "Rows"], rows)].join("\n") : "",
    failed: !run?.counters.some(({ measure, count }) => measure === "records" && count > 0),
  };
}
