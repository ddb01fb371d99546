import { beforeEach, expect, test } from "vitest";
import { previewAnonymization } from "../anonymize/preview.ts";
import { jobs } from "../registry.ts";
import { freshLoans } from "./testing.ts";

const fresh = freshLoans(4_000);

const limit = (what: string) => fresh.rows(`UPDATE console.run_limits SET ${what}`);
const preview = () => fresh.db().transaction("lethe_worker", (tx) => previewAnonymization(tx));
const runToItsEnd = async (more: Parameters<typeof fresh.start>[0] = {}) => {
  const { id } = await fresh.start(more);
  await fresh.work(id);
  return fresh.run(id);
};

/** Of 200 finished loans of a library of its own, or a user group of its own, 150 go. Of every other it is two in five. */
async function single(what: "library_id" | "profile_id"): Promise<void> {
  await fresh.rows(`
    INSERT INTO record.libraries (code, name) VALUES ('SMALL', 'Small Library');
    INSERT INTO record.user_groups (code, name) VALUES ('ALUM', 'Alumni');
    INSERT INTO record.profiles (user_group_id) SELECT max(id) FROM record.user_groups`);
  const table = what === "library_id" ? "libraries" : "profiles";
  await fresh.rows(`
    WITH own AS (SELECT max(id) AS id FROM record.${table}),
      ranked AS (SELECT loan_id, old, row_number() OVER (PARTITION BY old ORDER BY loan_id) AS nth
        FROM (SELECT loan_id, ended_on < current_date - 60 AS old FROM patron.loan_links WHERE finished) AS finished),
      links AS (UPDATE patron.loan_links l SET ${what} = own.id FROM own, ranked r
        WHERE r.loan_id = l.loan_id AND r.nth <= CASE WHEN r.old THEN 150 ELSE 50 END RETURNING l.loan_id, own.id)
    UPDATE record.loans r SET ${what} = links.id FROM links WHERE r.id = links.loan_id`);
}

beforeEach(() => limit("share_percent = 50, share_of_one_percent = 74, share_of_one_from = 200"));

test.each([
  ["library “Small Library”", "library_id", { kind: "library", code: "SMALL" }],
  ["user group “Alumni”", "profile_id", { kind: "userGroup", code: "ALUM" }],
] as const)(
  "a run far below the share of all, but not of the %s, writes nothing and names it; the number of the preview lets it go",
  async (called, column, over) => {
    await single(column);
    const before = await fresh.facts();
    const braked = await runToItsEnd();
    expect(braked).toMatchObject({ status: "stoppedByBrake", removed: 0 });
    expect(braked.problem).toBe(
      `More than 74 % of the finished records of one library or user group would be anonymized: 150 of 200 of ${called}. Nothing was removed. Look at the preview, and start the job by hand with the number that it shows.`,
    );
    expect(await fresh.facts()).toEqual(before);
    const { confirm, shareOfOne } = await preview();
    expect(shareOfOne).toEqual({
      percent: 74,
      from: 200,
      over: [{ ...over, takes: 150, total: 200 }],
    });
    expect(await runToItsEnd({ confirm })).toMatchObject({ status: "completed", removed: confirm });
  },
);

test.each([
  ["the share of it", "share_of_one_percent = 75"],
  ["one that is too small to count", "share_of_one_from = 201"],
  ["whatever it is, where the limit is blank", "share_of_one_percent = NULL"],
])("%s goes", async (_, what) => {
  await single("library_id");
  await limit(what);
  expect((await preview()).shareOfOne?.over ?? []).toEqual([]);
  expect(await runToItsEnd()).toMatchObject({ status: "completed" });
});

test("a run counts of each what its preview counts", async () => {
  await limit("share_of_one_percent = 1, share_of_one_from = 5");
  await single("library_id");
  const { id } = await fresh.start();
  const { run } = await fresh.prepare(id);
  const { over } = await fresh
    .db()
    .transaction("lethe_worker", (tx) =>
      jobs.anonymization!.size(tx, run, { percent: 1, from: 5 }),
    );
  expect(over).toHaveLength(7);
  expect(over).toEqual((await preview()).shareOfOne?.over);
});
