import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { testDatabase, type TestDatabase } from "../test/database.ts";
import { insertLetters } from "../test/letters.ts";
import { makeLibrary } from "../test/library.ts";
import { deleteUser } from "./user-deleting.ts";
import { lethe, type Ended } from "./testing.ts";
import type { Terminal } from "./command.ts";
import { openDatabase } from "#db/client.ts";

let home: TestDatabase;
beforeEach(async () => {
  await home?.drop();
  home = await testDatabase();
  await makeLibrary(home.pool, 12);
  await insertLetters(home.pool, [
    { userId: 3, letterCode: "FulLoanReceiptLetter", createdOn: "2026-01-05" },
  ]);
  await home.pool.query("INSERT INTO patron.user_notes (user_id, text) VALUES (3, 'Called')");
});
afterAll(() => home.drop());

const users = (args: string[], input = "") =>
  lethe(["users", ...args, "--json"], { env: { DATABASE_URL: home.url }, input });
const error = ({ json }: Ended) => (json() as { error: string }).error;
const value = async (text: string) =>
  Object.values((await home.pool.query<Record<string, unknown>>(text)).rows[0] ?? {})[0];
const living = () => value("SELECT count(*)::int FROM patron.users WHERE status <> 'deleted'");
const runs = () => value("SELECT count(*)::int FROM console.job_runs");

describe("a user is deleted", () => {
  test("by the primary ID of standard input, fully as on the screen, with the receipt of the run", async () => {
    const ended = await users(["delete", "--confirm", "3"], "P3\n");
    expect([ended.code, ended.json()]).toEqual([
      0,
      expect.objectContaining({
        job: "purge-users",
        status: "completed",
        users: { purged: 1, heldBack: [] },
        removed: expect.objectContaining({ Notes: 1, Letters: 1 }) as unknown,
      }),
    ]);
    expect(ended.stderr).toMatch(/^ID 3: N••• •••\nRemoves the person fully/);
    expect(ended.stdout + ended.stderr).not.toContain("Name 3");
    expect(await value("SELECT count(*)::int FROM patron.users WHERE id = 3")).toBe(0);
    expect(await value("SELECT actor || ' ' || action || ' ' || subject FROM console.audit")).toBe(
      "operator user.delete a user",
    );
  });

  test("or as the policy says", async () => {
    const ended = await users(["delete", "--id", "3", "--confirm", "3", "--by-policy"]);
    expect(ended.code).toBe(0);
    expect(ended.stderr).toMatch(/Delete User Policy: Keep statistics and remove primary ID/);
    expect(await value("SELECT status FROM patron.users WHERE id = 3")).toBe("deleted");
    const again = await users(["delete", "--id", "3", "--confirm", "3", "--by-policy"]);
    expect([again.code, error(again)]).toEqual([
      1,
      "This user cannot be deleted: already deleted.",
    ]);
  });

  test("not unless the same user is confirmed", async () => {
    const without = await users(["delete", "--id", "3"]);
    expect([without.code, error(without)]).toEqual([
      1,
      "Nobody is at a terminal to confirm: add --confirm 3. Nobody was deleted.",
    ]);
    expect(error(await users(["delete", "--confirm", "4"], "p3"))).toMatch(
      /^--confirm names another user/,
    );
    expect([await runs(), await living()]).toEqual([0, 12]);
  });

  test("not where a check keeps them, or every run needs a second person, or there is none", async () => {
    await home.pool.query("INSERT INTO patron.user_roles (user_id, code) VALUES (3, '32')");
    const refused = async (id: number) =>
      error(await users(["delete", "--id", String(id), "--confirm", String(id)]));
    expect(await refused(3)).toBe(
      "This user cannot be deleted: active staff role other than Patron.",
    );
    expect(await refused(99)).toBe("There is no user 99.");
    await home.pool.query("UPDATE console.run_limits SET approval_above = 0");
    expect(await refused(4)).toMatch(/^Here every run needs a second person/);
    expect([await runs(), await living()]).toEqual([0, 12]);
  });
});

test("who sits at a terminal types the ID as on the screen", async () => {
  const db = openDatabase(home.url);
  const asked: string[] = [];
  const typing = (answer: string | null): Terminal => ({
    attended: true,
    say: () => {},
    ask: (question) => {
      asked.push(question.trim());
      return Promise.resolve(answer);
    },
  });
  const remove = (answer: string | null) =>
    deleteUser({ db, url: home.url, embedded: false }, typing(answer), {
      whom: { id: 3 },
      how: "erase",
      confirm: undefined,
    });
  try {
    for (const answer of ["3", "ID 4", "", null]) {
      await expect(remove(answer)).rejects.toThrow("That is not the ID. Nobody was deleted.");
    }
    expect(await living()).toBe(12);
    expect(asked).toEqual(Array(4).fill("There is no undo. Type ID 3 to delete this user:"));
    await home.pool.query("UPDATE console.run_limits SET backup_required = true");
    await expect(remove("ID 3")).rejects.toThrow(
      "Purge User Records cannot start: no verified backup is known here.",
    );
    expect([asked.length, await living()]).toEqual([4, 12]);
    await home.pool.query("UPDATE console.run_limits SET backup_required = false");
    expect((await remove("ID 3")).failed).toBe(false);
    expect(await living()).toBe(11);
  } finally {
    await db.end();
  }
});
