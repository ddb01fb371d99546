import { sql, type SQL } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { familyTables } from "#db/families.ts";
import { families, familyWords, type Family } from "#lib/families.ts";
import { NotFound } from "#lib/refusal.ts";
import { hasItem, hasLocation, joinedItem, recordFacts } from "./record-facts.ts";

/** What a record says of itself: nothing that leads to a person. Days are YYYY-MM-DD. */
export type RecordFacts = {
  library: string;
  location: string | null;
  /** As they were at the event. */
  userGroup: string | null;
  /** Each as TYPE:CATEGORY. */
  categories: string[];
  status: string;
  /** Of a fee or a request. */
  type: string | null;
  /** Of a borrowing request. */
  partner: string | null;
  itemBarcode: string | null;
  title: string | null;
  author: string | null;
  callNumber: string | null;
  /** Of lending or creation. */
  startedOn: string;
  dueOn: string | null;
  endedOn: string | null;
  renewals: number | null;
  /** Decimals in the institution's currency. */
  originalAmount: string | null;
  balance: string | null;
};

function factsOf(family: Family): SQL {
  const item = (column: string) => (hasItem(family) ? sql.raw(`i.${column}`) : sql`NULL::text`);
  const own = recordFacts[family];
  const facts: Record<keyof RecordFacts, SQL> = {
    library: sql`l.code`,
    location: hasLocation(family)
      ? sql`(SELECT o.code FROM record.locations o WHERE o.id = r.location_id)`
      : sql`NULL::text`,
    userGroup: sql`(SELECT g.code FROM record.user_groups g WHERE g.id = p.user_group_id)`,
    categories: sql`ARRAY(SELECT c.type || ':' || c.category FROM record.statistical_categories c
      WHERE c.id = ANY(p.category_ids) ORDER BY 1)`,
    status: own.status,
    type: own.type ?? sql`NULL::text`,
    partner: own.partner ?? sql`NULL::text`,
    itemBarcode: item("barcode"),
    title: own.title,
    author: item("author"),
    callNumber: item("call_number"),
    startedOn: own.startedOn,
    dueOn: own.dueOn ?? sql`NULL::text`,
    endedOn: sql`r.ended_on::text`,
    renewals: own.renewals ?? sql`NULL::int`,
    originalAmount: sql`${own.originalAmount ?? sql`NULL`}::text`,
    balance: sql`${own.balance ?? sql`NULL`}::text`,
  };
  return sql.join(
    Object.entries(facts).map(([name, value]) => sql`${value} AS ${sql.identifier(name)}`),
    sql`, `,
  );
}

export async function readRecord(tx: Tx, family: Family, id: number): Promise<RecordFacts> {
  const { record } = familyTables[family];
  const { rows } = await tx.execute<RecordFacts>(sql`
    SELECT ${factsOf(family)} FROM ${record} r JOIN record.libraries l ON l.id = r.library_id
    JOIN record.profiles p ON p.id = r.profile_id ${joinedItem(family)}
    WHERE r.id = ${id}`);
  const [facts] = rows;
  if (!facts) throw new NotFound(`There is no ${familyWords[family].one} ${id}.`);
  return facts;
}

export interface Item {
  barcode: string;
  title: string | null;
}

export type ItemRecord = {
  family: Family;
  id: number;
  library: string;
  startedOn: string;
  endedOn: string | null;
  /** False once anonymized. */
  linked: boolean;
};

/** An item and its records, the latest first; at most `limit` of each family. */
export async function readItem(
  tx: Tx,
  id: number,
  limit: number,
): Promise<{ item: Item; records: ItemRecord[] }> {
  const items = await tx.execute<Item & Record<string, unknown>>(
    sql`SELECT barcode, title FROM record.items WHERE id = ${id}`,
  );
  const [item] = items.rows;
  if (!item) throw new NotFound(`There is no item ${id}.`);
  const ofFamily = (family: Family) => {
    const { record, links, key } = familyTables[family];
    return sql`(SELECT ${family}::text AS family, r.id::int8 AS id, l.code AS library, ${recordFacts[family].startedOn} AS "startedOn",
        r.ended_on::text AS "endedOn", EXISTS (SELECT FROM ${links} WHERE ${key} = r.id) AS linked
      FROM ${record} r JOIN record.libraries l ON l.id = r.library_id WHERE r.item_id = ${id}
      ORDER BY 4 DESC, 2 DESC LIMIT ${limit})`;
  };
  const { rows } = await tx.execute<Omit<ItemRecord, "id"> & { id: string }>(sql`
    SELECT * FROM (${sql.join(families.filter(hasItem).map(ofFamily), sql` UNION ALL `)}) AS found
    ORDER BY "startedOn" DESC, family, id DESC`);
  return { item, records: rows.map((row) => ({ ...row, id: Number(row.id) })) };
}

export async function findItem(tx: Tx, barcode: string): Promise<number | null> {
  const { rows } = await tx.execute<{ id: string }>(
    sql`SELECT id FROM record.items WHERE barcode = ${barcode}`,
  );
  return rows[0] ? Number(rows[0].id) : null;
}

export async function recordExists(tx: Tx, family: Family, id: number): Promise<boolean> {
  const { record } = familyTables[family];
  const { rows } = await tx.execute(sql`SELECT FROM ${record} WHERE ${record.id} = ${id}`);
  return rows.length > 0;
}

/**
 * Records still linked that a source system knows by this number: two sources may use the same. Asked source
 * by source, of which each has at most one: the planner believes in thousands, and would walk all links.
 */
export async function findBySource(tx: Tx, family: Family, number: string): Promise<number[]> {
  const { links, key } = familyTables[family];
  const { rows } = await tx.execute<{ id: string }>(sql`
    SELECT found.id FROM record.sources s, LATERAL (
      SELECT ${key} AS id FROM ${links} WHERE ${links}.source_id = s.id AND ${links}.source_number = ${number} LIMIT 1) AS found
    ORDER BY 1 LIMIT 2`);
  return rows.map(({ id }) => Number(id));
}
