import type pg from "pg";
import type { Family } from "#lib/families.ts";
import type { RecordFacts } from "./oracle.ts";

/** What a family's tables are called, and what they have besides the columns of all. */
const tables: Record<Family, Shape> = {
  loans: {
    record: "loans",
    link: "loan",
    key: "loan_id",
    onRecord: {
      item_id: "(SELECT min(id) FROM record.items)",
      location_id: "location_id",
      loaned_on: "started_on",
      returned_on: "ended_on",
    },
    onLink: { loaned_at: "started_at", returned_at: "ended_at" },
  },
  fees: {
    record: "fees",
    link: "fee",
    key: "fee_id",
    onRecord: {
      type: "'OVERDUE'",
      status: "CASE WHEN finished THEN 'closed' ELSE 'active' END::record.fee_status",
      original_amount: "5",
      balance: "CASE WHEN finished THEN 0 ELSE 5 END",
      created_on: "started_on",
    },
    onLink: { created_at: "started_at" },
  },
  requests: {
    record: "requests",
    link: "request",
    key: "request_id",
    onRecord: {
      type: `"requestType"::record.request_type`,
      status: "CASE WHEN finished THEN 'completed' ELSE 'placed' END::record.request_status",
      location_id: "location_id",
      created_on: "started_on",
    },
    onLink: { created_at: "started_at", request_type: `"requestType"::record.request_type` },
  },
  borrowingRequests: {
    record: "borrowing_requests",
    link: "borrowing",
    key: "borrowing_request_id",
    onRecord: {
      status: "CASE WHEN finished THEN 'completed' ELSE 'shipped' END::record.borrowing_status",
      created_on: "started_on",
    },
    onLink: { created_at: "started_at" },
  },
};

interface Shape {
  record: string;
  link: string;
  key: string;
  onRecord: Record<string, string>;
  onLink: Record<string, string>;
}

/** A table's column names and, in their order, what goes into them. */
const into = (columns: Record<string, string>, rest: Record<string, string>) => {
  const all = { ...columns, ...rest };
  return `(${Object.keys(all).join(", ")}) OVERRIDING SYSTEM VALUE SELECT ${Object.values(all).join(", ")}`;
};

/**
 * Puts records into the tables as they are, past every door, in the caller's transaction: only a test
 * may. Days are those of UTC, until patron.rederive_days().
 */
export async function insertRecords(
  client: pg.ClientBase | pg.Pool,
  family: Family,
  facts: RecordFacts[],
): Promise<void> {
  const { record, link, key, onRecord, onLink } = tables[family];
  const profile = { library_id: "library_id", profile_id: "profile_id", ended_on: "ended_on" };
  await gatherFacts(client, JSON.stringify(facts));
  await client.query(
    `INSERT INTO record.${record} ${into({ id: "id", ...profile }, onRecord)} FROM facts`,
  );
  const ofLink = {
    [key]: "id",
    user_id: `"userId"`,
    ...profile,
    location_id: family === "loans" || family === "requests" ? "location_id" : "NULL::integer",
    ended_at: "ended_at",
    finished: "finished",
    source_id: "1",
    source_number: "id::text",
  };
  await client.query(
    `INSERT INTO patron.${link}_links ${into(ofLink, onLink)} FROM facts WHERE linked`,
  );
  await client.query(
    `INSERT INTO patron.${link}_notes (${key}, text) SELECT id, 'Note ' || id FROM facts WHERE note`,
  );
  await client.query(
    `UPDATE patron.users u SET expiry_date = CASE WHEN f."userDeleted" IS NOT TRUE THEN f.expiry END,
       deleted_on = CASE WHEN f."userDeleted" THEN f.expiry END,
       status = CASE WHEN f."userDeleted" THEN 'deleted'::patron.user_status ELSE u.status END
     FROM facts f WHERE f."userId" = u.id`,
  );
  if (family === "loans") await insertFeesOfLoans(client);
  await client.query("DROP TABLE facts");
}

/** Makes the temporary table `facts`, codes turned into ids, and the profiles it needs. */
async function gatherFacts(client: pg.ClientBase | pg.Pool, json: string): Promise<void> {
  const categoryIds = `coalesce((SELECT array_agg(c.id ORDER BY c.id) FROM record.statistical_categories c
    WHERE c.type || ':' || c.category = ANY(f.categories)), '{}')`;
  await client.query(
    `WITH wanted AS (
       SELECT DISTINCT g.id AS group_id, ${categoryIds} AS category_ids
       FROM jsonb_to_recordset($1::jsonb) AS f ("userGroup" text, categories text[])
       LEFT JOIN record.user_groups g ON g.code = f."userGroup")
     INSERT INTO record.profiles (user_group_id, category_ids) SELECT * FROM wanted ON CONFLICT DO NOTHING`,
    [json],
  );
  await client.query(
    `CREATE TEMPORARY TABLE facts ON COMMIT DROP AS
     SELECT f.*, l.id AS library_id, o.id AS location_id, p.id AS profile_id, "startedAt" AS started_at, "endedAt" AS ended_at,
       ("startedAt" AT TIME ZONE 'UTC')::date AS started_on, ("endedAt" AT TIME ZONE 'UTC')::date AS ended_on
     FROM jsonb_to_recordset($1::jsonb) AS f (id bigint, "userId" bigint, "startedAt" timestamptz, finished boolean,
       "endedAt" timestamptz, library text, location text, "userGroup" text, categories text[], expiry date, fee text,
       "requestType" text, note boolean, linked boolean, "userDeleted" boolean)
     JOIN record.libraries l ON l.code = f.library
     LEFT JOIN record.locations o ON o.library_id = l.id AND o.code = f.location
     LEFT JOIN record.user_groups g ON g.code = f."userGroup"
     JOIN record.profiles p ON p.user_group_id IS NOT DISTINCT FROM g.id AND p.category_ids = ${categoryIds}`,
    [json],
  );
}

/** An open fee is one that is not closed and has a balance. */
async function insertFeesOfLoans(client: pg.ClientBase | pg.Pool): Promise<void> {
  await client.query(`INSERT INTO record.fees (id, library_id, profile_id, type, status, original_amount, balance, created_on, ended_on)
    OVERRIDING SYSTEM VALUE SELECT id, library_id, profile_id, 'OVERDUE',
      CASE WHEN fee = 'closed' THEN 'closed' ELSE 'active' END::record.fee_status, 5,
      CASE WHEN fee = 'open' THEN 5 ELSE 0 END, started_on, CASE WHEN fee = 'closed' THEN started_on END
    FROM facts WHERE fee IS NOT NULL`);
  await client.query(`INSERT INTO patron.fee_links (fee_id, user_id, created_at, ended_at, ended_on, loan_id, finished, library_id,
      profile_id, source_id, source_number)
    SELECT id, "userId", started_at, CASE WHEN fee = 'closed' THEN started_at END,
      CASE WHEN fee = 'closed' THEN started_on END, id, fee = 'closed', library_id, profile_id, 1, id::text
    FROM facts WHERE fee IS NOT NULL AND linked`);
}
