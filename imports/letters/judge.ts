import { sql } from "drizzle-orm";
import type { Merging } from "../merging.ts";
import { holdPeople } from "../people.ts";

const reasons = {
  unknownUser: ["primary_id", "'No user has this primary ID.'"],
  otherUser: ["primary_id", "'This letter belongs to another user.'"],
  otherType: ["letter_code", "'This letter is stored as of another type.'"],
  tooLate: ["created", `'created lies after today.'`],
  tooEarly: ["created", `'created lies before 1970.'`],
} as const;

/**
 * Decides the fate of every readable line: `new`; `past` (never seen, and past its period already);
 * `linked` (still stored); `anonymized` (seen, and stored no more); or a reason to refuse it, which goes
 * into staging. Days are days of the session's zone, which is the library's.
 */
export async function judgeLetters(merging: Merging, sourceId: number): Promise<void> {
  const { tx, staging } = merging;
  const [lines, fates] = [staging.table("lines"), staging.table("fates")];
  await holdPeople(merging);
  await tx.execute(sql`
    CREATE UNLOGGED TABLE ${fates} AS
    SELECT r.line, p.user_id, k.id AS letter_id, k.created_on,
      CASE
        WHEN k.id IS NULL AND seen.digest IS NOT NULL THEN 'anonymized'
        WHEN p.user_id IS NULL THEN 'unknownUser'
        WHEN k.user_id <> p.user_id THEN 'otherUser'
        WHEN k.letter_code <> r.letter_code THEN 'otherType'
        WHEN r.created::date > current_date THEN 'tooLate'
        WHEN r.created::date < '1970-01-01' THEN 'tooEarly'
        WHEN k.id IS NOT NULL THEN 'linked'
        WHEN r.created::date < current_date - t.retention_days THEN 'past'
        ELSE 'new'
      END AS fate
    FROM ${lines} r
    LEFT JOIN ${staging.table("people")} p ON p.key = lower(r.primary_id)
    LEFT JOIN patron.letters k ON k.source_id = ${sql.raw(`${sourceId}`)} AND k.source_number = r.letter_id
    LEFT JOIN record.seen_sources seen ON seen.digest = r.digest
    LEFT JOIN console.letter_types t ON t.code = r.letter_code
    WHERE r.reason IS NULL AND NOT r.repeated`);
  await tx.execute(sql`ANALYZE ${fates}`);
  await giveReasons({ tx, staging });
}

async function giveReasons({ tx, staging }: Pick<Merging, "tx" | "staging">): Promise<void> {
  const entries = Object.entries(reasons);
  const columns = entries.map(([fate, [column]]) => `WHEN '${fate}' THEN '${column}'`).join(" ");
  const sentences = entries.map(([fate, [, text]]) => `WHEN '${fate}' THEN ${text}`).join(" ");
  await tx.execute(sql`
    UPDATE ${staging.table("lines")} l
    SET bad_column = CASE f.fate ${sql.raw(columns)} END, reason = CASE f.fate ${sql.raw(sentences)} END
    FROM ${staging.table("fates")} f
    WHERE f.line = l.line AND f.fate = ANY(${sql.param(entries.map(([fate]) => fate))}::text[])`);
}
