import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Handler } from "#lib/server/handler.ts";
import { makeStaff, ownDatabase, signedIn } from "#lib/server/testing.ts";
import { makeKey, withKey } from "#lib/server/testing-keys.ts";
import { anonymizeAfter, makeManyLoans } from "../../../test/many-loans.ts";
import { POST as start } from "../job-runs/route.ts";
import { DELETE as release, PUT as engage } from "../kill-switches/[scope]/route.ts";
import { GET as read } from "./[id]/route.ts";
import { POST as decide } from "./[id]/decision/route.ts";

type Person = "runner" | "other" | "letters" | "auditor" | "administrator";

let own: Awaited<ReturnType<typeof ownDatabase>>;
let key: string;
let confirm: number;
const people = {} as Record<Person, Headers>;

beforeAll(async () => {
  own = await ownDatabase();
  await makeManyLoans(own.pool, 100);
  await anonymizeAfter(own.pool, 30);
  key = await makeKey("anonymization.run", "jobs.read");
  const roles = {
    runner: "fulfillmentAdministrator",
    other: "fulfillmentAdministrator",
    letters: "letterAdministrator",
    auditor: "auditor",
    administrator: "generalSystemAdministrator",
  } as const;
  for (const person of Object.keys(roles) as Person[]) {
    await makeStaff(`${person}@example.org`, roles[person]);
    people[person] = await signedIn(`${person}@example.org`);
  }
});
afterAll(() => own.end());
beforeEach(() =>
  own.pool.query(`DELETE FROM console.job_runs; DELETE FROM console.run_proposals;
    DELETE FROM console.kill_switches; UPDATE console.run_limits SET approval_above = 5`),
);

interface Answer {
  status: number;
  id?: number | null;
  proposal?: number;
  runId?: number | null;
  expected?: number;
  hash?: string;
  error?: string;
}

async function ask(route: Handler, headers: Headers, body?: object, params = {}): Promise<Answer> {
  const request = new Request("http://localhost:3000/api", {
    method: body === undefined ? "GET" : "POST",
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const response = await route(request, { params: Promise.resolve(params) });
  return { status: response.status, ...((await response.json()) as object) };
}

const post = (headers: Headers) => ask(start, headers, { job: "anonymization", confirm });
const approval = async (headers: Headers, id: unknown) => {
  const proposal = await ask(read, headers, undefined, { id: String(id) });
  const body = { decision: "approve", confirm: proposal.expected, hash: proposal.hash };
  return ask(decide, headers, body, { id: String(id) });
};

test("a script's large run waits for a person, who is not the maker of its key", async () => {
  const wrong = await ask(start, withKey(key), { job: "anonymization", confirm: 1 });
  confirm = Number(/to (\d+) /.exec(String(wrong.error))?.[1]);
  const asked = await post(withKey(key));
  expect(asked).toMatchObject({ status: 202, id: null });
  const second = await approval(people.other, asked.proposal);
  expect(second).toMatchObject({ status: 200 });
  const { rows } = await own.pool.query(
    "SELECT submitted_via, approved_by IS NOT NULL AS approved FROM console.job_runs WHERE id = $1",
    [second.runId],
  );
  expect(rows).toEqual([{ submitted_via: "api", approved: true }]);
});

test("a request sent again with its Idempotency-Key finds its proposal, whatever became of it", async () => {
  const asking = withKey(key, { "idempotency-key": "nightly-1" });
  const first = await post(asking);
  expect(first).toEqual({ status: 202, id: null, proposal: expect.any(Number) as unknown });
  expect(await post(asking)).toEqual(first);
  await ask(decide, people.other, { decision: "decline" }, { id: String(first.proposal) });
  expect(await post(asking)).toEqual(first);

  const next = withKey(key, { "idempotency-key": "nightly-2" });
  const answers = await Promise.all(Array.from({ length: 10 }, () => post(next)));
  const [second] = answers;
  expect(new Set(answers.map(({ status, proposal }) => `${status} ${proposal}`)).size).toBe(1);
  expect((await approval(people.other, second?.proposal)).status).toBe(200);
  await own.pool.query("UPDATE console.job_runs SET status = 'failed', ended_at = now()");
  expect(await post(next)).toEqual(second);
  const { rows } = await own.pool.query("SELECT id::int FROM console.run_proposals ORDER BY id");
  expect(rows).toEqual([{ id: first.proposal }, { id: second?.proposal }]);
});

test("neither who asked, nor who may not run the job, nor a key approves", async () => {
  const { proposal } = await post(people.runner);
  expect(await approval(people.runner, proposal)).toMatchObject({
    status: 409,
    error: "You asked for this run yourself. Another person has to approve it.",
  });
  for (const person of ["letters", "auditor"] as const) {
    expect([person, (await approval(people[person], proposal)).status]).toEqual([person, 403]);
  }
  expect((await approval(withKey(key), proposal)).status).toBe(409);
  expect((await own.pool.query("SELECT FROM console.job_runs")).rowCount).toBe(0);
});

test("a job's switch is for who runs it, that of all jobs for the administrator", async () => {
  const tried = async (route: Handler, person: Person, scope: string) => {
    const request = new Request("http://localhost:3000/api", {
      method: "PUT",
      headers: people[person],
      body: JSON.stringify(route === engage ? { reason: "Migration" } : undefined) ?? null,
    });
    return (await route(request, { params: Promise.resolve({ scope }) })).status;
  };
  for (const [person, one, all] of [
    ["runner", 200, 403],
    ["letters", 403, 403],
    ["auditor", 403, 403],
    ["administrator", 200, 200],
  ] as const) {
    expect([person, await tried(engage, person, "anonymization")]).toEqual([person, one]);
    expect([person, await tried(engage, person, "all")]).toEqual([person, all]);
    await own.pool.query(
      `INSERT INTO console.kill_switches (scope) VALUES ('all'), ('anonymization') ON CONFLICT DO NOTHING`,
    );
    expect([person, await tried(release, person, "anonymization")]).toEqual([person, one]);
    expect([person, await tried(release, person, "all")]).toEqual([person, all]);
    await own.pool.query("DELETE FROM console.kill_switches");
  }
});

test("while a switch is engaged nothing is started", async () => {
  await own.pool.query("INSERT INTO console.kill_switches (scope) VALUES ('all')");
  expect(await post(people.runner)).toMatchObject({
    status: 409,
    error: expect.stringContaining("the kill switch of all jobs is engaged") as unknown,
  });
});
