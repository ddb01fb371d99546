import type pg from "pg";
import type { LoanFacts } from "./oracle.ts";

/** Codes of the little library that generated data lives in. */
export const codes = {
  libraries: ["MAIN", "ARCH", "LAW"],
  locations: ["STACKS", "DESK"],
  userGroups: ["STUDENT", "STAFF", "GUEST"],
  categories: ["FACULTY:ARTS", "FACULTY:SCIENCE", "LEVEL:PHD"],
};

/** Fills the reference tables, and `users` users whose ids are 1 to `users`. */
export async function makeLibrary(client: pg.ClientBase | pg.Pool, users: number): Promise<void> {
  await client.query("INSERT INTO record.sources (name) VALUES ('alma')");
  await client.query(
    "INSERT INTO record.libraries (code, name) SELECT code, code FROM unnest($1::text[]) code",
    [codes.libraries],
  );
  await client.query(
    "INSERT INTO record.locations (library_id, code, name) SELECT l.id, c, c FROM record.libraries l, unnest($1::text[]) c ORDER BY 1",
    [codes.locations],
  );
  await client.query(
    "INSERT INTO record.user_groups (code, name) SELECT code, code FROM unnest($1::text[]) code",
    [codes.userGroups],
  );
  await client.query(
    "INSERT INTO record.statistical_categories (type, category) SELECT split_part(c, ':', 1), split_part(c, ':', 2) FROM unnest($1::text[]) c",
    [codes.categories],
  );
  await client.query("INSERT INTO record.items (barcode) VALUES ('B1')");
  await client.query(
    "INSERT INTO patron.users (primary_id, last_name) SELECT 'p' || n, 'Name ' || n FROM generate_series(1, $1::int) n",
    [users],
  );
}

/** Puts loans into the tables as they are, past every door: only a test may. */
export async function insertLoans(
  client: pg.ClientBase | pg.Pool,
  loans: LoanFacts[],
): Promise<void> {
  const asJson = JSON.stringify(loans);
  await client.query(
    `WITH facts AS (SELECT * FROM jsonb_to_recordset($1::jsonb) AS f ("userGroup" text, categories text[])),
     wanted AS (
       SELECT DISTINCT g.id AS group_id, coalesce((SELECT array_agg(c.id ORDER BY c.id) FROM record.statistical_categories c
         WHERE c.type || ':' || c.category = ANY(f.categories)), '{}') AS category_ids
       FROM facts f LEFT JOIN record.user_groups g ON g.code = f."userGroup")
     INSERT INTO record.profiles (user_group_id, category_ids) SELECT * FROM wanted ON CONFLICT DO NOTHING`,
    [asJson],
  );
  await client.query(
    `CREATE TEMPORARY TABLE facts ON COMMIT DROP AS
     SELECT f.*, l.id AS library_id, o.id AS location_id, p.id AS profile_id, f."endedOn"::timestamp AT TIME ZONE 'UTC' AS ended_at
     FROM jsonb_to_recordset($1::jsonb) AS f (id bigint, "userId" bigint, "loanedOn" date, "endedOn" date, library text,
       location text, "userGroup" text, categories text[], expiry date, "hasOpenFee" boolean)
     JOIN record.libraries l ON l.code = f.library
     LEFT JOIN record.locations o ON o.library_id = l.id AND o.code = f.location
     LEFT JOIN record.user_groups g ON g.code = f."userGroup"
     JOIN record.profiles p ON p.user_group_id IS NOT DISTINCT FROM g.id AND p.category_ids = coalesce(
       (SELECT array_agg(c.id ORDER BY c.id) FROM record.statistical_categories c WHERE c.type || ':' || c.category = ANY(f.categories)), '{}')`,
    [asJson],
  );
  await client.query(`INSERT INTO record.loans (id, library_id, location_id, profile_id, item_id, loaned_on, returned_on, ended_on)
    OVERRIDING SYSTEM VALUE SELECT id, library_id, location_id, profile_id, (SELECT min(id) FROM record.items), "loanedOn", "endedOn", "endedOn" FROM facts`);
  await client.query(`INSERT INTO patron.loan_links (loan_id, user_id, loaned_at, returned_at, ended_at, ended_on, finished, library_id, location_id, profile_id, source_id, source_number)
    SELECT id, "userId", "loanedOn"::timestamp AT TIME ZONE 'UTC', ended_at, ended_at, "endedOn", "endedOn" IS NOT NULL, library_id, location_id, profile_id, 1, id::text FROM facts`);
  await client.query(
    `UPDATE patron.users u SET expiry_date = f.expiry FROM facts f WHERE f."userId" = u.id`,
  );
  await client.query(`WITH fee AS (
      INSERT INTO record.fees (id, library_id, profile_id, type, status, original_amount, balance, created_on)
      OVERRIDING SYSTEM VALUE SELECT id, library_id, profile_id, 'OVERDUE', 'active', 5, 5, "loanedOn" FROM facts WHERE "hasOpenFee")
    INSERT INTO patron.fee_links (fee_id, user_id, created_at, loan_id, finished, library_id, profile_id, source_id, source_number)
    SELECT id, "userId", "loanedOn"::timestamp AT TIME ZONE 'UTC', id, false, library_id, profile_id, 1, id::text FROM facts WHERE "hasOpenFee"`);
  await client.query("DROP TABLE facts");
}
