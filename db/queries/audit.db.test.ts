import { afterAll, beforeEach, expect, test } from "vitest";
import { asWeb, ownDatabase } from "#lib/server/testing.ts";
import { auditHead, auditProblems, recordChange, verifyAudit } from "./audit.ts";

let own: Awaited<ReturnType<typeof ownDatabase>>;
beforeEach(async () => {
  await own?.end();
  own = await ownDatabase();
  for (const n of [1, 2, 3, 4, 5]) {
    await asWeb((tx) => recordChange(tx, "operator", { action: "rule.add", subject: `rule ${n}` }));
  }
});
afterAll(() => own.end());

const verify = async (noted?: string) => asWeb((tx) => verifyAudit(tx, noted));
const brokenAt = async () => (await verify()).brokenAt;
const tamper = (change: string) =>
  own.pool.query(
    `alter table console.audit disable trigger all; ${change}; alter table console.audit enable trigger all`,
  );

test("an untouched audit is whole, up to an entry that it names", async () => {
  const { head } = await verify();
  expect(head).toMatch(auditHead);
  await asWeb((tx) => recordChange(tx, "operator", { action: "rule.add", subject: "rule 6" }));
  const { head: next, ...state } = await verify(head ?? "");
  expect(state).toEqual({ brokenAt: null, hasNoted: true });
  expect(Number.parseInt(next ?? "")).toBe(Number.parseInt(head ?? "") + 1);
});

test.each([
  ["the newest entry", "delete from console.audit where id = (select max(id) from console.audit)"],
  ["every entry", "truncate console.audit"],
  [
    "the newest entry, and another put there",
    `create temporary table newest as select * from console.audit order by id desc limit 1;
    update console.audit set hash = '\\x00' where id = (select id from newest)`,
  ],
])("that somebody removed %s is found by the head that was noted before", async (_, change) => {
  const { head } = await verify();
  await tamper(change);
  const state = await verify(head ?? "");
  expect(state.hasNoted).toBe(false);
  expect(auditProblems(state, head ?? "").at(-1)).toMatch(/no longer has the entry/);
});

type Ids = [number, number, number, number, number];
const columns = "at, actor, action, subject, before, after, hash";

test.each<[string, (ids: Ids) => string, number]>([
  ["an altered row", ([, , id]) => `update console.audit set subject = 'x' where id = ${id}`, 2],
  [
    "an altered time",
    ([, id]) => `update console.audit set at = at - interval '1 s' where id = ${id}`,
    1,
  ],
  ["a deleted row", ([, , id]) => `delete from console.audit where id = ${id}`, 3],
  ["a deleted first row", ([id]) => `delete from console.audit where id = ${id}`, 1],
  [
    "two rows that changed places",
    ([, one, other]) => `update console.audit a set (${columns}) =
      (select ${columns} from console.audit b where b.id = ${one} + ${other} - a.id)
      where id in (${one}, ${other})`,
    1,
  ],
  [
    "a row put in place of another",
    ([, , id, other]) => `delete from console.audit where id = ${other};
      insert into console.audit (id, ${columns})
      select ${other}, ${columns} from console.audit where id = ${id}`,
    3,
  ],
])("%s is found", async (_, change, first) => {
  const { rows } = await own.pool.query<{ ids: Ids }>(
    "select array_agg(id::int order by id) as ids from console.audit",
  );
  const ids = rows[0]?.ids ?? [0, 0, 0, 0, 0];
  await tamper(change(ids));
  expect(await brokenAt()).toBe(ids[first]);
});

test("a hundred writers at once leave one unbroken chain", async () => {
  const write = () =>
    asWeb((tx) =>
      recordChange(tx, "operator", { action: "rule.move", subject: "rule 1", after: { to: 1 } }),
    );
  await Promise.all(Array.from({ length: 100 }, write));
  expect(await brokenAt()).toBeNull();
  const { rows } = await own.pool.query("select count(*)::int as n from console.audit");
  expect(rows).toEqual([{ n: 105 }]);
  const { rows: ids } = await own.pool.query(
    "select min(id)::int, max(id)::int from console.audit",
  );
  expect(ids).toEqual([{ min: 1, max: 105 }]);
});

test.each([
  "update console.audit set subject = 'x'",
  "delete from console.audit",
  "truncate console.audit",
])("nobody's ordinary statement changes it: %s", async (statement) => {
  await expect(own.pool.query(statement)).rejects.toThrow("append-only");
  await expect(own.pool.query(`set role lethe_web; ${statement}`)).rejects.toThrow(
    /denied|append-only/,
  );
  await own.pool.query("reset role");
});

test.each([
  { subject: "user 12" },
  { subject: "hold 1", after: { of: "user 12", members: 1 } },
  { subject: "hold 1", before: { of: "user 12" } },
])("an entry that names a user by number is refused: %o", async (change) => {
  const naming = asWeb((tx) => recordChange(tx, "operator", { action: "hold.place", ...change }));
  await expect(naming).rejects.toThrow();
  const { rows } = await own.pool.query("select count(*)::int as n from console.audit");
  expect(rows).toEqual([{ n: 5 }]);
});

test("a write that fails leaves no row", async () => {
  const failing = asWeb(async (tx) => {
    await recordChange(tx, "operator", { action: "rule.add", subject: "rule 6" });
    throw new Error("after the audit");
  });
  await expect(failing).rejects.toThrow("after the audit");
  const { rows } = await own.pool.query("select count(*)::int as n from console.audit");
  expect(rows).toEqual([{ n: 5 }]);
});
