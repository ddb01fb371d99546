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

/**
 * Of so many finished loans of a library of its own, or a user group of its own, so many go. Of every other
 * it is two in five, and fewer than 500.
 */
async function single(
  what: "library_id" | "profile_id",
  { takes, total }: { takes: number; total: number },
): Promise<void> {
  await fresh.rows(`
    INSERT INTO record.libraries (code, name) VALUES ('BRANCH', 'Branch Library');
    INSERT INTO record.user_groups (code, name) VALUES ('ALUM', 'Alumni');
    INSERT INTO record.profiles (user_group_id) SELECT max(id) FROM record.user_groups`);
  const table = what === "library_id" ? "libraries" : "profiles";
  await fresh.rows(`
    WITH own AS (SELECT max(id) AS id FROM record.${table}),
      ranked AS (SELECT loan_id, old, row_number() OVER (PARTITION BY old ORDER BY loan_id) AS nth
        FROM (SELECT loan_id, ended_on < current_date - 60 AS old FROM patron.loan_links WHERE finished) AS finished),
      links AS (UPDATE patron.loan_links l SET ${what} = own.id FROM own, ranked r
        WHERE r.loan_id = l.loan_id AND r.nth <= CASE WHEN r.old THEN ${takes} ELSE ${total - takes} END RETURNING l.loan_id, own.id)
    UPDATE record.loans r SET ${what} = links.id FROM links WHERE r.id = links.loan_id`);
}

beforeEach(() => limit("share_percent = 50, share_of_one_percent = 74, share_of_one_from = 200"));

const own = {
  "library “Branch Library”": ["library_id", { kind: "library", code: "BRANCH" }],
  "user group “Alumni”": ["profile_id", { kind: "userGroup", code: "ALUM" }],
} as const;
const what = { percent: "74 % of the finished records", most: "599 finished records" };
const share = { percent: 74, most: null };
const number = { percent: null, most: 599 };
const both = { percent: 74, most: 599 };
const small = { takes: 150, total: 200 };
const large = { takes: 600, total: 1_500 };
const emptied = { takes: 600, total: 650 };

test.each([
  ["the share", "library “Branch Library”", share, small, ["percent"]],
  ["the share", "user group “Alumni”", share, small, ["percent"]],
  ["the number", "library “Branch Library”", number, large, ["most"]],
  ["the number", "user group “Alumni”", number, large, ["most"]],
  ["the number alone", "library “Branch Library”", both, large, ["most"]],
  ["the share and the number", "library “Branch Library”", both, emptied, ["percent", "most"]],
] as const)(
  "a run far below the share of all, but beyond %s of the %s, writes nothing and names it; the number of the preview lets it go",
  async (_, called, { percent, most }, counts, beyond) => {
    const [column, named] = own[called];
    await limit(`share_of_one_percent = ${percent}, most_of_one = ${most}`);
    await single(column, counts);
    const before = await fresh.facts();
    const braked = await runToItsEnd();
    expect(braked).toMatchObject({ status: "stoppedByBrake", removed: 0 });
    const sentences = beyond.map(
      (one) =>
        `More than ${what[one]} of one library or user group would be anonymized: ${counts.takes} of ${counts.total.toLocaleString("en")} of ${called}.`,
    );
    expect(braked.problem).toBe(
      `${sentences.join(" ")} Nothing was removed. Look at the preview, and start the job by hand with the number that it shows.`,
    );
    expect(await fresh.facts()).toEqual(before);
    const { confirm, limitOfOne } = await preview();
    const over = [{ ...named, ...counts, beyond }];
    expect(limitOfOne).toEqual({ percent, from: 200, most, over });
    expect(await runToItsEnd({ confirm })).toMatchObject({ status: "completed", removed: confirm });
  },
);

test.each([
  ["the share of it", small, "share_of_one_percent = 75"],
  ["one that is too small to count", small, "share_of_one_from = 201"],
  ["the number of it", large, "share_of_one_percent = NULL, most_of_one = 600"],
  ["whatever it is, where both limits are blank", emptied, "share_of_one_percent = NULL"],
])("%s goes", async (_, counts, what) => {
  await single("library_id", counts);
  await limit(what);
  expect((await preview()).limitOfOne?.over ?? []).toEqual([]);
  expect(await runToItsEnd()).toMatchObject({ status: "completed" });
});

test("a run counts of each what its preview counts", async () => {
  await limit("share_of_one_percent = 1, share_of_one_from = 5, most_of_one = 420");
  await single("library_id", small);
  const { id } = await fresh.start();
  const { run } = await fresh.prepare(id);
  const { over } = await fresh
    .db()
    .transaction("lethe_worker", (tx) =>
      jobs.anonymization!.size(tx, run, { percent: 1, from: 5, most: 420 }),
    );
  expect(over).toHaveLength(7);
  expect(over?.filter(({ beyond }) => beyond.includes("most"))).toHaveLength(3);
  expect(over).toEqual((await preview()).limitOfOne?.over);
});

test("the database itself refuses a limit that is none", async () => {
  for (const none of ["share_of_one_percent = 0", "share_of_one_from = 4", "most_of_one = 0"]) {
    await expect(limit(none)).rejects.toMatchObject({ code: "23514" });
  }
});
