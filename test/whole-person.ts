import type pg from "pg";
import { insertLetters } from "./letters.ts";
import type { RecordFacts } from "./oracle.ts";
import { insertRecords } from "./records.ts";

/** What can be searched for of a person of `makeWhole`. */
export const traces = (id: number) => ({
  primaryId: `primary${id}x`,
  name: `Surname${id}x`,
  firstName: `Given${id}x`,
  barcode: `card${id}x`,
  email: `mail${id}x@example.org`,
  phone: `+41-${id}-555x`,
  address: `Street ${id}x`,
  note: `Remark ${id}x`,
});

/** Gives user `id` one of everything that can be of a person. Records are finished; ids are id × 10 and up. */
export async function makeWhole(pool: pg.Pool, id: number, other: number): Promise<void> {
  const of = traces(id);
  await pool.query(
    `UPDATE patron.users SET primary_id = $2, first_name = $3, middle_name = 'Middle', last_name = $4, title = 'Dr',
       user_group_id = 1, job_category = 'Cataloger', campus = 'NORTH', preferred_language = 'de', account_type = 'internal',
       birth_date = '1990-02-28', gender = 'female', last_activity_month = '2026-08-01', created_at = '2020-01-02' WHERE id = $1`,
    [id, of.primaryId, of.firstName, of.name],
  );
  await pool.query(
    `INSERT INTO patron.user_identifiers (user_id, type, value) VALUES (${id}, 'BARCODE', '${of.barcode}');
     INSERT INTO patron.user_addresses (user_id, address) VALUES (${id}, '${of.address}');
     INSERT INTO patron.user_emails (user_id, email) VALUES (${id}, '${of.email}');
     INSERT INTO patron.user_phones (user_id, phone) VALUES (${id}, '${of.phone}');
     INSERT INTO patron.user_notes (user_id, text) VALUES (${id}, '${of.note}');
     INSERT INTO patron.removed_user_notes VALUES (${id}, 'LIBRARY', '2026-09-03');
     INSERT INTO patron.user_blocks (user_id, code, note) VALUES (${id}, 'LOST', '${of.note}');
     INSERT INTO patron.user_roles (user_id, code) VALUES (${id}, '200');
     INSERT INTO patron.user_categories (user_id, category_id) VALUES (${id}, 1), (${id}, 3);
     INSERT INTO patron.user_proxies (user_id, proxy_for_user_id) VALUES (${id}, ${other}), (${other}, ${id}) ON CONFLICT DO NOTHING;
     INSERT INTO patron.user_history (user_id, actor, action, fields) VALUES (${id}, 'operator', 'email.add', '{email}');
     INSERT INTO patron.legal_holds (reason, owner, review_on, user_id, released_at)
       VALUES ('About ${of.name}', 'Counsel', '2026-01-01', ${id}, now());
     WITH made AS (INSERT INTO patron.sets (name, private, kind) VALUES ('Set of ${id}', false, 'itemized') RETURNING id), up AS (
       INSERT INTO patron.set_uploads (set_id, added, already_members, not_found, duplicates) SELECT id, 0, 0, 1, 0 FROM made RETURNING id, set_id), line AS (
       INSERT INTO patron.set_upload_lines (upload_id, line, value, reason) SELECT id, line, value, 'unknown' FROM up, (VALUES (11, '${of.primaryId.toUpperCase()}'), (12, '${of.name}, ${of.firstName}')) AS sent (line, value))
     INSERT INTO patron.set_members SELECT id, ${id} FROM made;
     INSERT INTO patron.sets (name, private, kind, query) VALUES ('Query of ${id}', false, 'logical',
       '{"version": 1, "match": "all", "conditions": [{"field": "noteText", "operator": "contains", "value": "${of.primaryId}"}]}');
     INSERT INTO patron.import_rejects (import_id, file, line, reason)
       VALUES (gen_random_uuid(), 'users.csv', ${id}, 'No user has this primary ID.');
     INSERT INTO console.staff (id, name, email) VALUES ('staff${id}', 'Staff', 'staff${id}@library.org');
     INSERT INTO patron.user_searches (staff_id, search) VALUES ('staff${id}', '{"text": {"in": "name", "words": "${of.name}, ${of.firstName}"}}');
     INSERT INTO patron.staff_users VALUES ('staff${id}', ${id})`,
  );
  await insertLetters(pool, [
    {
      userId: id,
      letterCode: "FulLoanReceiptLetter",
      createdOn: "2026-09-03",
      subject: `Dear ${of.name}`,
      body: of.address,
    },
  ]);
  await withClient(pool, async (client) => {
    for (const family of ["loans", "fees", "requests", "borrowingRequests"] as const) {
      await insertRecords(client, family, [{ ...finished, id: id * 10, userId: id }]);
    }
  });
  for (const family of ["loan", "fee", "request", "borrowing"]) {
    await pool.query(`UPDATE patron.${family}_notes SET text = $1 WHERE text = 'Note ' || $2`, [
      `${of.name} rang`,
      id * 10,
    ]);
  }
  await pool.query("UPDATE patron.users SET expiry_date = '2026-07-01' WHERE id = $1", [id]);
}

const finished: Omit<RecordFacts, "id" | "userId"> = {
  startedAt: "2026-08-01T10:00:00Z",
  finished: true,
  endedAt: "2026-09-01T10:00:00Z",
  library: "MAIN",
  location: null,
  userGroup: "STUDENT",
  categories: ["FACULTY:ARTS"],
  expiry: null,
  fee: null,
  requestType: "hold",
  note: true,
  linked: true,
};

async function withClient(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<void>) {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    await work(client);
    await client.query("COMMIT");
  } finally {
    client.release();
  }
}

/** Every row of `patron` and `record` as text, by table. */
export async function everyRow(pool: pg.Pool): Promise<Map<string, string[]>> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname IN ('patron', 'record') ORDER BY 1`,
  );
  const found = new Map<string, string[]>();
  for (const { name } of tables) {
    const { rows } = await pool.query<{ row: string }>(
      `SELECT t::text AS row FROM ${name} AS t ORDER BY 1`,
    );
    found.set(
      name,
      rows.map(({ row }) => row),
    );
  }
  return found;
}
