import fs from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase, type TestDatabase } from "../test/database.ts";
import { freshFolder } from "../test/fresh-folder.ts";
import { anonymizeAfter, makeManyLoans } from "../test/many-loans.ts";
import { lethe } from "./testing.ts";

let home: TestDatabase;
let data: string;
const { folder, put } = freshFolder();

beforeAll(async () => {
  home = await testDatabase();
  await makeManyLoans(home.pool, 100);
  await anonymizeAfter(home.pool, 30);
  data = await fs.mkdtemp("/tmp/lethe-");
  await on("run", "anonymization", "--wait", "--yes");
});
afterAll(async () => {
  await fs.rm(data, { recursive: true });
  await home.drop();
});

const on = (...args: string[]) =>
  lethe(args, { env: { DATABASE_URL: home.url, LETHE_DATA: data } });
/** On a machine that knows no database. */
const elsewhere = (...args: string[]) =>
  lethe(args, { env: { DATABASE_URL: "postgres://nobody@127.0.0.1:1/none" } });
const file = (name: string) => path.join(folder(), name);

test("what is issued into a file is verified here, and anywhere by the public key alone", async () => {
  const issued = await on("certificate", "issue", "1", "--to", file("run-1.json"));
  expect([issued.code, issued.stdout]).toEqual([
    0,
    expect.stringMatching(/^Signed with key [0-9a-f]{16}, in .*run-1\.json\.\n$/),
  ]);
  expect((await fs.stat(file("run-1.json"))).mode & 0o777).toBe(0o600);
  const { stdout: pem } = await on("certificate", "key");
  expect(pem).toMatch(/^-----BEGIN PUBLIC KEY-----\n.+\n-----END PUBLIC KEY-----\n$/);
  const key = await put("library.pem", pem);
  const here = await on("certificate", "verify", file("run-1.json"));
  const there = await elsewhere("certificate", "verify", file("run-1.json"), "--key", key);
  expect([here.code, there.code, there.stdout]).toEqual([0, 0, here.stdout]);
  for (const line of [
    /^The signature is right: this is what was signed with key [0-9a-f]{16}\.$/m,
    /^Run +1, Fulfillment – Handle Historical Archiving: completed$/m,
    /^Verified by Lethe +good$/m,
    /^Erased in tables and indexes +not yet$/m,
    /^loans +records +Rule 1: Anonymize loans returned more than 30 days ago\. +\d+$/m,
  ])
    expect(here.stdout).toMatch(line);
  const verified = await on("certificate", "verify", file("run-1.json"), "--json");
  expect(verified.json()).toMatchObject({ format: 1, run: { id: 1, status: "completed" } });
  const { rows } = await home.pool.query(
    "SELECT actor, subject FROM console.audit WHERE action = 'run.certificate'",
  );
  expect(rows).toEqual([{ actor: "operator", subject: "run 1" }]);
});

test("what was altered, is no certificate or of another key is told in a sentence, with exit 1", async () => {
  const { stdout } = await on("certificate", "issue", "1");
  const { stdout: pem } = await on("certificate", "key");
  const key = await put("library.pem", pem);
  const altered = { ...(JSON.parse(stdout) as object), payload: "e30=" };
  const cases: [string, RegExp][] = [
    [JSON.stringify(altered), /^The signature is wrong: this is not what was signed with key/],
    [stdout.slice(0, -20), /^This is not a certificate of erasure, or not all of one\.$/],
  ];
  for (const [text, sentence] of cases) {
    const ended = await elsewhere(
      "certificate",
      "verify",
      await put("one.json", text),
      "--key",
      key,
    );
    expect([ended.code, ended.stdout, ended.stderr.trim()]).toEqual([
      1,
      "",
      expect.stringMatching(sentence),
    ]);
  }
  const whole = await put("whole.json", stdout);
  const noKey = await elsewhere("certificate", "verify", whole, "--key", whole);
  expect([noKey.code, noKey.stderr]).toEqual([1, `${whole} holds no public key in PEM.\n`]);
});

test("where the key is missing nothing is signed, doctor says so, and a new one is begun on purpose", async () => {
  const { stdout: old } = await on("certificate", "issue", "1");
  await fs.rm(path.join(data, "certificate.key"));
  const problems = async () =>
    ((await on("doctor", "--json")).json() as { problems: string[] }).problems.join("\n");
  const lost = await on("certificate", "issue", "1", "--to", file("none.json"));
  expect([lost.code, lost.stderr]).toEqual([
    1,
    expect.stringMatching(/^The certificate key is missing\..* lethe certificate new-key\n$/),
  ]);
  await expect(fs.stat(file("none.json"))).rejects.toThrow("ENOENT");
  expect(await problems()).toContain("The certificate key is missing.");
  expect((await on("certificate", "new-key")).stdout).toMatch(
    /^Certificates are signed with key [0-9a-f]{16} from now on\./,
  );
  expect(await problems()).not.toContain("certificate");
  const { stdout: text } = await on("certificate", "issue", "1");
  for (const certificate of [old, text])
    expect((await on("certificate", "verify", await put("one.json", certificate))).code).toBe(0);
  const { rows } = await home.pool.query(
    "SELECT subject, before ->> 'key' <> (after ->> 'key') AS other FROM console.audit WHERE action = 'certificate.newKey'",
  );
  expect(rows).toEqual([{ subject: "certificate key", other: true }]);
});

test("a certificate of another library's key is told as such", async () => {
  const { stdout } = await on("certificate", "issue", "1");
  await home.pool.query("DELETE FROM console.certificate_keys");
  const strange = await on("certificate", "verify", await put("one.json", stdout));
  expect([strange.code, strange.stderr]).toEqual([
    1,
    expect.stringMatching(/^It says that it was signed with key [0-9a-f]{16}, which this database/),
  ]);
  const none = await on("certificate", "key");
  expect([none.code, none.stderr]).toEqual([
    1,
    expect.stringMatching(/^No certificate was signed here yet\./),
  ]);
});
