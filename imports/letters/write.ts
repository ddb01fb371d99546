import { sql } from "drizzle-orm";
import { isHeld, keptOnHold, unlessHeld } from "../held.ts";
import { count, type Merging } from "../merging.ts";

/** Few enough that their subjects and short bodies fit into memory at once. */
const LETTERS_PER_ADMISSION = 20_000;

/** Types that nobody has described yet: kept, without a period, and marked for people to look at. */
export async function createTypes({ tx, staging }: Merging): Promise<string[]> {
  const { rows } = await tx.execute<{ code: string }>(sql`
    INSERT INTO console.letter_types (code, name, channel, patron_facing, needs_attention)
    SELECT DISTINCT ON (r.letter_code) r.letter_code, r.letter_code, coalesce(r.channel, 'email'), true, true
    FROM ${staging.table("lines")} r JOIN ${staging.table("fates")} f ON f.line = r.line AND f.fate = 'new'
    WHERE NOT EXISTS (SELECT FROM console.letter_types t WHERE t.code = r.letter_code)
    ORDER BY r.letter_code, r.line ON CONFLICT DO NOTHING RETURNING code`);
  return rows.map(({ code }) => code);
}

/** Stores the letters never seen, and counts them with those that are past their period; returns how many are stored. */
export async function admitLetters(merging: Merging, sourceId: number): Promise<number> {
  const { tx, staging, onWritten } = merging;
  const [letters, lines] = [staging.table("letters"), staging.table("lines")];
  await tx.execute(sql`
    CREATE UNLOGGED TABLE ${letters} AS
    SELECT r.digest, r.line, f.fate = 'past' AS past, f.user_id, r.letter_code,
      coalesce(r.channel, t.channel) AS channel, r.created, ${sql.raw(`${sourceId}::smallint`)} AS source_id
    FROM ${lines} r JOIN ${staging.table("fates")} f ON f.line = r.line
    JOIN console.letter_types t ON t.code = r.letter_code
    WHERE f.fate IN ('new', 'past') ORDER BY r.line`);
  const edges = await edgesOf(merging);
  if (edges.length === 0) return 0;
  await tx.execute(sql`CREATE INDEX ON ${letters} (line)`);
  await tx.execute(sql`CREATE INDEX ON ${lines} (line)`);
  await staging.analyze(tx, "letters", []);
  await grantToOwner(merging, ["letters", "lines"]);
  await tx.execute(sql`SELECT patron.claim_letter_numbers(${staging.name("letters")}::regclass)`);
  let admitted = 0;
  for (const [index, edge] of edges.entries()) {
    const end = edges[index + 1] ?? null;
    admitted += await count(
      tx,
      sql`SELECT patron.admit_letters(${staging.name("letters")}::regclass, ${staging.name("lines")}::regclass,
        ${edge}, coalesce(${end}::integer, 2147483647))`,
    );
    onWritten(admitted);
  }
  return admitted;
}

/** The first line of each admission. */
async function edgesOf({ tx, staging }: Merging): Promise<number[]> {
  const { rows } = await tx.execute<{ line: number }>(sql`
    SELECT line FROM (SELECT line, row_number() OVER (ORDER BY line) AS n FROM ${staging.table("letters")}) AS counted
    WHERE n % ${LETTERS_PER_ADMISSION} = 1 ORDER BY line`);
  return rows.map(({ line }) => line);
}

/** The functions that admit letters run as their owner, who reads the import's own tables. */
async function grantToOwner({ tx, staging }: Merging, parts: string[]): Promise<void> {
  const tables = parts.map((part) => staging.name(part)).join(", ");
  await tx.execute(sql`
    DO $$ BEGIN EXECUTE format('GRANT SELECT ON ${sql.raw(tables)} TO %I',
      (SELECT proowner::regrole FROM pg_proc WHERE oid = 'patron.claim_letter_numbers(regclass)'::regprocedure)); END $$`);
}

/**
 * Writes what the source says anew of letters that are still stored. Those that differ are locked
 * first, in key order, as a purge locks them; what it has removed in between stays removed: `gone`.
 */
export async function updateLetters(merging: Merging): Promise<{ updated: number; gone: number }> {
  const { tx, staging, has } = merging;
  const [fates, changes] = [staging.table("fates"), staging.table("changes")];
  const wanted = {
    subject: unlessHeld("r.subject", "k.subject", "k.user_id"),
    channel: "coalesce(r.channel, t.channel)",
    body: unlessHeld("r.body", "k.body", "k.user_id"),
  };
  const fields = Object.entries(wanted).filter(([name]) => has(name));
  let updated = 0;
  if (fields.length > 0) {
    const list = (form: (name: string, value: string) => string) =>
      sql.raw(fields.map(([name, value]) => form(name, value)).join(", "));
    await tx.execute(sql`
      CREATE UNLOGGED TABLE ${changes} AS
      SELECT f.line, f.letter_id, f.created_on FROM ${fates} f JOIN ${staging.table("lines")} r ON r.line = f.line
      JOIN console.letter_types t ON t.code = r.letter_code
      JOIN patron.letters k ON k.id = f.letter_id AND k.created_on = f.created_on
      WHERE f.fate = 'linked' AND ROW(${list((name) => `k.${name}`)}) IS DISTINCT FROM ROW(${list((_, value) => value)})`);
    await tx.execute(sql`ANALYZE ${changes}`);
    await tx.execute(sql`
      SELECT count(*) FROM (SELECT FROM patron.letters k JOIN ${changes} c ON c.letter_id = k.id AND c.created_on = k.created_on
        ORDER BY k.created_on, k.id FOR UPDATE OF k) AS locked`);
    updated = await count(
      tx,
      sql`WITH written AS (
        UPDATE patron.letters k SET ${list((name, value) => `${name} = ${value}`)}
        FROM ${changes} c JOIN ${staging.table("lines")} r ON r.line = c.line
        JOIN console.letter_types t ON t.code = r.letter_code
        WHERE k.id = c.letter_id AND k.created_on = c.created_on RETURNING 1)
      SELECT count(*) FROM written`,
    );
  }
  const gone = await count(
    tx,
    sql`SELECT count(*) FROM ${fates} f WHERE f.fate = 'linked' AND NOT EXISTS (
      SELECT FROM patron.letters k WHERE k.id = f.letter_id AND k.created_on = f.created_on)`,
  );
  return { updated, gone };
}

/** What is said of letters that keep a text which the file empties. */
export async function keptTexts({ tx, staging, has }: Merging): Promise<string[]> {
  const texts = ["subject", "body"].filter((name) => has(name));
  if (texts.length === 0) return [];
  const emptied = texts.map((name) => `r.${name} IS NULL AND k.${name} IS NOT NULL`).join(" OR ");
  const kept = await count(
    tx,
    sql`SELECT count(*) FROM ${staging.table("fates")} f JOIN ${staging.table("lines")} r ON r.line = f.line
      JOIN patron.letters k ON k.id = f.letter_id AND k.created_on = f.created_on
      WHERE f.fate = 'linked' AND (${sql.raw(emptied)}) AND ${sql.raw(isHeld("k.user_id"))}`,
  );
  return keptOnHold(kept, "letter of a user", "letters of users");
}
