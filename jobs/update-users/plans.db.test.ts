import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { updateChanges } from "#lib/update-fields.ts";
import { decisions } from "./decision.ts";
import { freshMembers } from "./testing.ts";

const users = 20_000;
const { pool, db } = freshMembers(users, 4);

test("what a batch asks of its users is looked up by indexes, however many have the category, a block or an address", async () => {
  await pool().query(
    `INSERT INTO patron.user_categories (user_id, category_id) SELECT id, 1 FROM patron.users;
     INSERT INTO patron.user_blocks (user_id, code) SELECT id, 'LOST' FROM patron.users;
     INSERT INTO patron.user_notes (user_id, text) SELECT id, 'Left' FROM patron.users;
     INSERT INTO patron.user_emails (user_id, email) SELECT id, 'x' || id || '@example.org' FROM patron.users`,
  );
  await pool().query("VACUUM ANALYZE");
  const changes = updateChanges.parse({
    addBlock: { code: "LATE" },
    removeBlock: { code: "LOST" },
    removeNotes: { type: null },
    addCategory: { category: "FACULTY:ARTS" },
    notify: { to: "changed", subject: "Your account", body: "It closes." },
  });
  const now = { changes, groups: {}, categories: { "FACULTY:ARTS": 1 }, lacksNote: sql`false` };
  const ids = sql.param(Array.from({ length: 2_000 }, (_, n) => n + 1));
  const { rows } = await db().transaction("lethe_worker", (tx) =>
    tx.execute<{ "QUERY PLAN": string }>(
      sql`EXPLAIN SELECT * FROM ${decisions(now, sql`u.id = ANY(${ids}::bigint[])`, { few: true })} AS d`,
    ),
  );
  const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
  expect(plan.match(/Index.* Scan using user_emails_user_id_index/g)).toHaveLength(1);
  expect(plan).not.toMatch(/hashed|Bitmap|Seq Scan on (users|user_\w+)/);
});
