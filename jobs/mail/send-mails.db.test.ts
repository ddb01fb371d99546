import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openDatabase, type Database, type Tx } from "#db/client.ts";
import { contentVersion } from "#db/queries/content-version.ts";
import { readSubscriptions, saveSubscriptions } from "#db/queries/mail.ts";
import { claimMail, endAttempt, listOutbox, resendMail } from "#db/queries/outbox.ts";
import { testDatabase, type TestDatabase } from "../../test/database.ts";
import { anonymizeAfter, makeManyLoans } from "../../test/many-loans.ts";
import { startSmtpServer, type Manner, type SmtpServer } from "../../test/smtp-server.ts";
import { abortRun } from "../engine/abort.ts";
import { moveRun } from "../engine/move-run.ts";
import { startRun } from "../engine/start.ts";
import { workRun } from "../engine/work-run.ts";
import { sendMails } from "./send-mails.ts";

const patience = { answer: 300, attempt: 2_000 };

let home: TestDatabase;
let db: Database;
let server: SmtpServer | undefined;

beforeEach(async () => {
  home = await testDatabase();
  db = openDatabase(home.url);
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  await db.end();
  await home.drop();
});

const asWeb = <T>(work: (tx: Tx) => Promise<T>) => db.transaction("lethe_web", work);
const subscribed = (...emails: string[]) =>
  asWeb((tx) => saveSubscriptions(tx, "anonymization", () => emails));
test("the second of two who replace the addresses is told, and one more is added to those that stand", async () => {
  await subscribed("one@example.org");
  const read = contentVersion(await asWeb((tx) => readSubscriptions(tx, "anonymization")));
  await asWeb((tx) =>
    saveSubscriptions(tx, "anonymization", (stands) => [...stands, "two@example.org"]),
  );
  const second = asWeb((tx) => saveSubscriptions(tx, "anonymization", () => [], read));
  await expect(second).rejects.toThrow("changed by somebody else meanwhile");
  expect(await asWeb((tx) => readSubscriptions(tx, "anonymization"))).toEqual([
    "one@example.org",
    "two@example.org",
  ]);
});

const send = () => sendMails(db, { patience });

async function serverThatIs(manner: Manner): Promise<SmtpServer> {
  server = await startSmtpServer(manner);
  await home.pool.query(
    "UPDATE console.mail_settings SET host = '127.0.0.1', port = $1, security = 'none', sender = 'lethe@example.org'",
    [server.port],
  );
  return server;
}

async function endARun(): Promise<number> {
  const { id } = await asWeb((tx) =>
    startRun(tx, { job: "anonymization", submittedVia: "screen" }),
  );
  await workRun(db, id, { untilEnded: true });
  return id;
}

const outbox = async () => (await asWeb((tx) => listOutbox(tx))).mails;
const states = async () => (await outbox()).map(({ state }) => state);
/** As if the last attempt had been longer ago. */
const later = (minutes: number) =>
  home.pool.query(
    "UPDATE console.outbox SET attempted_at = attempted_at - make_interval(mins => $1)",
    [minutes],
  );

test("each subscriber gets one mail of a run's end, with its numbers and no patron", async () => {
  await makeManyLoans(home.pool, 1_000);
  await anonymizeAfter(home.pool, 60);
  const taken = await serverThatIs("good");
  await subscribed("One@example.org", "one@example.org", "two@example.org");
  await endARun();
  await send();
  await send();
  expect(taken.mails.map(({ to }) => to).toSorted()).toEqual([
    "one@example.org",
    "two@example.org",
  ]);
  expect(await states()).toEqual(["sent", "sent"]);
  const text = taken.mails.map((mail) => mail.text).join();
  expect(text).toContain("Completed successfully");
  const { rows } = await home.pool.query<{ n: string }>(
    "SELECT sum(count) AS n FROM console.job_counters WHERE measure = 'records'",
  );
  expect(text).toContain(`Let go: ${rows[0]?.n} records`);
  expect(text).not.toMatch(/Name \d|\bp\d+\b|Note \d/);
});

test.each([
  ["letters-purge", "Removed: 120 letters. Held back: 1 letter."],
  ["purge-users", "Purged: 120 users. Held back: 1 user."],
  ["update-users", "Changed or notified: 120 users. Held back: 1 user."],
] as const)("of %s it says what it did and to what", async (job, said) => {
  await asWeb((tx) => saveSubscriptions(tx, job, () => ["one@example.org"]));
  const { rows } = await home.pool.query<{ id: string }>(
    `INSERT INTO console.job_runs (job, submitted_via, cut_off, time_zone, frozen)
     VALUES ($1, 'screen', current_date, 'UTC', '{}') RETURNING id`,
    [job],
  );
  const id = Number(rows[0]?.id);
  await home.pool.query(
    `INSERT INTO console.job_counters VALUES ($1, '', 'records', '', 120), ($1, '', 'heldBack', '', 1)`,
    [id],
  );
  await db.transaction("lethe_worker", (tx) => moveRun(tx, id, ["queued"], "running"));
  await db.transaction("lethe_worker", (tx) => moveRun(tx, id, ["running"], "completed"));
  expect((await outbox()).map(({ body }) => body)).toEqual([expect.stringContaining(said)]);
});

test("who subscribes later is not told of what has ended before", async () => {
  await serverThatIs("good");
  await endARun();
  await subscribed("late@example.org");
  await send();
  expect(await outbox()).toEqual([]);
});

test("an aborted run is told of too", async () => {
  await subscribed("one@example.org");
  const { id } = await asWeb((tx) =>
    startRun(tx, { job: "anonymization", submittedVia: "screen" }),
  );
  await asWeb((tx) => abortRun(tx, id));
  await workRun(db, id, { untilEnded: true });
  expect((await outbox()).map(({ subject }) => subject)).toEqual([
    "Aborted by user: Fulfillment – Handle Historical Archiving",
  ]);
});

test("without a mail server nothing is tried, and the mail is there to be read", async () => {
  await subscribed("one@example.org");
  await endARun();
  await send();
  expect(await outbox()).toMatchObject([{ attempts: 0, state: "waiting" }]);
});

describe("each recipient gets a mail at most once", () => {
  beforeEach(async () => {
    await subscribed("one@example.org");
    await endARun();
  });

  test("from a server that is down, and up again later", async () => {
    const down = await serverThatIs("good");
    await down.close();
    server = undefined;
    await send();
    expect(await outbox()).toMatchObject([
      { state: "waiting", attempts: 1, problem: expect.stringContaining("cannot be reached") },
    ]);
    const up = await serverThatIs("good");
    await send();
    expect(up.mails).toHaveLength(0);
    await later(2);
    await send();
    await later(2);
    await send();
    expect(up.mails).toHaveLength(1);
    expect(await states()).toEqual(["sent"]);
  });

  test("from a server that does not even greet: tried five times, then left to a person", async () => {
    const mute = await serverThatIs("mute");
    for (let attempt = 0; attempt < 7; attempt += 1) {
      await send();
      await later(300);
    }
    expect(await outbox()).toMatchObject([{ state: "failed", attempts: 5 }]);
    mute.manner = "good";
    await send();
    expect(mute.mails).toHaveLength(0);
    const [mail] = await outbox();
    await asWeb((tx) => resendMail(tx, mail!.id));
    await send();
    expect(mute.mails).toHaveLength(1);
    await expect(asWeb((tx) => resendMail(tx, mail!.id))).rejects.toThrow("not sent twice");
  });

  test.each<Manner>(["silent after text", "drops"])(
    "from a server that is %s: its end is not known, and no machine repeats it",
    async (manner) => {
      const taken = await serverThatIs(manner);
      await send();
      const [mail] = await outbox();
      expect(mail).toMatchObject({ state: "sending", problem: null });
      await expect(asWeb((tx) => resendMail(tx, mail!.id))).rejects.toThrow("being sent");
      await later(500);
      taken.manner = "good";
      await send();
      expect(taken.mails).toHaveLength(1);
      expect(await states()).toEqual(["unknown"]);
      await asWeb((tx) => resendMail(tx, mail!.id));
      await send();
      expect(taken.mails).toHaveLength(2);
      expect(await states()).toEqual(["sent"]);
    },
  );

  test("from a server that answers everything twice", async () => {
    const taken = await serverThatIs("twice");
    await send();
    await later(500);
    await send();
    expect(taken.mails).toHaveLength(1);
    expect(await states()).toEqual(["sent"]);
  });

  test.each<Manner>(["no recipient", "no text"])(
    "from a server that says %s: its words are shown, and it was not sent",
    async (manner) => {
      await serverThatIs(manner);
      await send();
      expect(await outbox()).toMatchObject([
        { state: "waiting", problem: expect.stringMatching(/refused it: 55\d 5/) },
      ]);
    },
  );

  test("from a worker that dies between the attempt and its end", async () => {
    const taken = await serverThatIs("good");
    await db.transaction("lethe_worker", claimMail);
    await later(500);
    await send();
    expect(taken.mails).toHaveLength(0);
    expect(await states()).toEqual(["unknown"]);
  });

  test("from a worker that tells of its attempt when another has begun", async () => {
    const taken = await serverThatIs("good");
    const claim = () => db.transaction("lethe_worker", claimMail);
    const first = (await claim())!;
    await later(500);
    await asWeb((tx) => resendMail(tx, first.id));
    await claim();
    await db.transaction("lethe_worker", (tx) => endAttempt(tx, first, { problem: "Timeout" }));
    await later(500);
    await send();
    expect(taken.mails).toHaveLength(0);
    expect(await states()).toEqual(["unknown"]);
  });

  test("from any number of workers", async () => {
    const taken = await serverThatIs("good");
    await subscribed(...Array.from({ length: 20 }, (_, n) => `reader${n}@example.org`));
    await endARun();
    const others = [openDatabase(home.url), openDatabase(home.url)];
    await Promise.all([db, ...others].map((one) => sendMails(one, { patience })));
    await Promise.all(others.map((one) => one.end()));
    expect(taken.mails).toHaveLength(21);
    expect(new Set(taken.mails.map(({ to }) => to)).size).toBe(21);
  });

  test("but old news is kept, and never sent", async () => {
    const taken = await serverThatIs("good");
    await home.pool.query("UPDATE console.outbox SET created_at = now() - interval '25 hours'");
    await send();
    expect(taken.mails).toHaveLength(0);
    expect(await states()).toEqual(["kept"]);
  });
});
