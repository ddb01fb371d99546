import { beforeEach, expect, test } from "vitest";
import { counts, freshLibrary, HEADER } from "./fresh-library.ts";
import { refuseOtherSpelling } from "./source-id.ts";

const { rows, importLibrary, importText } = freshLibrary();
beforeEach(() => importLibrary());

const forgotten = (source: string, dryRun = false) =>
  importText("loans.csv", `${HEADER}\nL1,anna,I1,MAIN,2026-01-05,2026-01-20\n`, { source, dryRun });

test("a source is the same in whatever case: what was forgotten stays so", async () => {
  await rows("DELETE FROM patron.loan_links WHERE source_number = 'L1'");
  const report = await forgotten("ALMA");
  expect(counts(report)).toEqual([0, 0, 0, 1, 0]);
  expect(report.warnings).toBeUndefined();
  expect(await rows("SELECT name FROM record.sources")).toEqual([{ name: "alma" }]);
  expect(
    await rows(
      "SELECT DISTINCT after ->> 'source' AS source FROM console.audit WHERE action = 'loans.import'",
    ),
  ).toEqual([{ source: "alma" }]);
});

test("another source beside those that are known is warned of, once, tried or done", async () => {
  const warning = expect.stringMatching(
    /^The source "alma2" is new: records came from alma until now\..* all that was forgotten comes back\.$/,
  );
  expect((await forgotten("alma2", true)).warnings).toEqual([warning]);
  expect((await forgotten("alma2")).warnings).toEqual([warning]);
  expect((await forgotten("alma2")).warnings).toBeUndefined();
});

test("users, who are known by their primary ID, bring no source", async () => {
  const report = await importText("users.csv", "primary_id\nanna\n", { source: "alma2" });
  expect(report.warnings).toBeUndefined();
});

test("a source that another import spells otherwise meanwhile is refused", () => {
  expect(() => refuseOtherSpelling(["sierra", "Alma"], "alma")).toThrow(
    'Another import has just brought records from "Alma", which is alma spelled otherwise.',
  );
  expect(() => refuseOtherSpelling(["alma", "Alma"], "Alma")).not.toThrow();
});
