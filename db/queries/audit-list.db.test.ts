import { afterAll, beforeAll, expect, test } from "vitest";
import { asWeb, makeStaff, ownDatabase } from "#lib/server/testing.ts";
import { prefixOf } from "#lib/server/api-token.ts";
import { makeKey } from "#lib/server/testing-keys.ts";
import { recordChange } from "./audit.ts";
import { auditChoices, listAudit } from "./audit-list.ts";

let own: Awaited<ReturnType<typeof ownDatabase>>;
let id: string;
beforeAll(async () => {
  own = await ownDatabase();
  id = await makeStaff("ada@example.org", "auditor");
  await own.pool.query("update console.institution set time_zone = 'Pacific/Auckland'");
  const add = (actor: string, action: string, subject: string) =>
    asWeb((tx) => recordChange(tx, actor, { action, subject, after: { subject } }));
  await add("operator", "rule.add", "rule 1");
  await add(id, "rule.add", "rule 2");
  await add(id, "staff.disable", `staff ${id}`);
  await own.pool.query(`alter table console.audit disable trigger all;
    update console.audit set at = '2026-03-01T10:59:59Z' where subject = 'rule 1';
    update console.audit set at = '2026-03-01T11:00:00Z' where subject = 'rule 2';
    update console.audit set at = '2026-03-02T11:00:00Z' where subject like 'staff %';
    alter table console.audit enable trigger all`);
});
afterAll(() => own.end());

const subjects = async (filter: Parameters<typeof listAudit>[1], limit = 50) =>
  (await asWeb((tx) => listAudit(tx, filter, limit))).map((row) => row.subjectName);

test.each([
  ["nothing", {}, ["ada@example.org", "rule 2", "rule 1"]],
  ["who", { actor: "operator" }, ["rule 1"]],
  ["what", { action: "rule.add" }, ["rule 2", "rule 1"]],
  ["a day of the institution's zone", { day: "2026-03-02" }, ["rule 2"]],
])("the newest comes first, filtered by %s", async (_, filter, expected) => {
  expect(await subjects(filter)).toEqual(expected);
});

test("each page goes on where the last one ended", async () => {
  const [newest] = await asWeb((tx) => listAudit(tx, {}, 1));
  expect(await subjects({ before: newest?.id }, 1)).toEqual(["rule 2"]);
});

test("times are the institution's, and people have names", async () => {
  const [row] = await asWeb((tx) => listAudit(tx, { actor: "operator" }, 1));
  expect(row).toMatchObject({ at: "2026-03-01 23:59:59", actorName: "Command line" });
});

test("the filter offers what there is", async () => {
  expect(await asWeb(auditChoices)).toEqual({
    actors: [
      { value: id, label: "ada@example.org" },
      { value: "operator", label: "Command line" },
    ],
    actions: ["rule.add", "staff.disable"],
  });
});

test("a script is named as its key is, who acted and what was made", async () => {
  const key = await makeKey("jobs.read");
  const actor = `key ${prefixOf(key)}`;
  const change = { action: "apiKey.make", subject: actor };
  await asWeb((tx) => recordChange(tx, actor, change));
  const [row] = await asWeb((tx) => listAudit(tx, { actor }, 1));
  expect(row).toMatchObject({ actor, actorName: "Key jobs.read", subjectName: "Key jobs.read" });
  const { actors } = await asWeb(auditChoices);
  expect(actors).toContainEqual({ value: actor, label: "Key jobs.read" });
});

test("a rule is named as it is, and one that is gone as it was", async () => {
  await own.pool
    .query(`insert into console.anonymization_rules (id, family, position, name, anonymize)
    overriding system value values (900, 'loans', 1, '30 days', true)`);
  for (const change of [
    { action: "rule.enable", subject: "rule 900 of loans", after: { enabled: true } },
    { action: "rule.delete", subject: "rule 901 of fees", before: { name: "Old" } },
  ]) {
    await asWeb((tx) => recordChange(tx, "operator", change));
  }
  const rows = await asWeb((tx) => listAudit(tx, {}, 2));
  expect(rows.map(({ subjectName }) => subjectName)).toEqual([
    "rule “Old” of fees",
    "rule “30 days” of loans",
  ]);
});
