import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isBytes } from "#lib/server/description.ts";
import { MAX_JSON_BYTES } from "#lib/server/request-body.ts";
import { methods, type Operation } from "#lib/server/operations.ts";
import { makeStaff, ownDatabase, ownPage, signedIn } from "#lib/server/testing.ts";
import { makeKey, withKey } from "#lib/server/testing-keys.ts";
import { keyScopes, permits, staffRoles } from "#lib/permissions.ts";
import { insertLetters } from "../../test/letters.ts";
import { anonymizeAfter, makeManyLoans } from "../../test/many-loans.ts";
import { exampleId } from "./imports/schema.ts";
import { exampleSet, exampleUpload } from "./sets/schema.ts";
import { operations } from "./operations.ts";

/*
 * Every handler, called as Next calls it, on a real database. What is asked for is the example of
 * its own description, so a new handler is tested by being there.
 */

let own: Awaited<ReturnType<typeof ownDatabase>>;
const keys = new Map<string, string>();
const sessions = new Map<string, Headers>();

beforeAll(async () => {
  own = await ownDatabase();
  await makeManyLoans(own.pool, 100);
  await anonymizeAfter(own.pool, 30);
  await insertLetters(own.pool, [
    { userId: 1, letterCode: "FulLoanReceiptLetter", createdOn: "2026-01-05" },
  ]);
  for (const scope of keyScopes) keys.set(scope, await makeKey(scope));
  for (const role of staffRoles) {
    await makeStaff(`${role}@example.org`.toLowerCase(), role);
    sessions.set(role, await signedIn(`${role}@example.org`.toLowerCase()));
  }
});
afterAll(() => own.end());

interface Sent {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
}

async function call(one: Operation, headers: Headers, sent: Sent = one.description.example ?? {}) {
  const search = new URLSearchParams(
    Object.entries(sent.query ?? {}).flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map((each) => [name, String(each)]),
    ),
  );
  const request = new Request(`http://localhost:3000${one.path}?${search}`, {
    method: one.method,
    headers,
    ...(one.method !== "GET" && { body: bodyOf(sent.body) }),
  });
  return one.handler(request, { params: Promise.resolve(asText(sent.params)) as Promise<Params> });
}

const bodyOf = (body: unknown) =>
  body instanceof Uint8Array
    ? new Uint8Array(body)
    : typeof body === "string"
      ? body
      : JSON.stringify(body ?? {});
type Params = Record<string, string>;

/** As Next gives them: undefined where the path has none. */
const asText = (params?: Record<string, unknown>) =>
  params &&
  Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)]));

const closed = operations.filter(({ description }) => description.permission !== "anyone");
const named = closed.map((one) => [`${one.method} ${one.path}`, one] as const);

test("there are handlers to be tested, and more than one method", () => {
  expect(closed.length).toBeGreaterThan(15);
  expect(
    methods.filter((method) => closed.some((one) => one.method === method)).length,
  ).toBeGreaterThan(2);
});

describe.each(named)("%s", (_, one) => {
  const { permission } = one.description;

  test("lets in the one scope it names, and no other", async () => {
    for (const scope of keyScopes) {
      const { status } = await call(one, withKey(keys.get(scope) ?? ""));
      expect([scope, status === 403]).toEqual([scope, scope !== permission]);
      expect([scope, status]).not.toEqual([scope, 401]);
    }
  });

  test("lets in the roles that hold its permission, and no other", async () => {
    for (const role of staffRoles) {
      const { status } = await call(one, sessions.get(role) ?? new Headers());
      const may = permission !== "anyone" && permits([role], permission);
      expect([role, status === 403]).toEqual([role, !may]);
    }
  });

  test("does nothing for nobody", async () => {
    expect((await call(one, ownPage())).status).toBe(401);
    expect((await call(one, withKey("lethe_nobody"))).status).toBe(401);
  });

  test("answers its example as it describes, with a key", async () => {
    await setScene(one);
    const response = await call(one, withKey(keys.get(permission) ?? ""), await example(one));
    const { answer, csv, status } = one.description;
    const text = await response.text();
    expect([text, response.status]).toEqual([text, status ?? 200]);
    if (answer) {
      expect(response.headers.get("content-type")).toMatch("application/json");
      expect(answer.safeParse(JSON.parse(text)).error).toBeUndefined();
    } else {
      expect(csv).toBeDefined();
      expect(response.headers.get("content-type")).toMatch("text/csv");
    }
  });

  test("says what it does not know in the address: 400", async () => {
    const sent = { ...one.description.example, query: { colour: "red" } };
    const response = await call(one, withKey(keys.get(permission) ?? ""), sent);
    expect(response.status).toBe(400);
    expect(await errorOf(response)).toContain("colour: there is no such key.");
  });
});

const withJson = named.filter(
  ([
    ,
    {
      description: { body },
    },
  ]) => body && !isBytes(body),
);

describe.each(withJson)("the body of %s", (_, { description }) => {
  const one = operations.find((other) => other.description === description)!;
  const send = async (body: unknown) => {
    const headers = withKey(keys.get(description.permission) ?? "");
    const response = await call(one, headers, { ...description.example, body });
    return [response.status, await errorOf(response)];
  };

  test("may hold nothing that there is not: 400", async () => {
    const body = { ...(description.example?.body as object), colour: "red" };
    expect(await send(body)).toEqual([400, "colour: there is no such key."]);
  });

  test("must be JSON in UTF-8: 400", async () => {
    const sentence = "The body is not JSON in UTF-8.";
    expect(await send("{")).toEqual([400, sentence]);
    expect(await send("[".repeat(100_000))).toEqual([400, sentence]);
    expect(await send(Buffer.from([0x22, 0xff, 0x22]))).toEqual([400, sentence]);
    expect(await send("")).toEqual([400, "This request needs a body in JSON."]);
  });

  test("is limited in size: 413", async () => {
    const [status, sentence] = await send(" ".repeat(MAX_JSON_BYTES + 1));
    expect([status, sentence]).toEqual([
      413,
      "The body is too large: at most 1,048,576 bytes are taken.",
    ]);
  });
});

const withBoth = named.filter(
  ([
    ,
    {
      description: { answer, csv },
    },
  ]) => answer && csv,
);

test.each(withBoth)("%s answers with CSV when that is asked for", async (_, one) => {
  const { permission, example } = one.description;
  const query = { ...example?.query, format: "csv" };
  const response = await call(one, withKey(keys.get(permission) ?? ""), { ...example, query });
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toMatch("text/csv");
  expect(await response.text()).toMatch(/^\w+(,\w+)+\r?\n/);
});

const errorOf = async (response: Response) => ((await response.json()) as { error: string }).error;

/** What an example speaks of is there: the versions of a first day, run 7 where a run is named, and mail 12 of it. */
async function setScene(one: Operation) {
  await own.pool
    .query(`DELETE FROM console.job_runs; DELETE FROM console.kill_switches; DELETE FROM console.run_proposals;
    DELETE FROM console.job_subscriptions;
    UPDATE console.run_limits SET version = 1, approval_above = NULL;
    UPDATE console.anonymization_families SET version = 3;
    UPDATE console.institution SET version = 1; UPDATE console.schedules SET version = 1;
    UPDATE console.letter_types SET version = 1; UPDATE console.mail_settings SET version = 1`);
  if (one.path.startsWith("/api/imports/")) return setUpload(one);
  if (one.path.startsWith("/api/sets/")) return setSet();
  if (one.path.startsWith("/api/run-proposals/")) return setProposal();
  if (one.path.startsWith("/api/kill-switches/")) return setSwitch(one);
  if (one.path.startsWith("/api/legal-holds")) return setHold();
  if (one.path.startsWith("/api/purge-jobs/")) return setPurgeJob();
  if (!one.path.includes("{id}") || one.path.startsWith("/api/users/")) return;
  await own.pool
    .query(`INSERT INTO console.job_runs (id, job, submitted_via, cut_off, time_zone, frozen)
    OVERRIDING SYSTEM VALUE VALUES (7, 'anonymization', 'commandLine', current_date, 'UTC', '{}');
    INSERT INTO console.outbox (id, run_id, recipient, subject, body, attempts, attempted_at, problem)
    OVERRIDING SYSTEM VALUE VALUES (12, 7, 'a@example.org', 'Ended', 'Ended', 1, now(), 'It cannot be reached.')`);
  if (one.path.endsWith("/resumption")) {
    await own.pool.query("UPDATE console.job_runs SET status = 'paused'");
  }
  if (one.path.endsWith("/acknowledgement")) {
    await own.pool.query(
      `UPDATE console.job_runs SET status = 'failed', ended_at = now(), verdict = 'bad', verdict_checks = '[]'`,
    );
  }
}

const setProposal = () =>
  own.pool
    .query(`INSERT INTO console.run_proposals (id, job, submitted_via, cut_off, time_zone, frozen, expected, hash, expires_at)
    OVERRIDING SYSTEM VALUE VALUES (3, 'anonymization', 'commandLine', current_date, 'UTC', '{}', 5, '', now() + interval '1 day')`);

/** The person of the examples, under the hold of the examples. */
const setHold = () =>
  own.pool
    .query(`DELETE FROM patron.legal_holds; UPDATE patron.users SET primary_id = 'S1004' WHERE id = 4;
    INSERT INTO patron.legal_holds (id, reason, owner, review_on, user_id) OVERRIDING SYSTEM VALUE
      VALUES (3, 'Claim 2026-17', 'Legal Department', '2027-06-30', 4)`);

/** Engaged where it is to be released. */
const setSwitch = async ({ method }: Operation) => {
  if (method === "DELETE") {
    await own.pool.query("INSERT INTO console.kill_switches (scope) VALUES ('anonymization')");
  }
};

async function setPurgeJob() {
  await own.pool.query(`INSERT INTO console.purge_jobs (id, record_type) OVERRIDING SYSTEM VALUE
    VALUES (1, 'public') ON CONFLICT DO NOTHING`);
}

/** The import of the examples, sent but for what the handler itself takes: an empty object of two bytes. */
async function setUpload({ method, path }: Operation) {
  const status = path.endsWith("/stop") ? "queued" : "uploading";
  await own.pool.query(`DELETE FROM console.imports;
    INSERT INTO console.imports (id, status, source, submitted_by) VALUES ('${exampleId}', '${status}', 'alma', 'operator');
    INSERT INTO patron.import_uploads (import_id, number, name, size) VALUES ('${exampleId}', 0, 'users.csv', 2)`);
  if (method === "PUT") return;
  await own.pool.query(
    "INSERT INTO patron.import_chunks (import_id, number, start, bytes) VALUES ($1, 0, 0, '{}')",
    [exampleId],
  );
}

/** The public set of the examples, with an upload of which one ID was not found. */
async function setSet() {
  await own.pool.query("TRUNCATE patron.sets CASCADE");
  await own.pool.query(
    "INSERT INTO patron.sets (id, name, kind, private) OVERRIDING SYSTEM VALUE VALUES ($1, 'A set', 'itemized', false)",
    [exampleSet],
  );
  await own.pool.query(
    "INSERT INTO patron.set_uploads (id, set_id, added, already_members, not_found, duplicates) VALUES ($1, $2, 0, 0, 1, 0)",
    [exampleUpload, exampleSet],
  );
  await own.pool.query("INSERT INTO patron.set_upload_lines VALUES ($1, 2, 'nobody', 'unknown')", [
    exampleUpload,
  ]);
}

/** The number to confirm is that of this library; a list of users is a file. */
async function example(one: Operation): Promise<Sent> {
  const sent: Sent = one.description.example ?? {};
  if (one.path.endsWith("/uploads")) return { ...sent, body: "USERNAME\np1\nnobody\n" };
  if (typeof sent.body !== "object" || !sent.body || !("confirm" in sent.body)) return sent;
  const preview = closed.find(({ path }) => path === "/api/anonymization/preview")!;
  const shown = await call(preview, withKey(keys.get("anonymization.read") ?? ""), {});
  return { ...sent, body: { ...sent.body, ...pick(await shown.json(), "confirm") } };
}

const pick = (from: unknown, name: string) =>
  typeof from === "object" && from !== null && name in from
    ? { [name]: (from as Record<string, unknown>)[name] }
    : {};
