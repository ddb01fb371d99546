import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openDatabase, type Database } from "#db/client.ts";
import { readAnonymization } from "#db/queries/anonymization.ts";
import { joinHeldSets, placeHold, type HoldWriter } from "#db/queries/hold-changes.ts";
import { families } from "#lib/families.ts";
import { testDatabase, type TestDatabase } from "../../test/database.ts";
import { untilSomebodyWaits } from "../../test/waiting.ts";
import { makeEveryFamily } from "../../test/every-family.ts";
import { holdUsers, releaseHolds } from "../../test/holds.ts";
import { anonymizeAfter, makeManyLoans } from "../../test/many-loans.ts";
import { startRun } from "../engine/start.ts";
import { workRun } from "../engine/work-run.ts";
import { compareRules } from "./compare.ts";
import { explainRecord } from "./explain.ts";
import { anonymizationOutlook } from "./outlook.ts";
import { previewAnonymization } from "./preview.ts";

let home: TestDatabase;
let db: Database;

beforeEach(async () => {
  home = await testDatabase();
  db = openDatabase(home.url);
  await home.pool.query("UPDATE console.run_limits SET share_percent = 100, margin_percent = 100");
});
afterEach(async () => {
  await db.end();
  await home.drop();
});

const operator: HoldWriter = { actor: "operator", user: "operator", staffId: null };
const texts = { reason: "Matter", owner: "Counsel", reviewOn: "2099-01-01" };
const number = async (text: string) =>
  Number((await home.pool.query<{ n: string }>(text)).rows[0]?.n);
const links = (table: string, which: string) =>
  number(`SELECT count(*) AS n FROM patron.${table}_links WHERE ${which}`);

async function anonymize(): Promise<number> {
  const { id } = await db.transaction("lethe_web", (tx) =>
    startRun(tx, { job: "anonymization", submittedVia: "commandLine" }),
  );
  await workRun(db, id);
  return id;
}

const verdictOf = async (id: number) =>
  (
    await home.pool.query<{ status: string; verdict: string; checks: { good: boolean }[] }>(
      "SELECT status, verdict, verdict_checks AS checks FROM console.job_runs WHERE id = $1",
      [id],
    )
  ).rows[0];
const heldBack = (id: number) =>
  number(
    `SELECT coalesce(sum(count), 0) AS n FROM console.job_counters WHERE run_id = ${id} AND label = 'Legal hold'`,
  );

describe("what is of a held person", () => {
  beforeEach(async () => {
    await makeEveryFamily(home.pool);
    await home.pool.query(
      "UPDATE console.anonymization_families SET records = true, notes = true, default_anonymize = true",
    );
    await holdUsers(home.pool, 3, 7);
  });

  test("stays in every family, with its notes, and is told as such before and after", async () => {
    const preview = await db.transaction("lethe_web", (tx) => previewAnonymization(tx));
    const outlook = await db.transaction("lethe_web", async (tx) =>
      anonymizationOutlook(tx, await readAnonymization(tx)),
    );
    for (const { family, finished } of outlook) {
      const taken = finished.reduce((sum, one) => sum + one.taken, 0);
      expect([family, taken]).toEqual([family, preview.families[family].records]);
    }
    const id = await anonymize();
    expect(await verdictOf(id)).toMatchObject({ status: "completed", verdict: "good" });
    for (const [family, table, notes] of [
      ["loans", "loan", "loan"],
      ["fees", "fee", "fee"],
      ["requests", "request", "request"],
      ["borrowingRequests", "borrowing", "borrowing"],
    ] as const) {
      const held = await links(table, "finished AND user_id IN (3, 7)");
      expect(held).toBeGreaterThan(10);
      expect(await links(table, "finished AND user_id NOT IN (3, 7)")).toBe(0);
      expect(preview.families[family].heldBack).toEqual([{ reason: "Legal hold", records: held }]);
      const key = table === "borrowing" ? "borrowing_request_id" : `${table}_id`;
      expect(
        await number(
          `SELECT count(text) AS n FROM patron.${notes}_notes JOIN patron.${table}_links USING (${key}) WHERE finished`,
        ),
      ).toBe(held);
    }
  });

  test("keeps its notes where notes alone go", async () => {
    await home.pool.query("UPDATE console.anonymization_families SET records = false");
    const id = await anonymize();
    expect((await verdictOf(id))?.verdict).toBe("good");
    expect(
      await number(
        "SELECT count(text) AS n FROM patron.loan_notes JOIN patron.loan_links USING (loan_id) WHERE finished AND user_id IN (3, 7)",
      ),
    ).toBe(await links("loan", "finished AND user_id IN (3, 7)"));
    expect(
      await number(
        "SELECT count(text) AS n FROM patron.loan_notes JOIN patron.loan_links USING (loan_id) WHERE finished AND user_id NOT IN (3, 7)",
      ),
    ).toBe(0);
  });

  test("is explained, and compared, as held", async () => {
    const id = await number(
      "SELECT min(loan_id) AS n FROM patron.loan_links WHERE finished AND user_id = 3",
    );
    const { link } = await db.transaction("lethe_web", (tx) => explainRecord(tx, "loans", id));
    expect(link).toMatchObject({ withheld: "legalHold", goesToday: null });
    for (const family of families) {
      const { saved, draft } = await db.transaction("lethe_web", (tx) =>
        compareRules(tx, family, { rules: [], default: true }),
      );
      expect(saved).toEqual(draft);
      expect(saved.stays).toBe(saved.legalHold);
      expect(saved.legalHold).toBeGreaterThan(10);
    }
  });

  test("goes once the hold is released, and stays while another hold is left", async () => {
    await holdUsers(home.pool, 7);
    await home.pool.query(
      "WITH mine AS (SELECT min(id) AS id FROM patron.legal_holds WHERE user_id = 7), gone AS (DELETE FROM patron.legal_hold_members USING mine WHERE hold_id = mine.id) UPDATE patron.legal_holds h SET released_at = now() FROM mine WHERE h.id = mine.id",
    );
    await anonymize();
    expect(await links("loan", "finished AND user_id = 7")).toBeGreaterThan(0);
    await releaseHolds(home.pool);
    await anonymize();
    expect(await links("loan", "finished")).toBe(0);
  });

  test("moves nobody's rank: a hold frees and keeps no other loan", async () => {
    const kept = async () =>
      (
        await home.pool.query<{ ids: number[] }>(
          "SELECT array_agg(loan_id::int ORDER BY loan_id) AS ids FROM patron.loan_links WHERE finished AND user_id NOT IN (3, 7)",
        )
      ).rows[0]?.ids;
    await home.pool.query(
      `UPDATE console.anonymization_families SET default_anonymize = false;
       WITH rule AS (INSERT INTO console.anonymization_rules (family, position, name, anonymize) VALUES ('loans', 1, 'Three', true) RETURNING id)
       INSERT INTO console.rule_conditions (rule_id, position, parameter, operator, number) SELECT id, 1, 'loansToRetain', 'beyond', 3 FROM rule`,
    );
    const id = await anonymize();
    expect((await verdictOf(id))?.verdict).toBe("good");
    expect((await kept())?.length).toBe(
      3 *
        (await number(
          "SELECT count(DISTINCT user_id) AS n FROM patron.loan_links WHERE finished AND user_id NOT IN (3, 7)",
        )),
    );
    expect(await heldBack(id)).toBe(
      (await links("loan", "finished AND user_id IN (3, 7)")) +
        (await links("fee", "finished AND user_id IN (3, 7)")) +
        (await links("request", "finished AND user_id IN (3, 7)")) +
        (await links("borrowing", "finished AND user_id IN (3, 7)")),
    );
  });
});

describe("while a run goes on", () => {
  /** The loan at which a run waits for a lock that we hold: one that would go. */
  const stop = `(SELECT min(loan_id) FROM patron.loan_links WHERE loan_id >= 9000
    AND ended_on < current_date - 10 AND user_id <> 5)`;

  beforeEach(async () => {
    await makeManyLoans(home.pool, 12_000);
    await anonymizeAfter(home.pool, 10);
  });

  /** Works a run up to the batch of one loan, does something, and lets it go on. */
  async function meanwhile(act: () => Promise<void>): Promise<number> {
    const other = await home.pool.connect();
    try {
      await other.query("BEGIN");
      await other.query(`SELECT FROM patron.loan_links WHERE loan_id = ${stop} FOR UPDATE`);
      const running = anonymize();
      await untilSomebodyWaits(home.pool);
      await act();
      await other.query("COMMIT");
      return await running;
    } finally {
      other.release();
    }
  }

  test("a hold on a set leaves everything that is not processed yet as it is", async () => {
    await home.pool.query(
      "INSERT INTO patron.sets (name, private, kind) VALUES ('All', false, 'itemized'); INSERT INTO patron.set_members SELECT 1, id FROM patron.users",
    );
    let before = 0;
    const id = await meanwhile(async () => {
      before = await links("loan", "true");
      expect(before).toBeLessThan(12_000);
      await db.transaction("lethe_web", (tx) =>
        placeHold(tx, operator, { whom: { set: 1 }, ...texts }),
      );
    });
    expect(before).toBeGreaterThan(3_000);
    expect(await links("loan", "true")).toBe(before);
    expect(await heldBack(id)).toBeGreaterThan(1_000);
    expect((await verdictOf(id))?.verdict).toBe("good");
  });

  test("a hold that is released frees nothing behind the run, and the verifier blames nobody for it", async () => {
    await holdUsers(home.pool, 5);
    const id = await meanwhile(() => releaseHolds(home.pool));
    const left = await links("loan", "user_id = 5 AND ended_on < current_date - 10");
    expect(left).toBeGreaterThan(10);
    expect(left).toBeLessThan(540);
    expect(await heldBack(id)).toBeGreaterThanOrEqual(left);
    const verdict = await verdictOf(id);
    expect(verdict?.verdict).toBe("good");
    expect(JSON.stringify(verdict?.checks)).toContain("wait for the next run");
  });
});

test("who came into a held set is held by the next run at the latest, and who left it stays held", async () => {
  await makeManyLoans(home.pool, 400);
  await anonymizeAfter(home.pool, 10);
  await home.pool.query(
    "INSERT INTO patron.sets (name, private, kind) VALUES ('Some', false, 'itemized'); INSERT INTO patron.set_members VALUES (1, 2)",
  );
  await home.pool.query(
    `INSERT INTO patron.sets (name, private, kind, query) VALUES ('Query', false, 'logical',
      '{"version": 1, "match": "all", "conditions": [{"field": "campus", "operator": "in", "value": ["NORTH"]}]}')`,
  );
  for (const set of [1, 2]) {
    await db.transaction("lethe_web", (tx) => placeHold(tx, operator, { whom: { set }, ...texts }));
  }
  await home.pool.query(
    "DELETE FROM patron.set_members; INSERT INTO patron.set_members VALUES (1, 3); UPDATE patron.users SET campus = 'NORTH' WHERE id = 4",
  );
  const old = "finished AND ended_on < current_date - 10";
  await anonymize();
  for (const held of [2, 3, 4])
    expect([held, await links("loan", `${old} AND user_id = ${held}`)]).not.toEqual([held, 0]);
  expect(await links("loan", `${old} AND user_id NOT IN (2, 3, 4)`)).toBe(0);
  expect(await db.transaction("lethe_import", joinHeldSets)).toBe(0);
});
