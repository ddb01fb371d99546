import { afterEach, beforeEach, expect, test } from "vitest";
import { openDatabase, type Database } from "#db/client.ts";
import { claimLetter, lettersWaiting } from "#db/queries/letter-outbox.ts";
import { testDatabase, type TestDatabase } from "../../test/database.ts";
import { insertLetters } from "../../test/letters.ts";
import { makeLibrary } from "../../test/library.ts";
import { startSmtpServer, type Manner, type SmtpServer } from "../../test/smtp-server.ts";
import { sendMails } from "./send-mails.ts";

const patience = { answer: 300, attempt: 2_000 };

let home: TestDatabase;
let db: Database;
let server: SmtpServer | undefined;

beforeEach(async () => {
  home = await testDatabase();
  db = openDatabase(home.url);
  await makeLibrary(home.pool, 3);
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  await db.end();
  await home.drop();
});

/** Letters of a run, to so many users, as if they were written so many hours ago. */
const write = (users: number, hours = 0) =>
  home.pool.query(
    `SELECT patron.make_letter_month(current_date), patron.make_letter_month(current_date - 2);
     INSERT INTO patron.letters (user_id, letter_code, channel, created_at, created_on, sent, subject, addresses, body)
     SELECT id, 'UserNotificationsLetter', 'email', now() - interval '${hours} hours', (now() - interval '${hours} hours')::date,
       false, 'Your account', 'u' || id || '@example.org', 'It closes.' FROM patron.users WHERE id <= ${users}`,
  );
async function serverThatIs(manner: Manner): Promise<SmtpServer> {
  server = await startSmtpServer(manner);
  await home.pool.query(
    "UPDATE console.mail_settings SET host = '127.0.0.1', port = $1, security = 'none', sender = 'lethe@example.org'",
    [server.port],
  );
  return server;
}
const send = () => sendMails(db, { patience });
const waiting = () => db.transaction("lethe_web", lettersWaiting);
const sent = async () => (await home.pool.query("SELECT FROM patron.letters WHERE sent")).rowCount;

test("a letter that a run wrote is sent once, to its address, and then is sent", async () => {
  const taken = await serverThatIs("good");
  await write(2);
  expect(await waiting()).toEqual([{ state: "waiting", letters: 2 }]);
  await Promise.all([send(), send()]);
  await send();
  expect(taken.mails.map(({ to }) => to).toSorted()).toEqual(["u1@example.org", "u2@example.org"]);
  expect(taken.mails[0]?.text).toContain("It closes.");
  expect(await sent()).toBe(2);
  expect(await waiting()).toEqual([]);
});

test("without a mail server a letter waits; a day later it is kept, and a server set then does not send it", async () => {
  await write(1);
  await send();
  expect(await waiting()).toEqual([{ state: "waiting", letters: 1 }]);
  await write(2, 25);
  const taken = await serverThatIs("good");
  await send();
  expect(taken.mails).toHaveLength(1);
  expect(await waiting()).toEqual([{ state: "kept", letters: 2 }]);
});

test("what the server refuses is tried again after a minute, and four times at most", async () => {
  await serverThatIs("no recipient");
  await write(1);
  await send();
  await send();
  expect((await home.pool.query("SELECT attempts, problem FROM patron.letters")).rows).toEqual([
    { attempts: 1, problem: expect.stringContaining("refused") as unknown },
  ]);
  for (let attempt = 2; attempt <= 6; attempt += 1) {
    await home.pool.query(
      "UPDATE patron.letters SET attempted_at = attempted_at - interval '2 hours'",
    );
    await send();
  }
  expect((await home.pool.query("SELECT attempts FROM patron.letters")).rows).toEqual([
    { attempts: 5 },
  ]);
  expect(await waiting()).toEqual([{ state: "failed", letters: 1 }]);
  // Two days later it is still the server that refused it, and not the time that went by.
  await home.pool.query("UPDATE patron.letters SET created_at = created_at - interval '2 days'");
  expect(await waiting()).toEqual([{ state: "failed", letters: 1 }]);
});

test("a worker that dies while it hands a letter over leaves an attempt that nobody repeats", async () => {
  await write(1);
  await db.transaction("lethe_worker", async (tx) => {
    expect(await claimLetter(tx)).toMatchObject({ recipient: "u1@example.org" });
  });
  const taken = await serverThatIs("good");
  await send();
  expect(taken.mails).toEqual([]);
  await home.pool.query(
    "UPDATE patron.letters SET attempted_at = attempted_at - interval '1 hour'",
  );
  await send();
  expect(taken.mails).toEqual([]);
  expect(await waiting()).toEqual([{ state: "unknown", letters: 1 }]);
});

test("a letter to an account that was deleted meanwhile is not sent", async () => {
  const taken = await serverThatIs("good");
  await write(2);
  await home.pool.query(
    "UPDATE patron.users SET status = 'deleted', deleted_on = current_date, deleted_under = 'keepFullyReportable' WHERE id = 1",
  );
  await send();
  expect(taken.mails.map(({ to }) => to)).toEqual(["u2@example.org"]);
  expect(await sent()).toBe(1);
});

test("what an import brought is nobody's to send", async () => {
  const taken = await serverThatIs("good");
  await insertLetters(home.pool, [
    {
      userId: 1,
      letterCode: "UserNotificationsLetter",
      createdOn: new Date().toISOString().slice(0, 10),
      sent: false,
    },
  ]);
  await home.pool.query(
    "UPDATE patron.letters SET source_id = 1, source_number = '1', addresses = 'a@b', body = 'x'",
  );
  await send();
  expect(taken.mails).toEqual([]);
});
