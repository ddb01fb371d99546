import { isNull, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { institution, jobRuns } from "#db/schema/index.ts";
import type { Change } from "#lib/change.ts";
import { formatCountOf, formatList } from "#lib/format.ts";
import { Refusal, Stale } from "#lib/refusal.ts";
import { rescheduleAll } from "./schedules.ts";

const REDERIVE_TIMEOUT_MS = 600_000;
/** Leaves out what lies beside the zones in PostgreSQL's folder, such as posix/Europe/Zurich. */
const IANA_NAME = "^[A-Z][A-Za-z0-9_+/-]*$";
const ZONE_LOCK = sql`hashtext('lethe.timeZone')`;

export interface Institution {
  version: number;
  name: string;
  /** IANA name. */
  timeZone: string;
  /** ISO 4217 code. */
  currency: string;
  isDemo: boolean;
}

export async function readInstitution(tx: Tx): Promise<Institution> {
  const [row] = await tx.select().from(institution);
  if (!row) throw new Error("the institution's row is missing");
  const { version, name, timeZone, currency, isDemo } = row;
  return { version, name, timeZone, currency, isDemo };
}

/** `today` is YYYY-MM-DD in the institution's zone, by the database's clock. */
export async function today(tx: Tx): Promise<{ today: string; timeZone: string }> {
  const [row] = await tx
    .select({
      today: sql<string>`(now() AT TIME ZONE ${institution.timeZone})::date::text`,
      timeZone: institution.timeZone,
    })
    .from(institution);
  if (!row) throw new Error("the institution's row is missing");
  return row;
}

/** Keeps the zone as it is until the transaction ends: for whoever turns moments into days and stores them. */
export async function keepTimeZone(tx: Tx): Promise<void> {
  await tx.execute(sql`SELECT pg_advisory_xact_lock_shared(${ZONE_LOCK})`);
}

/** Every zone that the database can count days in. */
export async function timeZones(tx: Tx): Promise<string[]> {
  const { rows } = await tx.execute<{ name: string }>(sql`
    SELECT name FROM pg_timezone_names WHERE name ~ ${IANA_NAME} ORDER BY name`);
  return rows.map(({ name }) => name);
}

export interface InstitutionInput {
  /** As it was read; left out, whatever stands is replaced. */
  version?: number;
  name: string;
  timeZone: string;
  currency: string;
}

export interface SavedInstitution {
  change: Change;
  /** Linked records and letters whose day is another in the new zone. */
  moved: number;
  message: string;
}

/** Refused for an unknown zone, and for a change of zone while a run is active. */
export async function saveInstitution(tx: Tx, input: InstitutionInput): Promise<SavedInstitution> {
  const { name, currency } = input;
  const [stands] = await tx.select().from(institution).for("update");
  if (!stands) throw new Error("the institution's row is missing");
  if (input.version !== undefined && input.version !== stands.version) {
    throw new Stale("The institution's settings were");
  }
  const timeZone = await knownZone(tx, input.timeZone);
  await tx.update(institution).set({ name, timeZone, currency, version: stands.version + 1 });
  const moves = timeZone !== stands.timeZone;
  const moved = moves ? await moveDays(tx, timeZone) : { records: 0, letters: 0 };
  const change: Change = {
    action: "institution.change",
    subject: "institution",
    before: { name: stands.name, timeZone: stands.timeZone, currency: stands.currency },
    after: {
      name,
      timeZone,
      currency,
      ...(moves && { movedRecords: moved.records, movedLetters: moved.letters }),
    },
  };
  return {
    change,
    moved: moved.records + moved.letters,
    message: moves ? movedSentence(moved, timeZone) : "Saved.",
  };
}

/** As PostgreSQL spells it. */
export async function knownZone(tx: Tx, wanted: string): Promise<string> {
  const zones = await timeZones(tx);
  const found = zones.find((zone) => zone.toLowerCase() === wanted.trim().toLowerCase());
  if (found) return found;
  throw new Refusal(`There is no time zone ${wanted}. Enter an IANA name, such as Europe/Zurich.`);
}

export interface Moved {
  /** Linked ones; anonymized records keep their days. */
  records: number;
  letters: number;
}

async function moveDays(tx: Tx, timeZone: string): Promise<Moved> {
  await tx.execute(sql`SELECT pg_advisory_xact_lock(${ZONE_LOCK})`);
  const [active] = await tx.select({ id: jobRuns.id }).from(jobRuns).where(isNull(jobRuns.endedAt));
  if (active) {
    throw new Refusal(
      `The time zone cannot change while run ${active.id} is active. Wait until it has ended, or abort it on Monitor Jobs.`,
    );
  }
  await refuseLettersBefore1970(tx, timeZone);
  await tx.execute(sql`SELECT set_config('statement_timeout', ${`${REDERIVE_TIMEOUT_MS}`}, true)`);
  await rescheduleAll(tx);
  const { rows } = await tx.execute<{ records: string; letters: string }>(
    sql`SELECT patron.rederive_days() AS records, patron.rederive_letter_days() AS letters`,
  );
  return { records: Number(rows[0]?.records ?? 0), letters: Number(rows[0]?.letters ?? 0) };
}

/** No letter is of a day before 1970; a zone further west can make it one. */
export async function refuseLettersBefore1970(tx: Tx, timeZone: string): Promise<void> {
  const { rows } = await tx.execute<{ letters: number }>(sql`
    SELECT count(*)::int AS letters FROM patron.letters
    WHERE created_on < '1970-01-03' AND (created_at AT TIME ZONE ${timeZone})::date < '1970-01-01'`);
  const letters = rows[0]?.letters ?? 0;
  if (letters === 0) return;
  throw new Refusal(
    `In ${timeZone} ${formatCountOf(letters, "letter of 1 Jan 1970 is of the day before", "letters of 1 Jan 1970 are of the day before")}, and Lethe holds no letter from before 1970. Give their type a retention period and run Letters Purge with Retention first; nothing was saved.`,
  );
}

const movedSentence = ({ records, letters }: Moved, timeZone: string) => {
  const moved = [
    formatCountOf(records, "linked record", "linked records"),
    ...(letters > 0 ? [formatCountOf(letters, "letter", "letters")] : []),
  ];
  return `Saved. Days are now days in ${timeZone}: ${formatList(moved)} moved to another day.`;
};
