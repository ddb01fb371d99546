import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { formatCountOf, formatList, formatMoment } from "#lib/format.ts";
import { jobTitles, runStatusNames } from "#lib/run-words.ts";

interface EndedRun {
  job: keyof typeof jobTitles;
  status: keyof typeof runStatusNames;
  timeZone: string;
  submittedAt: string;
  endedAt: string;
  problem: string | null;
  records: number;
  notes: number;
  heldBack: number;
  institution: string;
}

/**
 * One mail for each address that is subscribed to the run's job, in the transaction that ends the run:
 * no end without its mails, no mail without the end. Of the run it holds numbers, of a patron nothing.
 */
export async function queueMails(tx: Tx, runId: number): Promise<void> {
  const { rows } = await tx.execute<EndedRun & Record<string, unknown>>(sql`
    SELECT r.job, r.status, r.time_zone AS "timeZone", ${iso(sql`r.submitted_at`)} AS "submittedAt",
      ${iso(sql`r.ended_at`)} AS "endedAt", r.problem, i.name AS institution,
      ${counted("records")} AS records, ${counted("notes")} AS notes, ${counted("heldBack")} AS "heldBack"
    FROM console.job_runs r CROSS JOIN console.institution i WHERE r.id = ${runId}
      AND EXISTS (SELECT FROM console.job_subscriptions s WHERE s.job = r.job)`);
  const [run] = rows;
  if (!run) return;
  await tx.execute(sql`
    INSERT INTO console.outbox (run_id, recipient, subject, body)
    SELECT ${runId}, email, ${subjectOf(run)}, ${bodyOf(run, runId)} FROM console.job_subscriptions
    WHERE job = ${run.job} ON CONFLICT DO NOTHING`);
}

const counted = (measure: string) => sql`
  (SELECT coalesce(sum(count), 0)::float8 FROM console.job_counters c WHERE c.run_id = r.id AND c.measure = ${measure})`;
const iso = (moment: ReturnType<typeof sql>) =>
  sql`to_char(${moment} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;

/** What each job did, and to what. */
const deeds: Record<EndedRun["job"], [did: string, one: string, many: string]> = {
  anonymization: ["Let go", "record", "records"],
  "letters-purge": ["Removed", "letter", "letters"],
  "purge-users": ["Purged", "user", "users"],
  "update-users": ["Changed or notified", "user", "users"],
};

const subjectOf = ({ job, status }: EndedRun) => `${runStatusNames[status]}: ${jobTitles[job]}`;

function bodyOf(run: EndedRun, runId: number): string {
  const { job, institution, problem, records, notes, heldBack, timeZone } = run;
  const [did, one, many] = deeds[job];
  const removed = [
    formatCountOf(records, one, many),
    ...(notes > 0 ? [formatCountOf(notes, "note", "notes")] : []),
  ];
  const base = process.env.LETHE_BASE_URL;
  return [
    `${subjectOf(run)}.`,
    institution,
    "",
    `${did}: ${formatList(removed)}. Held back: ${formatCountOf(heldBack, one, many)}.`,
    ...(problem === null ? [] : [problem]),
    `Submitted: ${formatMoment(run.submittedAt, timeZone)}. Ended: ${formatMoment(run.endedAt, timeZone)} (${timeZone}).`,
    base
      ? `Its report: ${base}/monitor-jobs/${runId}`
      : `Its report is run ${runId} on Monitor Jobs > History.`,
    "",
    "This address is subscribed to the job. Monitor Jobs > Scheduled > Subscriptions takes it off.",
    "",
  ].join("\n");
}
