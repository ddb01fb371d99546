import { afterEach, beforeEach, describe, expect, test } from "vitest";
import pg from "pg";
import { openDatabase, type Database } from "#db/client.ts";
import { counts, freshLibrary } from "#imports/fresh-library.ts";
import { startRun } from "#jobs/engine/start.ts";
import { workRun } from "#jobs/engine/work-run.ts";
import { policies, type DeletePolicy } from "#jobs/purge-users/fate.ts";

/* Purges and imports of the same users: one after the other, and both at once. */

const { url, rows, value, importText, waitUntil } = freshLibrary(async () => {
  await importText("users.csv", users);
  for (const [name, content] of Object.entries(records)) await importText(name, content);
});
let db: Database;
beforeEach(() => {
  db = openDatabase(url());
});
afterEach(() => db.end());

const users = `primary_id,first_name,last_name,user_group,barcode,email,phone,address,statistics,note,block,roles,expiry_date,purge_date
dora,Dora,Quist,STUDENT,BD1,dora@example.org,+41 7,Old Street 1,FAC:ARTS,Rang often,OVERDUE,200,2026-01-31,2026-02-01
emil,Emil,Stays,STUDENT,BE1,emil@example.org,+41 8,Old Street 2,FAC:ARTS,,,200,2030-01-31,
`;
/** Each finished, and without a note. */
const records = {
  "loans.csv":
    "loan_id,primary_id,item_barcode,library,loan_date,return_date\nL1,dora,I1,MAIN,2026-01-05,2026-01-20\n",
  "fees.csv":
    "fee_id,primary_id,type,status,library,original_amount,created,closed\nF1,dora,LOST,closed,MAIN,5,2026-01-21,2026-01-22\n",
  "requests.csv":
    "request_id,primary_id,type,status,library,created,ended\nR1,dora,hold,completed,MAIN,2026-01-05,2026-01-06\n",
  "borrowing_requests.csv":
    "request_id,primary_id,status,library,created,ended\nB1,dora,completed,MAIN,2026-01-05,2026-01-20\n",
  "letters.csv":
    "letter_id,primary_id,letter_code,created,subject\nK1,dora,FulLoanReceiptLetter,2026-01-05,Dear Dora\n",
};
type File = keyof typeof records;

const start = async () =>
  (
    await db.transaction("lethe_web", (tx) =>
      startRun(tx, {
        job: "purge-users",
        submittedVia: "screen",
        options: { recordType: "public" },
        confirm: 1,
      }),
    )
  ).id;
const ended = async (id: number) =>
  (await rows(`SELECT status, verdict, removed::int FROM console.job_runs WHERE id = ${id}`))[0] as
    { status: string; verdict: string; removed: number } | undefined;
const purgedWell = { status: "completed", verdict: "good", removed: 1 };

async function purge() {
  const id = await start();
  await workRun(db, id);
  expect(await ended(id)).toEqual(purgedWell);
}

const parts = ["identifiers", "addresses", "emails", "phones", "notes", "blocks", "roles"];
const linkTables = ["loan_links", "fee_links", "request_links", "borrowing_links"];

describe.each(policies)("importing the same again after a purge: %s", (policy) => {
  const keepsRow = policy !== "fullyRemove";
  const keepsId = (
    { keepFullyReportable: 1, keepStatistics: 1 } as Partial<Record<DeletePolicy, number>>
  )[policy];
  const old = () => rows("SELECT u::text AS row FROM patron.users u WHERE status = 'deleted'");
  const facts = () =>
    rows(`SELECT 'loan', r::text FROM record.loans r UNION ALL SELECT 'fee', r::text FROM record.fees r
      UNION ALL SELECT 'request', r::text FROM record.requests r UNION ALL SELECT 'borrowing', r::text FROM record.borrowing_requests r
      UNION ALL SELECT 'letters', c::text FROM record.letter_counts c ORDER BY 1, 2`);

  beforeEach(async () => {
    await rows(`UPDATE console.institution SET delete_user_policy = '${policy}'`);
  });

  test("makes a new account with what the file says and nothing of the old", async () => {
    const first = await value("SELECT id FROM patron.users WHERE primary_id = 'dora'");
    await rows(
      `INSERT INTO patron.sets (name, private, kind) VALUES ('Chosen', false, 'itemized');
       INSERT INTO patron.set_members VALUES (1, ${String(first)});
       INSERT INTO patron.user_proxies SELECT ${String(first)}, id FROM patron.users WHERE primary_id = 'emil'`,
    );
    await purge();
    const before = [await old(), await facts()];
    const report = await importText("users.csv", users);
    expect(counts(report)).toEqual([1, 0, 1, 0, 0]);
    expect(report.newAccountsForPurged ?? 0).toBe(keepsId ?? 0);
    const [account] = await rows(
      "SELECT id, first_name, last_name, created_at = (SELECT max(created_at) FROM patron.users) AS newest, last_activity_month FROM patron.users WHERE primary_id = 'dora' AND status = 'active'",
    );
    expect(account).toMatchObject({
      first_name: "Dora",
      last_name: "Quist",
      newest: true,
      last_activity_month: null,
    });
    expect(account.id).not.toBe(first);
    const of = (table: string) =>
      value(`SELECT count(*)::int FROM patron.${table} WHERE user_id = ${account.id}`);
    for (const part of parts) expect([part, await of(`user_${part}`)]).toEqual([part, 1]);
    const nothing = [...linkTables, "letters", "set_members", "user_proxies", "user_history"];
    for (const table of nothing) expect([table, await of(table)]).toEqual([table, 0]);
    expect([await old(), await facts()]).toEqual(before);
  });

  test("brings nothing back of what was borrowed", async () => {
    await purge();
    await importText("users.csv", users);
    const links = async () =>
      Promise.all(
        linkTables.map((table) => rows(`SELECT l::text AS row FROM patron.${table} l ORDER BY 1`)),
      );
    const before = [await facts(), await links()];
    for (const [name, content] of Object.entries(records)) {
      const { rejects, alreadyAnonymized } = await importText(name, content);
      const isLinked = name === "letters.csv" ? policy === "keepFullyReportable" : keepsRow;
      expect([name, alreadyAnonymized, rejects.map(({ reason }) => reason)]).toEqual([
        name,
        isLinked ? 0 : 1,
        isLinked ? [expect.stringMatching(/ belongs to another user\.$/)] : [],
      ]);
    }
    expect([await facts(), await links()]).toEqual(before);
  });

  test("nor a note, by a line that names nobody", async () => {
    await purge();
    const report = await importText(
      "loans.csv",
      "loan_id,primary_id,item_barcode,library,loan_date,return_date,note\nL1,,I1,MAIN,2026-01-05,2026-01-20,Dora rang\n",
    );
    expect(counts(report)).toEqual(keepsRow ? [0, 0, 1, 0, 0] : [0, 0, 0, 1, 0]);
    expect(await value("SELECT count(text)::int FROM patron.loan_notes")).toBe(0);
  });
});

test("a new user whose primary ID is the internal ID of a purged one is no purged one", async () => {
  const id = String(await value("SELECT id FROM patron.users WHERE primary_id = 'dora'"));
  await purge();
  const report = await importText("users.csv", `primary_id,last_name\n${id},Other\n`);
  expect([report.created, report.newAccountsForPurged ?? 0]).toEqual([1, 0]);
});

/** One new record, or letter, of the user who is to be purged; NEW is a code that nobody has seen yet. */
const another: Record<File, string> = {
  "loans.csv":
    "loan_id,primary_id,item_barcode,library,loan_date,return_date\nL9,dora,I1,NEW,2026-01-25,\n",
  "fees.csv":
    "fee_id,primary_id,type,status,library,original_amount,created,closed\nF9,dora,LOST,active,NEW,5,2026-01-25,\n",
  "requests.csv":
    "request_id,primary_id,type,status,library,created,ended\nR9,dora,hold,placed,NEW,2026-01-25,\n",
  "borrowing_requests.csv":
    "request_id,primary_id,status,library,created,ended\nB9,dora,shipped,NEW,2026-01-25,\n",
  "letters.csv": "letter_id,primary_id,letter_code,created,subject\nK9,dora,NEW,2026-01-25,Dora\n",
};
const files = Object.keys(another) as File[];

/** Somebody who holds something back until told. */
async function holding(statement: string) {
  const client = new pg.Client(url());
  await client.connect();
  await client.query("BEGIN");
  await client.query(statement);
  return async () => {
    await client.query("ROLLBACK");
    await client.end();
  };
}
const waiting = (count: number) =>
  waitUntil(
    `SELECT count(DISTINCT pid) = ${count} FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE NOT granted AND datname = current_database()`,
  );
/** Open, or a letter, of somebody who is deleted. */
const leftOver = () =>
  value(`SELECT sum(n)::int FROM (${linkTables
    .map(
      (table) =>
        `SELECT count(*) AS n FROM patron.${table} l JOIN patron.users u ON u.id = l.user_id WHERE u.status = 'deleted' AND NOT l.finished`,
    )
    .join(" UNION ALL ")}
    UNION ALL SELECT count(*) FROM patron.letters l JOIN patron.users u ON u.id = l.user_id WHERE u.status = 'deleted') AS left_over`);

describe("both at once", () => {
  test.each(files)("a purge waits for an import that names its user: %s", async (name) => {
    const codes = name === "letters.csv" ? "console.letter_types" : "record.libraries";
    const more = name === "letters.csv" ? ", channel, patron_facing" : "";
    const letGo = await holding(
      `INSERT INTO ${codes} (code, name${more}) VALUES ('NEW', 'New'${more && ", 'email', true"})`,
    );
    const importing = importText(name, another[name]);
    await waiting(1);
    const id = await start();
    const working = workRun(db, id);
    await waiting(2);
    await letGo();
    expect((await importing).created).toBe(1);
    await working;
    // What was asked for is cancelled, what was sent goes; the rest keeps its user.
    const goes = name === "requests.csv" || name === "letters.csv";
    expect(await ended(id)).toEqual(
      goes ? purgedWell : { ...purgedWell, status: "completedWithNoRecords", removed: 0 },
    );
    expect(await leftOver()).toBe(0);
  });

  test.each(files)("an import waits for a purge that is at its user: %s", async (name) => {
    const letGo = await holding("SELECT FROM patron.borrowing_links FOR UPDATE");
    const id = await start();
    const working = workRun(db, id);
    await waiting(1);
    const importing = importText(name, another[name]);
    await waiting(2);
    await letGo();
    expect((await importing).rejects.map(({ reason }) => reason)).toEqual([
      "No user has this primary ID.",
    ]);
    await working;
    expect(await ended(id)).toEqual(purgedWell);
    expect(await leftOver()).toBe(0);
  });

  test("an import of users waits for a purge as well, and makes a new account", async () => {
    const letGo = await holding("SELECT FROM patron.borrowing_links FOR UPDATE");
    const id = await start();
    const working = workRun(db, id);
    await waiting(1);
    const importing = importText("users.csv", users);
    await waiting(2);
    await letGo();
    await expect(importing).rejects.toThrow("purged or renamed during the import");
    await working;
    expect(await ended(id)).toEqual(purgedWell);
    expect(counts(await importText("users.csv", users))).toEqual([1, 0, 1, 0, 0]);
  });
});
