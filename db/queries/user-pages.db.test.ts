import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDatabase, type Database, type Tx } from "#db/client.ts";
import { userQuerySchema } from "#lib/user-query.ts";
import type { UserSearch } from "#lib/user-search.ts";
import { testDatabase, type TestDatabase } from "../../test/database.ts";
import { makeLibrary } from "../../test/library.ts";
import { everyone, listUsers } from "./user-list.ts";
import { patientPage, patientSearch, quickly, quickPage } from "./user-pages.ts";
import { keepSearch, readSearch } from "./user-searches.ts";

let home: TestDatabase;
let db: Database;

beforeAll(async () => {
  home = await testDatabase();
  db = openDatabase(home.url);
  await makeLibrary(home.pool, 0);
  await home.pool.query(
    `INSERT INTO patron.users (primary_id, last_name, campus) SELECT 'P' || n, 'Smith', 'CITY' FROM generate_series(1, 3) n;
     INSERT INTO console.staff (id, name, email) VALUES ('ada', 'Ada', 'ada@example.org'), ('bob', 'Bob', 'bob@example.org')`,
  );
});
afterAll(async () => {
  await db.end();
  await home.drop();
});

const web = <T>(work: (tx: Tx) => Promise<T>) => db.transaction("lethe_web", work);

describe("a search that is kept", () => {
  const search: UserSearch = { text: { in: "name", words: "Smith" } };

  test("is its own person's, for a day", async () => {
    const id = await web((tx) => keepSearch(tx, "ada", search));
    expect(await web((tx) => readSearch(tx, "ada", id))).toEqual(search);
    expect(await web((tx) => readSearch(tx, "bob", id))).toBe(null);
    await home.pool.query(
      "UPDATE patron.user_searches SET created_at = now() - interval '25 hours'",
    );
    expect(await web((tx) => readSearch(tx, "ada", id))).toBe(null);
  });

  test("is shown at once, or left to who can wait and stop it", async () => {
    const ada = { id: "ada" };
    const id = await web((tx) => keepSearch(tx, "ada", search));
    const query = { order: "name" as const, descending: false, limit: 50 };
    const patient = await patientPage(db, ada, { search: id }, query, new AbortController().signal);
    expect(patient.users.length).toBeGreaterThan(0);
    // A crowded machine gives some up.
    await expect
      .poll(() => quickPage(db, ada, { search: id }, query), { timeout: 20_000 })
      .toEqual(patient);
    await expect(patientPage(db, ada, { search: id }, query, AbortSignal.abort())).rejects.toThrow(
      "The search was stopped.",
    );
    expect(await quickPage(db, { id: "bob" }, { search: id }, query)).toBe(null);
  });

  test("that takes too long is given up by the page, and by nobody else", async () => {
    const ada = { id: "ada" };
    const id = await web((tx) => keepSearch(tx, "ada", search));
    const holder = await home.pool.connect();
    await holder.query("BEGIN; LOCK TABLE patron.users");
    const query = { order: "name" as const, descending: false, limit: 50 };
    expect(await quickPage(db, ada, { search: id }, query)).toBe(null);
    await holder.query("COMMIT");
    holder.release();
  });

  test("has 50 ms of the server's time as a page, of which each statement leaves the rest to the next", async () => {
    const limit = (tx: Tx) =>
      tx
        .execute<{ ms: number }>(
          sql`SELECT setting::integer AS ms FROM pg_settings WHERE name = 'statement_timeout'`,
        )
        .then(({ rows }) => rows[0]?.ms);
    const query = { order: "name" as const, descending: false, limit: 50 };
    expect(await quickly(db, async (tx, withinMs) => [withinMs, await limit(tx)])).toEqual([
      50, 50,
    ]);
    const left = await web(async (tx) => {
      await tx.execute(sql`SELECT pg_sleep(0.2)`);
      await listUsers(tx, everyone, { ...query, withinMs: 20_000 });
      return limit(tx);
    });
    expect(left).toBeLessThanOrEqual(19_800);
    expect(left).toBeGreaterThan(10);
  });

  test("is found first where a walk along the order took too long", async () => {
    const query = userQuerySchema.parse({
      version: 1,
      match: "all",
      conditions: [{ field: "campus", operator: "in", value: ["CITY"] }],
    });
    const page = { order: "name" as const, descending: false, limit: 50 };
    const { signal } = new AbortController();
    const walked = await patientSearch(db, { query }, page, signal);
    const holder = await home.pool.connect();
    await holder.query("BEGIN; LOCK TABLE patron.users");
    const patient = patientSearch(db, { query }, page, signal);
    await holder.query("SELECT pg_sleep(1.3); COMMIT");
    holder.release();
    expect(await patient).toEqual(walked);
  });
});
