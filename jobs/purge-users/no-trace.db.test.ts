import { beforeEach, describe, expect, test } from "vitest";
import { placesOf } from "../../test/whole-database.ts";
import { everyRow, makeWhole, traces } from "../../test/whole-person.ts";
import { policies, type DeletePolicy } from "./fate.ts";
import { freshUsers } from "./testing.ts";

const { pool, rows, value, purge, policy } = freshUsers(3);

/** The user who goes: a number that is in every row of theirs, and in no row of anybody else. */
const subject = 900_001;

/** Somebody with everything, and two who have as much and stay, one of them tied to the first. */
beforeEach(async () => {
  await pool().query(
    `UPDATE patron.users SET purge_date = NULL;
     INSERT INTO patron.users (id, primary_id, purge_date) OVERRIDING SYSTEM VALUE VALUES (${subject}, 'P', '2026-10-01')`,
  );
  await makeWhole(pool(), subject, 3);
  await makeWhole(pool(), 2, 3);
});

/** Under `keepStatistics` the primary ID stays, as the name. */
const kept: Partial<Record<DeletePolicy, string[]>> = { keepStatistics: ["primaryId"] };

test.each(policies.slice(1))("%s leaves no text of the purged anywhere", async (under) => {
  await policy(under);
  for (const [what, text] of Object.entries(traces(subject))) {
    expect([what, await placesOf(pool(), text)]).not.toEqual([what, []]);
  }
  await purge();
  for (const [what, text] of Object.entries(traces(subject))) {
    const left = kept[under]?.includes(what) ? ["patron.users"] : [];
    expect([what, await placesOf(pool(), text)]).toEqual([what, left]);
  }
});

test("the search would find it in what the planner keeps", async () => {
  const { name, address } = traces(subject);
  expect(await placesOf(pool(), name)).not.toContain("pg_stats of patron.users");
  await pool().query(
    `ALTER TABLE patron.users ALTER last_name SET STATISTICS 100;
     ALTER TABLE patron.user_addresses ALTER address SET STATISTICS 100`,
  );
  expect(await placesOf(pool(), name)).toContain("pg_stats of patron.users");
  expect(await placesOf(pool(), address)).toContain("pg_stats of patron.user_addresses");
});

test.each(policies)("%s leaves everybody else's rows as they were, to the byte", async (under) => {
  await policy(under);
  const before = await everyRow(pool());
  await purge();
  const after = await everyRow(pool());
  const isOfSubject = (row: string) => row.includes(`${subject}`);
  let changed = 0;
  for (const [table, was] of before) {
    const is = after.get(table) ?? [];
    expect([table, is.filter((row) => !isOfSubject(row))]).toEqual([
      table,
      was.filter((row) => !isOfSubject(row)),
    ]);
    if (is.join("\n") !== was.join("\n")) changed += 1;
  }
  expect(changed).toBeGreaterThan(under === "keepFullyReportable" ? 5 : 15);
});

test("a second purge finds nobody, and changes nothing", async () => {
  await purge();
  const before = await everyRow(pool());
  const { status, counted } = await purge();
  expect(status).toBe("completedWithNoRecords");
  expect(counted("heldBack")).toEqual({ "Already deleted": 1, "No purge date": 3 });
  expect(await everyRow(pool())).toEqual(before);
});

describe("what staff and imports wrote", () => {
  const names = () =>
    rows<{ name: string; version: number; value: string }>(
      "SELECT name, version, query -> 'conditions' -> 0 ->> 'value' AS value FROM patron.sets WHERE kind = 'logical' ORDER BY name",
    );

  test("saved queries that name the purged by number keep their form and find nobody by it", async () => {
    await purge();
    expect(await names()).toEqual([
      { name: "Query of 2", version: 1, value: "primary2x" },
      { name: `Query of ${subject}`, version: 2, value: "removed by a purge" },
    ]);
  });

  /** What stands for a condition in a saved query after the purge. */
  const afterPurge = async (condition: object) => {
    const query = { version: 1, match: "all", conditions: [condition] };
    await pool().query("UPDATE patron.sets SET query = $1 WHERE name = $2", [
      query,
      `Query of ${subject}`,
    ]);
    await purge();
    return value(
      `SELECT query #> '{conditions,0}' FROM patron.sets WHERE name = 'Query of ${subject}'`,
    );
  };
  const { name, firstName, phone, address, email, barcode } = traces(subject);
  const findsNobody = { field: "noteText", operator: "contains", value: "removed by a purge" };

  test.each([
    ["phone", `called from ${phone.toUpperCase()}.`],
    ["e-mail", `<${email}>`],
    ["address", `lives at ${address}, she says`],
    ["whole name", `${name.toUpperCase()}, ${firstName}`],
  ])("a saved query that names them by %s loses that text", async (_, said) => {
    const condition = { field: "noteText", operator: "contains", value: said };
    expect(await afterPurge(condition)).toEqual(findsNobody);
  });

  test("one that leaves them out finds nobody from then on, rather than everybody, and the run says so", async () => {
    const condition = { field: "noteText", operator: "notContains", value: `card ${barcode}` };
    expect(await afterPurge(condition)).toEqual(findsNobody);
    const [changed] = await rows<{ id: number; membersVersion: number }>(
      `SELECT id, members_version AS "membersVersion" FROM patron.sets WHERE name = 'Query of ${subject}'`,
    );
    expect(changed?.membersVersion).toBe(2);
    expect(
      await rows("SELECT message FROM console.job_events WHERE level = 'warning' ORDER BY id"),
    ).toEqual([
      {
        message: `A condition of set ${changed?.id} named somebody who is purged. It finds nobody from now on.`,
      },
    ]);
  });

  test.each([
    // Others are called so, too, and it may be a word of the language.
    ["one name alone", { field: "noteText", operator: "contains", value: name }],
    ["a code", { field: "userGroup", operator: "in", value: [traces(subject).primaryId] }],
    ["the word that is their phone", { field: "noteText", operator: "notContains", value: "none" }],
    ["a short number of theirs", { field: "noteText", operator: "contains", value: "room 117" }],
  ])("one with %s stays as it is", async (_, condition) => {
    await pool().query(
      `INSERT INTO patron.user_phones (user_id, phone) VALUES (${subject}, 'none'), (${subject}, '117')`,
    );
    expect(await afterPurge(condition)).toEqual(condition);
  });

  test("saved queries stay while the account does, and change when a stricter policy takes it", async () => {
    await policy("keepFullyReportable");
    const condition = { field: "noteText", operator: "contains", value: `from ${phone}` };
    expect(await afterPurge(condition)).toEqual(condition);
    await policy("fullyRemove");
    await purge({ purged: "apply" });
    expect(await names()).toContainEqual({
      name: `Query of ${subject}`,
      version: 2,
      value: "removed by a purge",
    });
  });

  test.each([phone, `${firstName} ${name}`, address, "4711"])(
    "a line of an uploaded list that says %s goes, and no other",
    async (said) => {
      await pool().query("UPDATE patron.user_identifiers SET value = '004711' WHERE user_id = $1", [
        subject,
      ]);
      await pool().query("UPDATE patron.set_upload_lines SET value = $1 WHERE value ILIKE $2", [
        said,
        `primary${subject}x`,
      ]);
      await purge();
      expect(await value("SELECT count(*)::int FROM patron.set_upload_lines")).toBe(2);
    },
  );

  test.each(["Kim, No. 7", 'o\'neill "x"', "a\\b", "(0041) 7", "7."])(
    "of somebody whose number is %s goes too",
    async (number) => {
      await pool().query("UPDATE patron.users SET primary_id = $1 WHERE id = $2", [
        number,
        subject,
      ]);
      const query = {
        version: 1,
        match: "all",
        conditions: [{ field: "noteText", operator: "contains", value: `from ${number}` }],
      };
      await pool().query("UPDATE patron.sets SET query = $1 WHERE name = $2", [
        query,
        `Query of ${subject}`,
      ]);
      await pool().query("UPDATE patron.user_searches SET search = $1 WHERE staff_id = $2", [
        { text: { in: "all", words: number } },
        `staff${subject}`,
      ]);
      await pool().query("UPDATE patron.set_upload_lines SET value = $1 WHERE value ILIKE $2", [
        number.toUpperCase(),
        `primary${subject}x`,
      ]);
      await purge();
      const left = await rows<Record<string, number>>(
        `SELECT (SELECT count(*) FROM patron.user_searches)::int AS searches,
          (SELECT count(*) FROM patron.set_upload_lines)::int AS lines`,
      );
      // Of user 2.
      expect(left).toEqual([{ searches: 1, lines: 2 }]);
      expect(await names()).toContainEqual({
        name: `Query of ${subject}`,
        version: 2,
        value: "removed by a purge",
      });
    },
  );
});
