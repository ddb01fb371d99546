import { beforeEach, expect, test } from "vitest";
import { databaseForEach } from "../../test/database-for-each.ts";
import { makeEveryFamily } from "../../test/every-family.ts";
import { verifiedRuns } from "./testing.ts";

/* What a run passes without looking, and the verifier misses: what rules let go, and notes whose link is gone, of which no rule is asked. */

const { home, db } = databaseForEach(({ pool }) => makeEveryFamily(pool));
const { ask, runWith } = verifiedRuns(() => ({ db: db(), pool: home().pool }));

/** The rules let nothing go; a request that lost its link earlier still has its note. */
beforeEach(() =>
  ask(`
    UPDATE console.run_limits SET share_percent = 100;
    UPDATE console.anonymization_families SET records = true, notes = true, default_anonymize = false;
    DELETE FROM patron.request_links WHERE request_id = 40`),
);

const faultsOf = async (fault: (id: number) => Promise<unknown>) => (await runWith(fault)).faults;

/** The run passes a family without looking. */
const pass = (id: number, family: string) =>
  ask(
    `UPDATE console.job_bulks SET cursor = high, status = 'done' WHERE run_id = ${id} AND part = '${family}'`,
  );
const passRequests = (id: number) => pass(id, "requests");
const passLoans = (id: number) => pass(id, "loans");

/** One rule of loans lets go; the rest stays. */
const letLoansGo = (condition: string) =>
  ask(`
    WITH rule AS (INSERT INTO console.anonymization_rules (family, position, name, anonymize) VALUES ('loans', 1, 'Goes', true) RETURNING id)
    INSERT INTO console.rule_conditions (rule_id, position, parameter, operator, number, yes) SELECT id, 1, ${condition} FROM rule`);

const left = ["Nothing that the rules let go is left: 1"];

test("the note goes, and no other", async () => {
  expect(await faultsOf(async () => {})).toEqual([]);
  const { rows } = await ask(
    "SELECT count(*)::int AS notes, count(*) FILTER (WHERE request_id = 40)::int AS of_it FROM patron.request_notes",
  );
  expect(rows).toEqual([{ notes: 399, of_it: 0 }]);
});

test("where it is left, it is found", async () => {
  expect(await faultsOf(passRequests)).toEqual(left);
});

test("also where a rule asks about users, one of whom changed, and another row was set aside", async () => {
  await ask(`
    WITH rule AS (INSERT INTO console.anonymization_rules (family, position, name, anonymize) VALUES ('requests', 1, 'Expired', false) RETURNING id)
    INSERT INTO console.rule_conditions (rule_id, position, parameter, operator, number)
      SELECT id, 1, 'daysSinceUserExpiry', '>', 100 FROM rule`);
  const faults = await faultsOf(async (id) => {
    await passRequests(id);
    await ask(`UPDATE patron.users SET expiry_date = current_date WHERE id = 1;
      INSERT INTO patron.set_aside_rows (run_id, part, key, code) VALUES (${id}, 'requests', 41, '22000')`);
  });
  expect(faults).toEqual(left);
});

test("but not where it was set aside itself", async () => {
  const faults = await faultsOf(async (id) => {
    await passRequests(id);
    await ask(
      `INSERT INTO patron.set_aside_rows (run_id, part, key, code) VALUES (${id}, 'requests', 40, '22000')`,
    );
  });
  expect(faults).toEqual([]);
});

test("of a family whose notes alone go, it is found too", async () => {
  await ask("UPDATE console.anonymization_families SET records = false");
  expect(await faultsOf(passRequests)).toEqual(left);
});

const far = 3_000_000_000;
/** A loan whose key no integer holds, far from all others: the oldest of its patron, with a note. */
const lendFar = () =>
  ask(`
    INSERT INTO record.loans (id, library_id, profile_id, item_id, loaned_on, returned_on, ended_on)
      OVERRIDING SYSTEM VALUE SELECT ${far}, 3, profile_id, 1, '2020-01-01', '2020-02-01', '2020-02-01' FROM record.loans WHERE id = 40;
    INSERT INTO patron.loan_links (loan_id, user_id, loaned_at, returned_at, ended_at, ended_on, finished, library_id, profile_id, source_id, source_number)
      SELECT ${far}, user_id, '2020-01-01', '2020-02-01', '2020-02-01', '2020-02-01', finished, 3, profile_id, source_id, 'far' FROM patron.loan_links WHERE loan_id = 40;
    INSERT INTO patron.loan_notes (loan_id, text) VALUES (${far}, 'Note')`);

test("keys that no integer holds are listed and looked at like others", async () => {
  await lendFar();
  await ask(
    "UPDATE console.anonymization_families SET default_anonymize = true WHERE family = 'loans'",
  );
  expect(await faultsOf(async () => {})).toEqual([]);
  const { rows } = await ask("SELECT FROM patron.loan_links WHERE finished");
  expect(rows).toHaveLength(0);
});

test("and ranked like others, by the run and its verifier", async () => {
  await lendFar();
  await letLoansGo("'loansToRetain', 'beyond', 15, NULL");
  expect(await faultsOf(async () => {})).toEqual([]);
  const { rows } = await ask(`
    SELECT count(*)::int AS left_of_each,
      (SELECT count::int FROM console.job_counters WHERE part = 'loans' AND measure = 'records') AS gone
    FROM patron.loan_links WHERE finished GROUP BY user_id`);
  expect(rows).toHaveLength(10);
  expect(rows[0]).toMatchObject({ left_of_each: 15, gone: 51 });
  expect(new Set(rows.map(({ left_of_each }) => left_of_each))).toEqual(new Set([15]));
});

test("where such a loan is left, with its note, it is found", async () => {
  await lendFar();
  await letLoansGo("'loansToRetain', 'beyond', 19, NULL");
  const [rest] = (
    await ask(
      "SELECT count(*)::int AS patrons FROM (SELECT FROM patron.loan_links WHERE finished GROUP BY user_id HAVING count(*) > 19) AS more",
    )
  ).rows;
  expect(await faultsOf(passLoans)).toEqual([
    `Nothing that the rules let go is left: ${String(Number(rest?.patrons) + 1)}`,
  ]);
});

test("of loans beyond those to retain each is found that is left", async () => {
  await letLoansGo("'loansToRetain', 'beyond', 15, NULL");
  const { rows } = await ask(`
    SELECT count(*)::int AS beyond FROM (
      SELECT row_number() OVER (PARTITION BY user_id ORDER BY ended_at DESC, loaned_at DESC, loan_id DESC) AS place
      FROM patron.loan_links WHERE finished) AS ranked WHERE place > 15`);
  expect(rows[0]?.beyond).toBeGreaterThan(10);
  expect(await faultsOf(passLoans)).toEqual([
    `Nothing that the rules let go is left: ${String(rows[0]?.beyond)}`,
  ]);
});

test("of loans with an open fee too", async () => {
  await ask(`SET session_replication_role = replica;
    UPDATE patron.fee_links SET loan_id = 40 WHERE fee_id = 41;
    UPDATE patron.fee_links SET loan_id = 42 WHERE fee_id = 44;
    SET session_replication_role = origin`);
  await letLoansGo("'hasOpenFee', 'is', NULL, true");
  expect(await faultsOf(passLoans)).toEqual(left);
});

test("of loans whose patron's account has expired too", async () => {
  await ask(`UPDATE patron.users SET expiry_date = NULL;
    UPDATE patron.users SET expiry_date = current_date - 200 WHERE id = 1 + 40 % 20`);
  await letLoansGo("'daysSinceUserExpiry', '>', 100, NULL");
  const { rows } = await ask(
    "SELECT count(*)::int AS theirs FROM patron.loan_links WHERE finished AND user_id = 1 + 40 % 20",
  );
  expect(await faultsOf(passLoans)).toEqual([
    `Nothing that the rules let go is left: ${String(rows[0]?.theirs)}`,
  ]);
});
