import { expect, test } from "vitest";
import { prepareRun } from "../engine/prepare.ts";
import { startRun } from "../engine/start.ts";
import { workRun } from "../engine/work-run.ts";
import { cutOff, everyone, freshUsers } from "./testing.ts";

const users = 1_200;
const { pool, db, rows, start, policy, add, letters } = freshUsers(users);
const each = Array.from({ length: users }, (_, n) => n + 1);

test.each(["keepStatistics", "fullyRemove"] as const)(
  "a purge, an anonymization and a letters purge of the same users at once: %s",
  async (under) => {
    await add("loans", ...each.map((id) => ({ id, userId: id, finished: true, note: true })));
    await add("fees", ...each.map((id) => ({ id, userId: id, finished: true, note: true })));
    await add("requests", ...each.map((id) => ({ id, userId: id })));
    await letters(
      ...each.map((userId) => ({
        userId,
        letterCode: "FulLoanReceiptLetter",
        createdOn: userId % 2 === 0 ? "2026-09-03" : "2026-08-03",
      })),
    );
    await pool().query(
      `UPDATE patron.fee_links SET loan_id = fee_id;
       UPDATE console.anonymization_families SET records = true, notes = true, default_anonymize = true;
       UPDATE console.letter_types SET retention_days = 1`,
    );
    await policy(under);
    const others = await Promise.all(
      (["anonymization", "letters-purge"] as const).map((job) =>
        db().transaction("lethe_web", (tx) =>
          startRun(tx, { job, submittedVia: "screen", asOf: cutOff, confirm: 10 * users }),
        ),
      ),
    );
    const ids = [(await start(everyone, { confirm: users })).id, ...others.map(({ id }) => id)];
    await Promise.all(ids.map((id) => workRun(db(), id, { untilEnded: true })));
    expect(
      await rows("SELECT status, verdict FROM console.job_runs GROUP BY 1, 2 ORDER BY 1, 2"),
    ).toEqual([{ status: "completed", verdict: "good" }]);
    const [left] = await rows<Record<string, number>>(
      `SELECT (SELECT count(*) FROM patron.loan_links)::int AS loans, (SELECT count(*) FROM patron.fee_links)::int AS fees,
        (SELECT count(*) FROM patron.letters)::int AS letters, (SELECT count(*) FROM patron.users WHERE status <> 'deleted')::int AS users,
        (SELECT count(text) FROM patron.loan_notes)::int + (SELECT count(text) FROM patron.fee_notes)::int AS notes,
        (SELECT count(*) FROM record.requests WHERE status = 'cancelled')::int AS cancelled`,
    );
    expect(left).toEqual({ loans: 0, fees: 0, letters: 0, users: 0, notes: 0, cancelled: users });
  },
);

test("a purge that waits and has purged nobody hides no fault of another run", async () => {
  await add("loans", { id: 1, userId: 1, finished: true }, { id: 2, userId: 2 });
  await pool().query(
    "UPDATE console.anonymization_families SET records = true, default_anonymize = true",
  );
  const purge = await start(everyone);
  await pool().query("UPDATE console.job_runs SET status = 'paused' WHERE id = $1", [purge.id]);
  const { id } = await db().transaction("lethe_web", (tx) =>
    startRun(tx, { job: "anonymization", submittedVia: "screen", asOf: cutOff, confirm: 1 }),
  );
  await db().transaction("lethe_worker", (tx) => prepareRun(tx, id));
  await pool().query("DELETE FROM patron.loan_links WHERE loan_id = 2");
  await workRun(db(), id, { untilEnded: true });
  const [run] = await rows<{ verdict: string; bad: string[] }>(
    `SELECT verdict, ARRAY(SELECT line ->> 'name' FROM jsonb_array_elements(verdict_checks) line
       WHERE NOT (line ->> 'good')::boolean) AS bad FROM console.job_runs WHERE id = ${id}`,
  );
  expect(run).toEqual({ verdict: "bad", bad: ["No other record stopped naming its patron"] });
});
