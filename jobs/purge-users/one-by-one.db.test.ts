import { beforeEach, expect, test } from "vitest";
import { purgePerson } from "./request.ts";
import { freshUsers } from "./testing.ts";

const { pool, db, work, living, value } = freshUsers(44);

beforeEach(() =>
  pool().query(
    `INSERT INTO console.staff (id, name, email) VALUES ('ada', 'Ada', 'ada@example.org'), ('ben', 'Ben', 'ben@example.org');
     INSERT INTO console.api_keys (name, prefix, secret_hash, scopes, created_by, expires_at)
     VALUES ('Nightly', 'lethe_1', sha256('x'), '{purge.run}', 'ada', now() + interval '1 day')`,
  ),
);

async function remove(userId: number, staffId: string | null, apiKeyId: number | null = null) {
  const { runId } = await db().transaction("lethe_web", (tx) =>
    purgePerson(tx, { userId, how: "erase" }, { submittedVia: "api", staffId, apiKeyId }),
  );
  return work(runId);
}

test("more in a day than one person may purge alone are not deleted one by one, by hand or by a key of theirs", async () => {
  await pool().query("UPDATE console.run_limits SET approval_above = 2");
  await remove(1, "ada");
  await remove(2, null, 1);
  const sentence =
    /^Nothing was deleted: you have deleted 2 users one by one within 24 hours, and more than 2 users need a second person\. /;
  await expect(remove(3, "ada")).rejects.toThrow(sentence);
  await expect(remove(3, null, 1)).rejects.toThrow(sentence);
  expect(await value("SELECT count(*)::int FROM console.job_runs")).toBe(2);
  await remove(3, "ben");
  expect(await living()).toHaveLength(41);
});

test("what is a day old does not count any more", async () => {
  await pool().query("UPDATE console.run_limits SET approval_above = 1");
  await remove(1, "ada");
  await expect(remove(2, "ada")).rejects.toThrow("one by one");
  await pool().query(
    "UPDATE console.job_runs SET submitted_at = submitted_at - interval '25 hours'",
  );
  await remove(2, "ada");
  expect(await living()).toHaveLength(42);
});

test("nor is a larger share of all than a run may take unseen", async () => {
  await pool().query("UPDATE console.run_limits SET share_percent = 25");
  for (let user = 1; user <= 11; user += 1) await remove(user, "ada");
  await expect(remove(12, "ada")).rejects.toThrow("more than 25 % of all users are not deleted so");
  expect(await living()).toHaveLength(33);
});
