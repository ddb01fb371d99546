import { and, asc, eq, sql } from "drizzle-orm";
import type { Change } from "#lib/change.ts";
import { mailServerProblem } from "#lib/mail-server.ts";
import { Refusal, Stale } from "#lib/refusal.ts";
import type { Tx } from "../client.ts";
import { contentVersion } from "./content-version.ts";
import { jobSubscriptions, mailSettings, type jobName } from "../schema/index.ts";

type JobName = (typeof jobName.enumValues)[number];
export type MailSettings = Omit<typeof mailSettings.$inferSelect, "id">;

export async function readMailSettings(tx: Tx): Promise<MailSettings> {
  const [row] = await tx.select().from(mailSettings);
  if (!row) throw new Error("the row of the mail settings is missing");
  const { id: _id, ...settings } = row;
  return settings;
}

export async function saveMailSettings(tx: Tx, input: MailSettings): Promise<Change> {
  const { version, ...after } = input;
  const problem = mailServerProblem(after);
  if (problem !== null) throw new Refusal(problem);
  const { version: stands, ...before } = await readMailSettings(tx);
  const saved = await tx
    .update(mailSettings)
    .set({ ...after, version: version + 1 })
    .where(eq(mailSettings.version, version))
    .returning({ id: mailSettings.id });
  if (saved.length === 0 || stands !== version) {
    throw new Stale("The mail settings were");
  }
  return { action: "mail.change", subject: "mail settings", before, after };
}

/** Addresses that are told when a run of the job has ended. */
export async function readSubscriptions(tx: Tx, job: JobName): Promise<string[]> {
  const rows = await tx
    .select({ email: jobSubscriptions.email })
    .from(jobSubscriptions)
    .where(eq(jobSubscriptions.job, job))
    .orderBy(asc(jobSubscriptions.email));
  return rows.map(({ email }) => email);
}

const mostSubscriptions = 100;

/**
 * The job's list anew, made from the one that stands: what is in it already stays, and is told once. With
 * the `version` that was read, the second of two who replace it is told.
 */
export async function saveSubscriptions(
  tx: Tx,
  job: JobName,
  wanted: (stands: string[]) => readonly string[],
  version?: number,
): Promise<Change> {
  await tx.execute(sql`SELECT pg_advisory_xact_lock(hashtext(${`lethe.subscriptions.${job}`}))`);
  const before = await readSubscriptions(tx, job);
  if (version !== undefined && version !== contentVersion(before)) {
    throw new Stale("The addresses were");
  }
  const emails = wanted(before);
  const after = [...new Set(emails.map((email) => email.toLowerCase()))].sort();
  if (after.length > mostSubscriptions) {
    throw new Refusal(`A job tells at most ${mostSubscriptions} addresses.`);
  }
  for (const email of before.filter((one) => !after.includes(one))) {
    await tx
      .delete(jobSubscriptions)
      .where(and(eq(jobSubscriptions.job, job), eq(jobSubscriptions.email, email)));
  }
  const added = after.filter((one) => !before.includes(one)).map((email) => ({ job, email }));
  if (added.length > 0) await tx.insert(jobSubscriptions).values(added);
  return { action: "subscriptions.change", subject: `subscriptions of ${job}`, before, after };
}
