import { sql, type SQL } from "drizzle-orm";
import { unlessHeld } from "../held.ts";
import { count, type Merging } from "../merging.ts";
import { wanted, type Fact, type RecordKind } from "./kind.ts";

/**
 * Updates what a linked record's source says anew. The link rows of the records that differ are
 * locked first, in key order; then, in a second statement, they are compared again and written. A
 * link that a run has cut in between stays cut: that record is `gone`.
 */
export async function updateLinked(
  kind: RecordKind,
  merging: Merging,
): Promise<{ updated: number; gone: number }> {
  const { tx, staging } = merging;
  const changes = staging.table("changes");
  const links = sql.raw(`patron.${kind.links}`);
  const key = sql.raw(`l.${kind.key}`);
  await tx.execute(sql`CREATE UNLOGGED TABLE ${changes} AS ${differing(kind, merging)}`);
  await tx.execute(sql`CREATE INDEX ON ${changes} (record_id)`);
  await staging.analyze(tx, "changes", ["note", "note_before"]);
  await tx.execute(sql`
    SELECT count(*) FROM (SELECT FROM ${links} l
      WHERE ${key} IN (SELECT record_id FROM ${changes}) ORDER BY ${key} FOR UPDATE) locked`);
  const updated = await count(tx, write(kind, merging));
  const gone = await count(
    tx,
    sql`SELECT count(*) FROM ${staging.table(kind.records)} s WHERE s.verdict = 'linked'
      AND NOT EXISTS (SELECT FROM ${links} l WHERE ${key} = s.record_id)`,
  );
  return { updated, gone };
}

/** Facts of every kind besides its own. */
const place = (column: string, from: string): Fact => ({
  name: column,
  type: "integer",
  from,
  present: `l.${column}`,
  link: column,
  record: column,
});

/** A file without these columns still says where and of what profile a record is. */
const always = [place("library_id", "library"), place("profile_id", "library")];

const factsOf = ({ facts, located }: RecordKind): Fact[] => [
  ...always,
  ...(located ? [place("location_id", "location")] : []),
  ...facts,
];

/** Every fact that a line may change, as it is to be and as it is: what the file leaves out stays. */
function compared(kind: RecordKind, { has, staging }: Merging, only: SQL): SQL {
  const [key, note] = [sql.raw(kind.key), has(kind.note)];
  const facts = factsOf(kind).map(
    (fact) =>
      `${wanted(fact, has, `s.${fact.name}`)} AS ${fact.name}, ${fact.present} AS old_${fact.name}`,
  );
  // A line that names nobody may speak of somebody purged, whose records take no note any more.
  const removed = sql`(n.${key} IS NOT NULL AND n.text IS NULL OR s.user_id IS NULL
    AND EXISTS (SELECT FROM patron.users u WHERE u.id = l.user_id AND u.status = 'deleted'))`;
  return sql`
    SELECT s.line, s.record_id, ${sql.raw(kind.items ? "coalesce(item.changed, false)" : "false")} AS item_changed,
      ${sql.raw(facts.join(", "))}, l.ended_at AS old_ended_at, l.finished AS old_finished,
      ${note ? sql`CASE WHEN ${removed} THEN n.text ELSE ${sql.raw(unlessHeld("s.note", "n.text", "l.user_id"))} END` : sql`n.text`} AS note, n.text AS note_before
    FROM ${staging.table(kind.records)} s ${only}
    JOIN patron.${sql.raw(kind.links)} l ON l.${key} = s.record_id
    JOIN record.${sql.raw(kind.records)} old ON old.id = s.record_id
    LEFT JOIN patron.${sql.raw(kind.notes)} n ON n.${key} = s.record_id
    ${kind.items ? sql`LEFT JOIN ${staging.table("items")} item ON item.id = s.item_id` : sql``}
    WHERE s.verdict = 'linked'`;
}

function differing(kind: RecordKind, merging: Merging, only = sql``): SQL {
  const names = [...written(kind).map(({ name }) => name), "ended_at", "finished"];
  return sql`
    SELECT * FROM (
      SELECT compared.*, ${sql.raw(kind.ended)} AS ended_at, ${sql.raw(kind.finished)} AS finished
      FROM (${compared(kind, merging, only)}) compared) w
    WHERE item_changed OR note IS DISTINCT FROM note_before
      OR ROW(${sql.raw(names.join(", "))}) IS DISTINCT FROM ROW(${sql.raw(names.map((name) => `old_${name}`).join(", "))})`;
}

const written = (kind: RecordKind) => factsOf(kind).filter(({ record, link }) => record ?? link);

function write(kind: RecordKind, merging: Merging): SQL {
  const changes = merging.staging.table("changes");
  const again = differing(kind, merging, sql`JOIN ${changes} c ON c.record_id = s.record_id`);
  const [key, notes] = [sql.raw(kind.key), sql.raw(`patron.${kind.notes}`)];
  return sql`
    WITH w AS MATERIALIZED (${again}), records AS (
      UPDATE record.${sql.raw(kind.records)} r SET ${recordColumns(kind)}, ended_on = w.ended_at::date
      FROM w WHERE r.id = w.record_id
    ), links AS (
      UPDATE patron.${sql.raw(kind.links)} l SET ${linkColumns(kind)}, ended_at = w.ended_at,
        ended_on = w.ended_at::date, finished = w.finished
      FROM w WHERE l.${key} = w.record_id
    ), cleared AS (
      DELETE FROM ${notes} n USING w
      WHERE n.${key} = w.record_id AND w.note IS NULL AND w.note_before IS NOT NULL
    ), noted AS (
      INSERT INTO ${notes} AS n (${key}, text)
      SELECT record_id, note FROM w WHERE note IS NOT NULL AND note IS DISTINCT FROM note_before
      ON CONFLICT (${key}) DO UPDATE SET text = excluded.text WHERE n.text IS NOT NULL
    )
    SELECT count(*) FROM w`;
}

const recordColumns = (kind: RecordKind) =>
  list(kind, ({ record, name, type }) =>
    record ? `${record} = w.${name}${type === "timestamptz" ? "::date" : ""}` : undefined,
  );

const linkColumns = (kind: RecordKind) =>
  list(kind, ({ link, name }) => (link ? `${link} = w.${name}` : undefined));

const list = (kind: RecordKind, form: (fact: Fact) => string | undefined): SQL =>
  sql.raw(factsOf(kind).map(form).filter(Boolean).join(", "));
