import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openDatabase, type Database, type Tx } from "#db/client.ts";
import type { Change } from "#lib/change.ts";
import type { Rule } from "#lib/rules.ts";
import { Refusal } from "#lib/refusal.ts";
import { testDatabase, type TestDatabase } from "../../test/database.ts";
import { readAnonymization, replaceRules, saveFamilies, setDefaultRule } from "./anonymization.ts";
import {
  addRule,
  changeRule,
  deleteRule,
  duplicateRule,
  enableRule,
  moveRule,
} from "./anonymization-rules.ts";
import { recordChange } from "./audit.ts";

let test1: TestDatabase;
let database: Database;

const rule = (name: string, days = 30): Rule => ({
  name,
  description: "",
  enabled: true,
  when: [{ parameter: "daysSinceEnded", operator: ">", value: days }],
  anonymize: true,
});

const write = <T>(work: (tx: Tx) => Promise<T>) => database.transaction("lethe_web", work);
const read = () => write(readAnonymization);
const loans = async () => (await read()).loans;
const names = async () => (await loans()).rules.map(({ name }) => name);

/** The version and the id that a person who sees the screen now would send. */
async function key(name: string) {
  const { version, rules } = await loans();
  const found = rules.find((candidate) => candidate.name === name);
  if (!found) throw new Error(`there is no rule ${name}`);
  return { family: "loans" as const, version, id: found.id };
}

beforeAll(async () => {
  test1 = await testDatabase();
  database = openDatabase(test1.url);
});
afterAll(async () => {
  await database.end();
  await test1.drop();
});
beforeEach(() =>
  write((tx) =>
    replaceRules(tx, "loans", { rules: ["a", "b", "c"].map((name) => rule(name)), default: false }),
  ),
);

test("every kind of parameter is stored and read back as it was", async () => {
  const rules: Rule[] = [
    {
      name: "All of a loan",
      description: "Said in words.",
      enabled: false,
      when: [
        { parameter: "daysSinceEnded", operator: "=", value: 0 },
        { parameter: "daysSinceUserExpiry", operator: "isEmpty" },
        { parameter: "library", operator: "in", value: ["MAIN", "LAW"] },
        { parameter: "location", operator: "notIn", value: ["MAIN:STACKS"] },
        { parameter: "userGroup", operator: "in", value: ["STUDENT"] },
        { parameter: "loansToRetain", operator: "beyond", value: 5 },
        { parameter: "statisticalCategory", operator: "in", value: ["FACULTY:ARTS"] },
        { parameter: "hasOpenFee", operator: "is", value: false },
      ],
      anonymize: true,
    },
  ];
  const types: Rule[] = [
    {
      ...rule("Types"),
      when: [{ parameter: "requestType", operator: "in", value: ["hold", "booking"] }],
    },
  ];
  await write(async (tx) => {
    await replaceRules(tx, "loans", { rules, default: true });
    await replaceRules(tx, "requests", { rules: types, default: false });
  });
  const all = await read();
  expect(all.loans).toMatchObject({ rules, default: true });
  expect(all.requests).toMatchObject({ rules: types, default: false });
  expect(Object.keys(all)).toEqual(["loans", "fees", "requests", "borrowingRequests"]);
});

test("a new rule stands last, and a copy right after its original, switched off", async () => {
  const { version } = await loans();
  await write((tx) => addRule(tx, { family: "loans", version, rule: rule("d") }));
  await write(async (tx) => duplicateRule(tx, await key("b")));
  await write(async (tx) => duplicateRule(tx, await key("b")));
  expect(await names()).toEqual(["a", "b", "b (copy 2)", "b (copy)", "c", "d"]);
  expect((await loans()).rules.map(({ enabled }) => enabled)).toEqual([
    true,
    true,
    false,
    false,
    true,
    true,
  ]);
});

test("a changed rule keeps its place and its id", async () => {
  const before = await key("b");
  const changed = { ...rule("B", 90), description: "longer", anonymize: false };
  await write((tx) => changeRule(tx, { ...before, rule: changed }));
  expect(await names()).toEqual(["a", "B", "c"]);
  expect((await loans()).rules[1]).toEqual({ ...changed, id: before.id });
});

test("a deleted rule leaves no gap, and its parameters go with it", async () => {
  await write(async (tx) => deleteRule(tx, await key("a")));
  expect(await names()).toEqual(["b", "c"]);
  const positions = await test1.pool.query(
    "SELECT position FROM console.anonymization_rules WHERE family = 'loans' ORDER BY 1",
  );
  expect(positions.rows).toEqual([{ position: 1 }, { position: 2 }]);
  const left = await test1.pool.query(
    "SELECT FROM console.rule_conditions WHERE rule_id NOT IN (SELECT id FROM console.anonymization_rules)",
  );
  expect(left.rowCount).toBe(0);
});

test.each([
  ["b", "up", ["b", "a", "c"]],
  ["b", "down", ["a", "c", "b"]],
  ["a", "up", ["a", "b", "c"]],
  ["c", "down", ["a", "b", "c"]],
] as const)("moving %s %s gives %j", async (name, direction, order) => {
  await write(async (tx) => moveRule(tx, { ...(await key(name)), direction }));
  expect(await names()).toEqual(order);
});

test("a rule is switched off and on, the default rule set", async () => {
  await write(async (tx) => enableRule(tx, { ...(await key("a")), enabled: false }));
  expect((await loans()).rules[0]?.enabled).toBe(false);
  const { version } = await loans();
  await write((tx) => setDefaultRule(tx, { family: "loans", version, anonymize: true }));
  expect((await loans()).default).toBe(true);
});

const { family, rule: added } = { family: "loans" as const, rule: rule("second") };
test.each<
  [string, (tx: Tx, seen: { family: "loans"; version: number; id: number }) => Promise<Change>]
>([
  ["add", (tx, { version }) => addRule(tx, { family, version, rule: added })],
  ["change", (tx, seen) => changeRule(tx, { ...seen, rule: added })],
  ["duplicate", (tx, seen) => duplicateRule(tx, seen)],
  ["delete", (tx, seen) => deleteRule(tx, seen)],
  ["enable", (tx, seen) => enableRule(tx, { ...seen, enabled: false })],
  ["move", (tx, seen) => moveRule(tx, { ...seen, direction: "up" })],
  ["default", (tx, { version }) => setDefaultRule(tx, { family, version, anonymize: true })],
  ["replace", (tx, { version }) => replaceRules(tx, family, { version, rules: [], default: true })],
])(
  "of two who %s at once the second is told, and the first's work stands",
  async (_name, second) => {
    const seen = await key("b");
    let release: () => void = () => {};
    const waiting = new Promise<void>((resolve) => (release = resolve));
    const first = write(async (tx) => {
      await changeRule(tx, { ...seen, rule: rule("first") });
      await waiting;
    });
    await expect.poll(lockedRows).toBe(1);
    const other = write((tx) => second(tx, seen));
    const told = expect(other).rejects.toThrow(/changed by somebody else meanwhile/);
    release();
    await first;
    await told;
    await expect(other).rejects.toBeInstanceOf(Refusal);
    expect(await names()).toEqual(["a", "first", "c"]);
  },
);

/** 1 while some transaction holds the family's row. */
async function lockedRows(): Promise<number> {
  const { rows } = await test1.pool.query(
    `SELECT 1 - count(*)::int AS locked FROM (
       SELECT FROM console.anonymization_families WHERE family = 'loans' FOR UPDATE SKIP LOCKED) AS free`,
  );
  return rows[0].locked;
}

test("a rule that somebody else deleted is told, not crashed on", async () => {
  const seen = await key("b");
  await write((tx) => deleteRule(tx, seen));
  const { version } = await loans();
  await expect(write((tx) => enableRule(tx, { ...seen, version, enabled: true }))).rejects.toThrow(
    "This rule was deleted by somebody else meanwhile.",
  );
});

test("a rule of another family is not reached through this one", async () => {
  const { id } = await key("a");
  const { version } = (await read()).fees;
  await expect(write((tx) => deleteRule(tx, { family: "fees", version, id }))).rejects.toThrow(
    Refusal,
  );
  expect(await names()).toContain("a");
});

test("the hundred-and-first rule is refused", async () => {
  const rules = Array.from({ length: 100 }, (_, index) => rule(`r${index}`));
  await write((tx) => replaceRules(tx, "fees", { rules, default: false }));
  const { version } = (await read()).fees;
  await expect(
    write((tx) => addRule(tx, { family: "fees", version, rule: rule("more") })),
  ).rejects.toThrow("at most 100 rules");
});

test("the boxes of all families are saved at once, and what stands already asks no version", async () => {
  const before = await read();
  const boxes = { loans: { version: before.loans.version, records: true, notes: true } };
  const change = await write((tx) => saveFamilies(tx, boxes));
  expect(change).toMatchObject({
    before: { loans: { records: false, notes: false } },
    after: { loans: { records: true, notes: true } },
  });
  await write((tx) => saveFamilies(tx, boxes));
  expect((await loans()).version).toBe(before.loans.version + 1);
  const stale = { loans: { ...boxes.loans, notes: false } };
  await expect(write((tx) => saveFamilies(tx, stale))).rejects.toThrow(/somebody else/);
});

test("a write and its audit row are both there, or neither", async () => {
  const rows = async () =>
    Number((await test1.pool.query("SELECT count(*) FROM console.audit")).rows[0].count);
  const before = await rows();
  const { version } = await loans();
  await write(async (tx) => {
    const change = await addRule(tx, { family: "loans", version, rule: rule("d") });
    await recordChange(tx, "operator", change);
  });
  expect(await rows()).toBe(before + 1);
  const failing = write(async (tx) => {
    const change = await addRule(tx, { family: "loans", version: version + 1, rule: rule("e") });
    await recordChange(tx, "operator", change);
    throw new Error("fails after both");
  });
  await expect(failing).rejects.toThrow("fails after both");
  expect(await rows()).toBe(before + 1);
  expect(await names()).toEqual(["a", "b", "c", "d"]);
});
