import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase, type Database, type Tx } from "#db/client.ts";
import { readAnonymization } from "#db/queries/anonymization.ts";
import { testDatabase, type TestDatabase } from "../../test/database.ts";
import { makeEveryFamily } from "../../test/every-family.ts";
import { compareRules } from "./compare.ts";
import { decidingRule } from "./decision.ts";
import { freezeRules } from "./frozen.ts";
import { previewAnonymization } from "./preview.ts";
import { makeRoom } from "./room.ts";
import { familySize } from "./size.ts";

let home: TestDatabase;
let db: Database;

/** Open fees of loans, more than a server's own working memory holds. */
beforeAll(async () => {
  home = await testDatabase();
  await makeEveryFamily(home.pool);
  await home.pool.query(`
    INSERT INTO record.fees (id, library_id, profile_id, type, status, original_amount, balance, created_on)
      OVERRIDING SYSTEM VALUE SELECT 1000 + n, 1, 1, 'LOST', 'active', 5, 5, '2026-01-01' FROM generate_series(1, 10000) n;
    INSERT INTO patron.fee_links (fee_id, user_id, created_at, loan_id, finished, library_id, profile_id, source_id, source_number)
      SELECT 1000 + n, 1, '2026-01-01', 1 + n % 400, false, 1, 1, 1, 'open ' || n FROM generate_series(1, 10000) n`);
  await home.pool.query("ANALYZE");
  await home.pool.query(
    `ALTER DATABASE ${new URL(home.url).pathname.slice(1)} SET work_mem = '64kB'`,
  );
  db = openDatabase(home.url);
});
afterAll(async () => {
  await db.end();
  await home.drop();
});

const rules = [
  {
    ...{ name: "No open fee", description: "", enabled: true, anonymize: true },
    when: [{ parameter: "hasOpenFee" as const, operator: "is" as const, value: false }],
  },
];
const settings = async (tx: Tx) => {
  const stands = await readAnonymization(tx);
  return { ...stands, loans: { ...stands.loans, records: true, rules } };
};

test("with room the open fees are read once, not anew for each loan", async () => {
  const plan = (before: (tx: Tx) => Promise<unknown>) =>
    db.transaction("lethe_web", async (tx) => {
      const { loans } = (await freezeRules(tx, await settings(tx))).families;
      await before(tx);
      const rule = decidingRule("loans", loans, { cutOff: "2026-06-01", isBeyond: null });
      const { rows } = await tx.execute(
        sql`EXPLAIN SELECT count(*) FROM patron.loan_links WHERE ${rule} = 0`,
      );
      return JSON.stringify(rows);
    });
  const openFees = /loan_id = \(?hashed SubPlan|NOT \(?\(?ANY \(loan_links\.loan_id = \(hashed/;
  expect(await plan(async () => {})).not.toMatch(openFees);
  expect(await plan(makeRoom)).toMatch(openFees);
});

test.each<[string, (tx: Tx) => Promise<unknown>]>([
  ["a preview", async (tx) => previewAnonymization(tx, { settings: await settings(tx) })],
  ["a comparison", (tx) => compareRules(tx, "loans", { rules, default: false })],
  [
    "what a brake counts",
    async (tx) => {
      const { loans } = (await freezeRules(tx, await settings(tx))).families;
      return familySize(tx, "loans", loans, { cutOff: "2026-06-01", isBeyond: null });
    },
  ],
])("%s makes room", async (_, asks) => {
  const room = await db.transaction("lethe_web", async (tx) => {
    await asks(tx);
    return (await tx.execute(sql`SHOW work_mem`)).rows;
  });
  expect(room).toEqual([{ work_mem: "256MB" }]);
});
