import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { testDatabase, type TestDatabase } from "../test/database.ts";
import { lethe } from "./testing.ts";

let home: TestDatabase;
let folder: string;
beforeAll(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), "lethe config "));
});
beforeEach(async () => {
  await home?.drop();
  home = await testDatabase();
});
afterAll(async () => {
  await home.drop();
  await fs.rm(folder, { recursive: true });
});

/** The example of the documentation. */
const example = {
  version: 1,
  institution: { name: "Riverside University", timeZone: "Europe/Zurich", currency: "CHF" },
  anonymization: {
    active: true,
    schedule: { every: "day", at: "02:00" },
    families: {
      loans: {
        records: true,
        notes: true,
        rules: [
          {
            name: "Archive keeps",
            enabled: true,
            when: [{ parameter: "library", operator: "in", value: ["ARCH"] }],
            anonymize: false,
          },
          {
            name: "30 days",
            enabled: true,
            when: [
              { parameter: "daysSinceEnded", operator: ">", value: 30 },
              { parameter: "loansToRetain", operator: "beyond", value: 5 },
            ],
            anonymize: true,
          },
        ],
        default: false,
      },
      fees: {},
      requests: {},
      borrowingRequests: {},
    },
  },
  letters: {
    active: true,
    schedule: { every: "week", on: "Sunday", at: "03:00" },
    missedWithinHours: 12,
    retentionDays: { FulLoanReceiptLetter: 30, FulUserOverdueNoticeLetter: null },
  },
  deleteUserPolicy: "keepStatisticsAndRemovePrimaryId",
};

async function file(content: unknown): Promise<string> {
  const name = path.join(folder, "settings.json");
  await fs.writeFile(name, typeof content === "string" ? content : JSON.stringify(content));
  return name;
}

const run = (...args: string[]) => lethe(args, { env: { DATABASE_URL: home.url } });
const apply = async (content: unknown, ...more: string[]) =>
  run("config", "apply", await file(content), "--json", ...more);
const exported = async () => (await run("config", "export", "--json")).json();
const auditRows = async () =>
  (await home.pool.query("SELECT actor, action FROM console.audit")).rows;

test("the example is applied, exported as it was written, and then changes nothing", async () => {
  const first = await apply(example);
  expect(first.code).toBe(0);
  expect(first.json()).toMatchObject({
    changed: expect.arrayContaining([
      "The time zone becomes Europe/Zurich (was UTC).",
      "The anonymization job becomes active.",
      "Loan Anonymization Rules: added “Archive keeps”, “30 days”.",
      "What becomes of a missed time of the letters purge becomes caught up once, at most 12 hours late (was caught up once, as soon as it can be).",
      "The retention period of FulLoanReceiptLetter becomes 30 days (was blank).",
    ]) as unknown,
    warnings: [expect.stringMatching(/ARCH/) as unknown],
  });
  const whole = await exported();
  const nothing = { records: false, notes: false, rules: [], default: false };
  const { fees, requests, borrowingRequests, loans } = {
    ...example.anonymization.families,
    ...{ fees: nothing, requests: nothing, borrowingRequests: nothing },
  };
  expect(whole).toMatchObject({
    ...example,
    anonymization: {
      ...example.anonymization,
      families: { loans, fees, requests, borrowingRequests },
    },
  });
  const changes = await auditRows();
  expect(changes.every(({ actor }) => actor === "operator")).toBe(true);
  const again = await apply(whole);
  expect(again.json()).toMatchObject({ changed: [] });
  expect(await auditRows()).toEqual(changes);
});

test("a part left out stays, a family's rules are replaced as a list", async () => {
  await apply(example);
  const rules = [
    {
      name: "90 days",
      when: [{ parameter: "daysSinceEnded", operator: ">", value: 90 }],
      anonymize: true,
    },
  ];
  const { json } = await apply({ version: 1, anonymization: { families: { loans: { rules } } } });
  expect(json()).toMatchObject({
    changed: ["Loan Anonymization Rules: added “90 days”; removed “Archive keeps”, “30 days”."],
  });
  const after = (await exported()) as typeof example;
  expect(after.institution).toEqual(example.institution);
  expect(after.anonymization.families.loans).toMatchObject({
    records: true,
    notes: true,
    default: false,
  });
  expect(after.anonymization.families.loans.rules.map(({ name }) => name)).toEqual(["90 days"]);
});

test("of the limits, one that is named changes alone, and null switches it off", async () => {
  const most = (mostOfOne: number | null) => apply({ version: 1, runLimits: { mostOfOne } });
  const sentence = "The most that may go of one library or user group becomes";
  expect((await most(5_000)).json()).toMatchObject({ changed: [`${sentence} 5,000 (was off).`] });
  expect(await exported()).toMatchObject({ runLimits: { mostOfOne: 5_000, sharePercent: 25 } });
  expect((await most(null)).json()).toMatchObject({ changed: [`${sentence} off (was 5,000).`] });
});

test("how mails are sent and which letters are used go from one installation to another", async () => {
  const mail = {
    ...{ host: "smtp.example.org", port: 465, security: "tls", username: "lethe" },
    sender: "library@example.org",
  };
  const enabled = { FulLoanReceiptLetter: false };
  const { json } = await apply({ version: 1, letters: { enabled }, mail });
  expect((json() as { changed: string[] }).changed).toEqual([
    "The letter FulLoanReceiptLetter becomes disabled.",
    "The mail server becomes smtp.example.org (was none).",
    "The mail server's port becomes 465 (was 587).",
    "How the connection for mails is secured becomes tls (was starttls).",
    "The user name for mails becomes lethe (was none).",
    "The sender of mails becomes library@example.org (was none).",
  ]);
  const whole = (await exported()) as typeof example;
  expect(whole).toMatchObject({ mail, letters: { enabled } });
  expect(JSON.stringify(whole)).not.toMatch(/password/i);
  await home.drop();
  home = await testDatabase();
  await apply(whole);
  expect(await exported()).toEqual(whole);
  expect(await auditRows()).toEqual([
    { actor: "operator", action: "letters.enabled" },
    { actor: "operator", action: "mail.change" },
  ]);
});

test("a dry run says what would change, and changes nothing", async () => {
  const before = await exported();
  const { json } = await apply(example, "--dry-run");
  expect((json() as { changed: string[] }).changed).toHaveLength(10);
  expect(await exported()).toEqual(before);
  expect(await auditRows()).toEqual([]);
});

test.each<[string, unknown, RegExp]>([
  [
    "an unknown key",
    { version: 1, letter: {} },
    /letter: there is no such key\. Did you mean letters\?/,
  ],
  ["another version", { version: 2 }, /version: This version of Lethe reads/],
  [
    "a password for mails in clear",
    { version: 1, mail: { host: "a.example", security: "none", username: "a", sender: "a@b.ch" } },
    /^mail: A password is sent by STARTTLS or TLS alone\..* Nothing was changed\.$/,
  ],
  [
    "an unknown letter type",
    { version: 1, letters: { retentionDays: { FulLoanReciptLetter: 3 } } },
    /no letter type FulLoanReciptLetter\. Did you mean FulLoanReceiptLetter\?/,
  ],
  [
    "an unknown zone",
    { version: 1, institution: { timeZone: "Mars/Olympus" } },
    /Mars\/Olympus is not an IANA time zone/,
  ],
  [
    "an unknown letter type to enable",
    { version: 1, letters: { enabled: { Nowhere: true } } },
    /letters\.enabled: there is no letter type Nowhere/,
  ],
  [
    "a mail server without a sender",
    { version: 1, mail: { host: "smtp.example.org" } },
    /mail\.sender: A mail needs a sender\. Nothing was changed/,
  ],
  ["half a file", '{ "version": 1', /is not JSON/],
  [
    "a good part beside a bad one",
    { ...example, letters: { retentionDays: { Nowhere: 1 } } },
    /no letter type Nowhere/,
  ],
])("%s is refused in one sentence and changes nothing", async (_what, content, sentence) => {
  const { code, json, stderr } = await apply(content);
  expect(code).toBe(1);
  expect((json() as { error: string }).error).toMatch(sentence);
  expect(stderr).not.toMatch(/\n\s+at /);
  expect(await auditRows()).toEqual([]);
  const { rows } = await home.pool.query("SELECT version FROM console.institution");
  expect(rows).toEqual([{ version: 1 }]);
});

test("a file that is not there, or not text, is refused by name", async () => {
  const missing = await run("config", "apply", path.join(folder, "none.json"));
  expect(missing).toMatchObject({ code: 1, stdout: "" });
  expect(missing.stderr).toMatch(/There is no file .*none\.json/);
  const name = path.join(folder, "latin.json");
  await fs.writeFile(name, Buffer.from([0x7b, 0x22, 0xe9, 0x22, 0x7d]));
  expect((await run("config", "apply", name)).stderr).toMatch(/not in UTF-8/);
});

test("a change of zone waits until the active run has ended", async () => {
  const { rows } = await home.pool.query<{ id: string }>(
    `INSERT INTO console.job_runs (job, submitted_via, cut_off, time_zone, frozen)
     VALUES ('anonymization', 'commandLine', '2026-01-01', 'UTC', '{}') RETURNING id`,
  );
  let told = "";
  const name = await file({ version: 1, institution: { timeZone: "Europe/Zurich" } });
  const applied = await lethe(["config", "apply", name, "--json"], {
    env: { DATABASE_URL: home.url },
    onProse(text) {
      if (told) return;
      told = text;
      void home.pool.query(
        "UPDATE console.job_runs SET status = 'failed', ended_at = now() WHERE id = $1",
        [rows[0]?.id],
      );
    },
  });
  expect(told).toMatch(/when run \d+ has ended/);
  expect(applied.json()).toMatchObject({
    changed: ["The time zone becomes Europe/Zurich (was UTC)."],
  });
});
