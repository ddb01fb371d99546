import { describe, expect, test } from "vitest";
import type { Tx } from "../client.ts";
import { addSet, changeSet, changeSetQuery } from "./set-changes.ts";
import { addFound, addMembers, combineSets, itemizeSet, removeMembers } from "./set-members.ts";
import { uploadIds } from "./set-uploads.ts";
import { ada, bob, gone, inCity, noSets, texts } from "./sets-testing.ts";

const { pool, web, refusal, make, members } = noSets();

describe("a set", () => {
  test("that is logical finds its members at each use, and takes none by hand", async () => {
    const { id } = await web((tx) => addSet(tx, ada, { ...texts("In the city"), query: inCity }));
    expect(await members(id)).toEqual([1, 2, 3, 4]);
    await pool().query("UPDATE patron.users SET campus = 'CITY' WHERE id = 5");
    expect(await members(id)).toEqual([1, 2, 3, 4, 5]);
    await pool().query("UPDATE patron.users SET campus = 'HARBOUR' WHERE id = 5");
    const logical = /^Refusal: This set is logical: its query decides/;
    expect(await refusal((tx) => addMembers(tx, ada, { id, users: [9] }))).toMatch(logical);
    expect(await refusal((tx) => removeMembers(tx, ada, { id, users: [1] }))).toMatch(logical);
  });

  test("made itemized keeps whom its query found then", async () => {
    const { id } = await web((tx) => addSet(tx, ada, { ...texts("In the city"), query: inCity }));
    await web((tx) => itemizeSet(tx, ada, { id, version: 1 }));
    await pool().query("UPDATE patron.users SET campus = 'CITY' WHERE id = 5");
    expect(await members(id)).toEqual([1, 2, 3, 4]);
    await pool().query("UPDATE patron.users SET campus = 'HARBOUR' WHERE id = 5");
    expect(await refusal((tx) => itemizeSet(tx, ada, { id }))).toBe(
      "Refusal: This set is itemized already.",
    );
    expect(await refusal((tx) => changeSetQuery(tx, ada, { id, query: inCity }))).toBe(
      "Refusal: This set is itemized: it has no query.",
    );
  });

  test("is filled from a search, by hand, and emptied again", async () => {
    const id = await make(ada, "By hand");
    const search = { query: inCity };
    expect((await web((tx) => addFound(tx, ada, { id, search }))).added).toBe(4);
    expect((await web((tx) => addMembers(tx, ada, { id, users: [4, 5, 999] }))).added).toBe(1);
    expect((await web((tx) => removeMembers(tx, ada, { id, users: [1, 2, 9] }))).removed).toBe(2);
    expect(await members(id)).toEqual([3, 4, 5]);
  });

  test("is another one to who was shown its members once somebody changes them, and else the same", async () => {
    const id = await make(ada, "By hand");
    const { id: logical } = await web((tx) =>
      addSet(tx, ada, { ...texts("In the city"), query: inCity }),
    );
    const versions = async () =>
      (
        await pool().query<{ version: number }>(
          "SELECT members_version AS version FROM patron.sets ORDER BY id",
        )
      ).rows.map(({ version }) => version);
    const change = async (work: (tx: Tx) => Promise<unknown>) => {
      const before = await versions();
      await web(work);
      const after = await versions();
      return after.map((version, index) => version !== before[index]);
    };
    const none = [false, false];
    const [first, second] = [
      [true, false],
      [false, true],
    ];
    const sent = [{ line: 1, value: "p7", isNumber: false }];
    expect(await change((tx) => addMembers(tx, ada, { id, users: [4] }))).toEqual(first);
    expect(await change((tx) => addMembers(tx, ada, { id, users: [4] }))).toEqual(none);
    expect(await change((tx) => addFound(tx, ada, { id, search: { query: inCity } }))).toEqual(
      first,
    );
    expect(await change((tx) => removeMembers(tx, ada, { id, users: [4] }))).toEqual(first);
    expect(await change((tx) => removeMembers(tx, ada, { id, users: [4] }))).toEqual(none);
    expect(await change((tx) => uploadIds(tx, ada, { id, sent }))).toEqual(first);
    expect(await change((tx) => uploadIds(tx, ada, { id, sent }))).toEqual(none);
    expect(await change((tx) => changeSet(tx, ada, { id, ...texts("Renamed") }))).toEqual(none);
    expect(await change((tx) => changeSetQuery(tx, ada, { id: logical, query: inCity }))).toEqual(
      second,
    );
    expect(await change((tx) => itemizeSet(tx, ada, { id: logical }))).toEqual(second);
  });

  test.each([
    ["and", [3, 4]],
    ["or", [1, 2, 3, 4, 5]],
    ["not", [1, 2]],
  ] as const)("is made of two others by %s, logical or not", async (combination, expected) => {
    const { id: first } = await web((tx) => addSet(tx, ada, { ...texts("City"), query: inCity }));
    const second = await make(ada, "Some");
    await web((tx) => addMembers(tx, ada, { id: second, users: [3, 4, 5] }));
    const made = await web((tx) =>
      combineSets(tx, ada, { ...texts("Both"), first, second, combination }),
    );
    expect(await members(made.id)).toEqual(expected);
    expect(made.members).toBe(expected.length);
  });

  test("is not combined with itself, nor with another person's private set", async () => {
    const mine = await make(ada, "Mine");
    const theirs = await make(bob, "Theirs");
    const combine = (first: number, second: number) =>
      refusal((tx) => combineSets(tx, ada, { ...texts("x"), first, second, combination: "or" }));
    expect(await combine(mine, mine)).toBe("Refusal: Choose two different sets.");
    expect(await combine(mine, theirs)).toBe(gone);
  });

  test("never has a purged user, and loses one who is purged", async () => {
    const id = await make(ada, "Some");
    await web((tx) => addMembers(tx, ada, { id, users: [9, 10] }));
    const { id: logical } = await web((tx) =>
      addSet(tx, ada, {
        ...texts("Harbour"),
        query: { ...inCity, conditions: [{ field: "campus", operator: "in", value: ["HARBOUR"] }] },
      }),
    );
    await pool().query(
      "UPDATE patron.users SET status = 'deleted', deleted_on = current_date WHERE id = 10",
    );
    expect(await members(id)).toEqual([9]);
    expect(await members(logical)).toEqual([5, 6, 7, 8, 9]);
    await pool().query(
      "UPDATE patron.users SET status = 'active', deleted_on = NULL WHERE id = 10",
    );
  });
});
