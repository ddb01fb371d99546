import { sql } from "drizzle-orm";
import { createCodes } from "../codes.ts";
import { count, type Merged, type Merging } from "../merging.ts";
import { refuseRepeats, settleRepeats, type Key } from "../repeats.ts";
import { sourceIdOf } from "../source-id.ts";
import { lendingColumns } from "./columns.ts";

const key: Key = { column: "request_id", of: (line) => sql.raw(`${line}.request_id`) };

/** Lending requests name a partner and no patron: they are records alone, known by their number. */
export async function mergeLendingRequests(merging: Merging): Promise<Merged> {
  const { tx, staging } = merging;
  const lines = staging.table("lines");
  const sourceId = await sourceIdOf(merging);
  await settleRepeats(tx, staging, key, lendingColumns);
  await tx.execute(sql`
    UPDATE ${lines} SET bad_column = 'ended', reason = CASE WHEN ended::date > current_date
      THEN 'ended lies after today.' ELSE 'ended lies before created.' END
    WHERE reason IS NULL AND (ended::date > current_date OR ended::date < created::date)`);
  await refuseRepeats(tx, staging, key);
  const createdCodes = await createCodes(tx, {
    places: sql`SELECT DISTINCT library, '' AS location FROM ${lines} WHERE reason IS NULL`,
  });
  await resolve(merging, sourceId);
  const updated = await update(merging);
  const created = await insert(merging, sourceId);
  const taken = await count(tx, sql`SELECT count(*) FROM ${lines} WHERE reason IS NULL`);
  return {
    created,
    updated,
    unchanged: taken - created - updated,
    alreadyAnonymized: 0,
    createdCodes,
  };
}

/** Makes the part `lending`: what is to be of each request, with the record that it has already. */
async function resolve({ tx, staging, has }: Merging, sourceId: number): Promise<void> {
  const kept = (column: string, ours: string, present: string) =>
    sql.raw(has(column) ? ours : present);
  await tx.execute(sql`
    CREATE UNLOGGED TABLE ${staging.table("lending")} AS
    SELECT old.id, s.request_id, l.id AS library_id, s.partner, s.status, s.created::date AS created_on,
      ${kept("ended", "s.ended::date", "old.ended_on")} AS ended_on,
      ${kept("title", "s.title", "old.title")} AS title
    FROM ${staging.table("lines")} s JOIN record.libraries l ON l.code = s.library
    LEFT JOIN record.lending_requests old ON old.source_id = ${sql.raw(`${sourceId}`)}
      AND old.source_number = s.request_id
    WHERE s.reason IS NULL AND NOT s.repeated`);
  await tx.execute(sql`ANALYZE ${staging.table("lending")}`);
}

const columns = "library_id, partner, status, title, created_on, ended_on";
const ofLine = columns.replaceAll(/\w+/g, "s.$&");
const ofRecord = columns.replaceAll(/\w+/g, "r.$&");

const update = ({ tx, staging }: Merging): Promise<number> =>
  count(
    tx,
    sql`WITH changed AS (
      UPDATE record.lending_requests r SET (${sql.raw(columns)}) = ROW(${sql.raw(ofLine)})
      FROM ${staging.table("lending")} s
      WHERE r.id = s.id AND ROW(${sql.raw(ofRecord)}) IS DISTINCT FROM ROW(${sql.raw(ofLine)})
      RETURNING 1)
    SELECT count(*) FROM changed`,
  );

async function insert({ tx, staging, onWritten }: Merging, sourceId: number): Promise<number> {
  const created = await count(
    tx,
    sql`WITH made AS (
      INSERT INTO record.lending_requests (source_id, source_number, ${sql.raw(columns)})
      SELECT ${sourceId}::smallint, s.request_id, ${sql.raw(ofLine)}
      FROM ${staging.table("lending")} s WHERE s.id IS NULL ORDER BY random() RETURNING 1)
    SELECT count(*) FROM made`,
  );
  onWritten(created);
  return created;
}
