import type { SQL } from "drizzle-orm";
import { expect, test } from "vitest";
import { databaseForEach } from "../../test/database-for-each.ts";
import { executing } from "../../test/executing.ts";
import { makeLibrary } from "../../test/library.ts";
import { cutIntoBulks } from "./bulks.ts";

const links = 30_000;
/** Loans far apart, of which the newest third has ended; the newest record of all is a note without a link. */
const { home, db } = databaseForEach(async ({ pool }) => {
  await makeLibrary(pool, 3);
  await pool.query(`
    SET session_replication_role = replica;
    INSERT INTO record.loans (id, library_id, profile_id, item_id, loaned_on, returned_on, ended_on) OVERRIDING SYSTEM VALUE
      SELECT n * 1000, 1, 1, 1, '2026-01-01', ended, ended
      FROM (SELECT n, CASE WHEN n > ${(links * 2) / 3} THEN DATE '2026-02-01' END AS ended FROM generate_series(1, ${links + 1}) n) AS made;
    INSERT INTO patron.loan_links (loan_id, user_id, loaned_at, returned_at, ended_at, ended_on, finished, library_id, profile_id, source_id, source_number)
      SELECT id, 1, loaned_on, returned_on, ended_on, ended_on, ended_on IS NOT NULL, 1, 1, 1, id::text FROM record.loans WHERE id <= ${links * 1000};
    INSERT INTO patron.loan_notes VALUES (${(links + 1) * 1000}, 'Note')`);
});
const cut = () => db().transaction("lethe_worker", (tx) => cutIntoBulks(tx, "loans"));

test("bulks cover every link and note without a gap, and each is planned as it is", async () => {
  const {
    bulks,
    links: { count, last },
  } = await cut();
  expect([count, last]).toEqual([links, (links + 1) * 1000]);
  expect(bulks.length).toBeGreaterThan(1);
  expect([bulks[0]?.after, bulks.at(-1)?.upTo]).toEqual([999, last]);
  for (const [n, { after, upTo, planned }] of bulks.entries()) {
    if (n > 0) expect(after).toBe(bulks[n - 1]?.upTo);
    const { rowCount } = await home().pool.query(
      "SELECT FROM patron.loan_links WHERE finished AND loan_id > $1 AND loan_id <= $2",
      [after, upTo],
    );
    expect(planned).toBe(rowCount);
  }
});

test("where bulks are told by a sample they are about equal, and together planned as they are", async () => {
  await home().pool.query(`
    SET session_replication_role = replica;
    INSERT INTO patron.loan_links (loan_id, user_id, loaned_at, returned_at, ended_at, ended_on, finished, library_id, profile_id, source_id, source_number)
      SELECT n, 1, '2026-01-01', '2026-02-01', '2026-02-01', '2026-02-01', true, 1, 1, 1, 'more ' || n FROM generate_series(1, 170000) n WHERE n % 1000 > 0`);
  const {
    bulks,
    links: { count, last },
  } = await cut();
  const finished = 169_830 + links / 3;
  expect([count, last]).toEqual([169_830 + links, (links + 1) * 1000]);
  expect([bulks.length, bulks[0]?.after, bulks.at(-1)?.upTo]).toEqual([20, 0, last]);
  expect(bulks.reduce((sum, { planned }) => sum + planned, 0)).toBe(finished);
  for (const [n, { after, upTo }] of bulks.entries()) {
    if (n > 0) expect(after).toBe(bulks[n - 1]?.upTo);
    const { rowCount } = await home().pool.query(
      "SELECT FROM patron.loan_links WHERE finished AND loan_id > $1 AND loan_id <= $2",
      [after, upTo],
    );
    expect(rowCount).toBeGreaterThan(finished / 20 / 3);
    expect(rowCount).toBeLessThan((finished / 20) * 3);
  }
});

test("what an import adds while bulks are cut is left to the next run", async () => {
  const { pool } = home();
  const addNewer = () =>
    pool.query(`
      SET session_replication_role = replica;
      INSERT INTO patron.loan_links (loan_id, user_id, loaned_at, returned_at, ended_at, ended_on, finished, library_id, profile_id, source_id, source_number)
        SELECT ${(links + 1) * 1000} + n, 1, '2026-01-01', '2026-02-01', '2026-02-01', '2026-02-01', true, 1, 1, 1, 'newer ' || n FROM generate_series(1, ${links}) n`);
  const { bulks, links: all } = await db().transaction("lethe_worker", (tx) => {
    let isCounted = false;
    const execute = async (query: SQL) => {
      const answer = await tx.execute(query);
      if (!isCounted) await addNewer();
      isCounted = true;
      return answer;
    };
    return cutIntoBulks(executing(tx, execute), "loans");
  });
  expect(all.count).toBe(links);
  expect(bulks.at(-1)?.upTo).toBe((links + 1) * 1000);
  for (const { after, upTo } of bulks) expect(after).toBeLessThan(upTo);
  expect(bulks.reduce((sum, { planned }) => sum + planned, 0)).toBe(links / 3);
});

test("where nothing is linked and nothing noted, there is nothing to cut", async () => {
  await home().pool.query("DELETE FROM patron.loan_notes; DELETE FROM patron.loan_links");
  expect(await cut()).toEqual({ bulks: [], links: { count: 0, fingerprint: "0", last: 0 } });
});
