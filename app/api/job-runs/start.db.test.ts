import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { makeStaff, ownDatabase, signedIn } from "#lib/server/testing.ts";
import { makeKey, withKey } from "#lib/server/testing-keys.ts";
import { anonymizeAfter, makeManyLoans } from "../../../test/many-loans.ts";
import { GET as readRuns, POST as start } from "./route.ts";

let own: Awaited<ReturnType<typeof ownDatabase>>;
let key: string;
beforeAll(async () => {
  own = await ownDatabase();
  await makeManyLoans(own.pool, 100);
  await anonymizeAfter(own.pool, 30);
  key = await makeKey("anonymization.run", "jobs.read");
});
afterAll(() => own.end());
beforeEach(() => own.pool.query("DELETE FROM console.job_runs"));

interface Answer {
  status: number;
  id?: number;
  error?: string;
  location: string | null;
}

async function post(idempotencyKey: string | null, body: object = {}, by = key): Promise<Answer> {
  const headers = withKey(by, idempotencyKey === null ? {} : { "idempotency-key": idempotencyKey });
  return send(headers, body);
}
async function send(headers: Headers, body: object): Promise<Answer> {
  const request = new Request("http://localhost:3000/api/job-runs", {
    method: "POST",
    headers,
    body: JSON.stringify({ job: "anonymization", ...body }),
  });
  const response = await start(request, { params: Promise.resolve({}) });
  const answer = (await response.json()) as object;
  return { status: response.status, location: response.headers.get("location"), ...answer };
}
const runs = async () =>
  (await own.pool.query<{ id: string }>("SELECT id FROM console.job_runs ORDER BY id")).rows.map(
    ({ id }) => Number(id),
  );
const endAll = () =>
  own.pool.query(
    "UPDATE console.job_runs SET status = 'failed', ended_at = now() WHERE ended_at IS NULL",
  );

const running = "Fulfillment – Handle Historical Archiving is already running. See Monitor Jobs.";
const taken =
  "This Idempotency-Key was sent with another request before. Take a new one for each request.";

test("a request sent again with its Idempotency-Key finds the run that it started", async () => {
  const first = await post("nightly-1");
  expect(first).toMatchObject({ status: 202, location: `/api/job-runs/${first.id}` });
  expect(await post("nightly-1")).toEqual(first);
  await endAll();
  expect(await post("nightly-1")).toEqual(first);
  expect(await runs()).toEqual([first.id]);
});

test("without the header every request is its own", async () => {
  expect((await post(null)).status).toBe(202);
  expect(await post(null)).toMatchObject({ status: 409, error: running });
});

test("with another content the same Idempotency-Key is refused", async () => {
  await post("nightly-2");
  await endAll();
  expect(await post("nightly-2", { asOf: "2026-01-01" })).toMatchObject({
    status: 409,
    error: taken,
  });
  expect(await runs()).toHaveLength(1);
});

test("of twenty at the same time all get the one run", async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, () => post("nightly-3")));
  expect(await runs()).toHaveLength(1);
  expect(new Set(answers.map(({ status, id }) => `${status} ${id}`))).toEqual(
    new Set([`202 ${(await runs())[0]}`]),
  );
});

test("it is bound to who sent it: another key and a person start their own", async () => {
  await makeStaff("runner@example.org", "fulfillmentAdministrator");
  const runner = await signedIn("runner@example.org");
  runner.set("idempotency-key", "nightly-4");
  const ids = [(await post("nightly-4")).id];
  await endAll();
  ids.push((await post("nightly-4", {}, await makeKey("anonymization.run"))).id);
  await endAll();
  ids.push((await send(runner, {})).id);
  expect(new Set(ids).size).toBe(3);
  expect(await runs()).toEqual(ids);
});

test("it is kept a day, and what is older goes", async () => {
  const first = await post("nightly-5");
  await endAll();
  await own.pool.query(
    "UPDATE console.run_requests SET created_at = created_at - interval '24 hours'",
  );
  const second = await post("nightly-5");
  expect(second.id).not.toBe(first.id);
  expect((await own.pool.query("SELECT FROM console.run_requests")).rows).toHaveLength(1);
});

test("a refused request is not remembered", async () => {
  expect((await post("nightly-6", { confirm: 1 })).status).toBe(409);
  expect((await post("nightly-6", { confirm: 1 })).error).toMatch(
    /^Nothing was started: the number has grown from 1 to \d+ /,
  );
  expect((await post("nightly-6")).status).toBe(202);
});

test("a script's number is the preview's, without a margin, and so is its policy", async () => {
  await own.pool.query("UPDATE console.run_limits SET margin_percent = 50");
  const started =
    "UPDATE console.job_runs SET status = 'failed', ended_at = now() WHERE ended_at IS NULL RETURNING expected::int";
  const wanted = Number(/to (\d+) /.exec((await post(null, { confirm: 1 })).error ?? "")?.[1]);
  for (const confirm of [wanted - 1, wanted + 1]) {
    expect((await post(null, { confirm })).error).toMatch(/^Nothing was started: the number has/);
  }
  expect((await post(null, { confirm: wanted })).status).toBe(202);
  expect((await own.pool.query(started)).rows).toEqual([{ expected: wanted }]);

  const purging = await makeKey("purge.run");
  const purge = { job: "purge-users", options: { recordType: "public" }, confirm: 0 };
  expect((await post(null, { ...purge, policy: "keepStatistics" }, purging)).error).toMatch(
    /the Delete User Policy was changed to/,
  );
  expect((await post(null, { policy: "keepStatistics", confirm: wanted })).status).toBe(400);
  expect(await runs()).toHaveLength(1);
});

test.each(["", "a b", "ä", "x".repeat(201)])("the Idempotency-Key %j is no key", async (sent) => {
  expect((await post(sent)).status).toBe(400);
  expect(await runs()).toEqual([]);
});

test("a run that a key asked for names it, on the run and in the audit", async () => {
  const { id } = await post(null);
  const request = new Request("http://localhost:3000/api/job-runs", { headers: withKey(key) });
  const answer = await readRuns(request, { params: Promise.resolve({}) });
  expect(await answer.json()).toMatchObject({
    runs: [{ id, submittedVia: "api", submittedBy: "Key anonymization.run, jobs.read" }],
  });
  const { rows } = await own.pool.query<{ actor: string }>(
    "SELECT actor FROM console.audit WHERE subject = $1",
    [`run ${id}`],
  );
  expect(rows).toEqual([{ actor: expect.stringMatching(/^key lethe_/) }]);
});
