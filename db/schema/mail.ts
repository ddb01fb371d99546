import { bigint, check, index, integer, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { sql } from "drizzle-orm";
import { mailSecurities } from "#lib/mail-settings.ts";
import { at } from "./columns.ts";
import { jobRuns } from "./job-runs.ts";
import { jobName } from "./schedules.ts";
import { console } from "./schemas.ts";

export const mailSecurity = console.enum("mail_security", mailSecurities);

/** One row. Without a host nothing is sent, and mails are read on the Outbox page. The password is never here. */
export const mailSettings = console.table(
  "mail_settings",
  {
    id: integer().primaryKey().default(1),
    version: integer().notNull().default(1),
    host: text(),
    port: integer().notNull().default(587),
    security: mailSecurity().notNull().default("starttls"),
    username: text(),
    sender: text(),
  },
  (table) => [
    check("mail_settings_is_one_row", sql`${table.id} = 1`),
    check("mail_settings_port_in_range", sql`${table.port} BETWEEN 1 AND 65535`),
    check(
      "mail_settings_sender_with_host",
      sql`${table.host} IS NULL OR ${table.sender} IS NOT NULL`,
    ),
  ],
);

/** Staff who are told when a run of the job has ended. */
export const jobSubscriptions = console.table(
  "job_subscriptions",
  { job: jobName().notNull(), email: text().notNull() },
  (table) => [primaryKey({ columns: [table.job, table.email] })],
);

/** One mail for each run and recipient. An attempt is committed before it is made: nobody gets two. */
export const outbox = console.table(
  "outbox",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    runId: bigint({ mode: "number" })
      .notNull()
      .references(() => jobRuns.id, { onDelete: "cascade" }),
    recipient: text().notNull(),
    subject: text().notNull(),
    body: text().notNull(),
    createdAt: at().notNull().defaultNow(),
    attempts: integer().notNull().default(0),
    /** Set when an attempt begins; with neither `sentAt` nor `problem` its end is not known. */
    attemptedAt: at(),
    sentAt: at(),
    problem: text(),
  },
  (table) => [
    unique("outbox_run_id_recipient_unique").on(table.runId, table.recipient),
    index("outbox_unsent_index")
      .on(table.createdAt, table.id)
      .where(sql`${table.sentAt} IS NULL`),
  ],
);
