import { describe, expect, test } from "vitest";
import { insertLetters, setPeriods } from "../../test/letters.ts";
import { placesOf } from "../../test/whole-database.ts";
import { freshLetters, letter, overdue, receipt } from "./testing.ts";

const { pool, rows, value, start, work, purge, left, months, hold, release } = freshLetters();

describe("the days of a type", () => {
  test.each([
    ["the last kept day of 30", 30, "2026-09-20", true],
    ["the first free day of 30", 30, "2026-09-19", false],
    ["yesterday, of 1", 1, "2026-10-19", true],
    ["the day before yesterday, of 1", 1, "2026-10-18", false],
    ["today, of 1", 1, "2026-10-20", true],
    ["the last kept day over a leap year, of 366", 366, "2025-10-19", true],
    ["the first free day of 366", 366, "2025-10-18", false],
    ["the first day there is, of 20,745", 20_745, "1970-01-01", false],
    ["the first day there is, of 20,746", 20_746, "1970-01-01", true],
    ["the first day there is, of the longest", 36_500, "1970-01-01", true],
  ])("%s", async (_what, days, createdOn, stays) => {
    await setPeriods(pool(), { [receipt]: days });
    await insertLetters(pool(), [letter(createdOn)]);
    const { status } = await purge();
    expect(await left()).toEqual(stays ? [createdOn] : []);
    expect(status).toBe(stays ? "completedWithNoRecords" : "completed");
  });

  test("are each type's own; a type without a period keeps its letters", async () => {
    await setPeriods(pool(), { [receipt]: 10, [overdue]: 60 });
    await insertLetters(
      pool(),
      ["2026-10-15", "2026-09-15", "2026-08-15"].flatMap((day) =>
        [receipt, overdue, "FulLostLoanLetter"].map((letterCode) => letter(day, { letterCode })),
      ),
    );
    await purge();
    expect(
      await rows(
        "SELECT letter_code, array_agg(created_on::text ORDER BY created_on) AS days FROM patron.letters GROUP BY 1 ORDER BY 1",
      ),
    ).toEqual([
      { letter_code: receipt, days: ["2026-10-15"] },
      { letter_code: "FulLostLoanLetter", days: ["2026-08-15", "2026-09-15", "2026-10-15"] },
      { letter_code: overdue, days: ["2026-09-15", "2026-10-15"] },
    ]);
  });

  test("hold for a disabled type, and for one that an import made", async () => {
    await rows("UPDATE console.letter_types SET enabled = false WHERE code = $1", [receipt]);
    await rows(
      "INSERT INTO console.letter_types (code, name, channel, patron_facing, needs_attention, retention_days) VALUES ('House', 'House', 'print', true, true, 30)",
    );
    await setPeriods(pool(), { [receipt]: 30 });
    await insertLetters(pool(), [
      letter("2026-01-05"),
      letter("2026-01-05", { letterCode: "House" }),
    ]);
    await purge();
    expect(await left()).toEqual([]);
  });

  test("that changed after a run was asked for act at the next run", async () => {
    await setPeriods(pool(), { [receipt]: 30 });
    await insertLetters(pool(), [letter("2026-01-05"), letter("2026-10-01")]);
    const { id } = await start();
    await setPeriods(pool(), { [receipt]: 5, [overdue]: 1 });
    await work(id);
    expect(await left()).toEqual(["2026-10-01"]);
    await purge();
    expect(await left()).toEqual([]);
  });

  test("made blank keep everything", async () => {
    await setPeriods(pool(), { [receipt]: 30 });
    await setPeriods(pool(), { [receipt]: null });
    await insertLetters(pool(), [letter("1999-01-05")]);
    expect((await purge()).status).toBe("completedWithNoRecords");
    expect(await left()).toEqual(["1999-01-05"]);
  });
});

describe("a month", () => {
  test("of which nothing stays is dropped; of others only what is past its period goes", async () => {
    await setPeriods(pool(), { [receipt]: 30 });
    await insertLetters(pool(), [
      letter("2026-06-01"),
      letter("2026-06-30", { userId: 2 }),
      letter("2026-07-10"),
      letter("2026-07-10", { letterCode: overdue }),
      letter("2026-10-10"),
    ]);
    const counts = "SELECT letter_code, month::text, count FROM record.letter_counts ORDER BY 1, 2";
    const before = await rows(counts);
    const { status, counters } = await purge();
    expect(status).toBe("completed");
    expect(await months()).toEqual(["2026_07", "2026_10"]);
    expect(await left()).toEqual(["2026-07-10", "2026-10-10"]);
    expect(counters).toEqual([
      { part: "2026-06", measure: "months", label: "", count: 1 },
      { part: "2026-06", measure: "records", label: receipt, count: 2 },
      { part: "2026-07", measure: "records", label: receipt, count: 1 },
    ]);
    expect(await rows(counts)).toEqual(before);
    expect((await purge()).status).toBe("completedWithNoRecords");
  });

  test("stays while a letter in it was not sent, and so does that letter", async () => {
    await setPeriods(pool(), { [receipt]: 30 });
    await insertLetters(pool(), [letter("2026-06-01"), letter("2026-06-02", { sent: false })]);
    const { counters } = await purge();
    expect(await left()).toEqual(["2026-06-02"]);
    expect(counters).toEqual([
      { part: "2026-06", measure: "heldBack", label: "Not sent yet", count: 1 },
      { part: "2026-06", measure: "records", label: receipt, count: 1 },
    ]);
  });

  test("stays while a user in it is held, and so do all letters of that user", async () => {
    await setPeriods(pool(), { [receipt]: 30 });
    await insertLetters(pool(), [
      letter("2026-06-01"),
      letter("2026-06-02", { userId: 2 }),
      letter("2026-05-02", { userId: 2 }),
    ]);
    await hold(2);
    const { counters } = await purge();
    expect(await left()).toEqual(["2026-05-02", "2026-06-02"]);
    expect(counters.filter(({ measure }) => measure === "heldBack")).toEqual([
      { part: "2026-05", measure: "heldBack", label: "Legal hold", count: 1 },
      { part: "2026-06", measure: "heldBack", label: "Legal hold", count: 1 },
    ]);
    await release();
    await purge();
    expect(await left()).toEqual([]);
    expect(await months()).toEqual([]);
  });
});

test("nothing of a removed letter is left in the database, and its text was found before", async () => {
  await setPeriods(pool(), { [receipt]: 30 });
  const texts = { body: "Tres canarios", subject: "Quatre oiseaux" };
  await insertLetters(pool(), [
    letter("2026-06-01", { ...texts, body: `${texts.body} ${"x".repeat(5_000)}` }),
    letter("2026-07-01", texts),
    letter("2026-07-02", { letterCode: overdue, userId: 2, body: "Two readers stay" }),
  ]);
  const written = [texts.body, texts.subject, "reader1@example.org"];
  for (const text of written)
    expect([text, await placesOf(pool(), text)]).toEqual([
      text,
      ["patron.letters", "patron.letters_2026_06", "patron.letters_2026_07"],
    ]);
  await purge();
  for (const text of written) expect([text, await placesOf(pool(), text)]).toEqual([text, []]);
  expect(await placesOf(pool(), "Two readers stay")).toContain("patron.letters_2026_07");
  expect(await value("SELECT sum(count)::int FROM record.letter_counts")).toBe(3);
});
