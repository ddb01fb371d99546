import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readCounts, readPage } from "./read-page.ts";
import { ownDatabase } from "./testing.ts";

let own: Awaited<ReturnType<typeof ownDatabase>>;
beforeAll(async () => {
  own = await ownDatabase();
});
afterAll(() => own.end());

const seconds = 0.2;

test("what is counted in time is told", async () => {
  const counted = await readCounts(
    async (tx) => (await tx.execute(sql`SELECT count(*)::int AS n FROM patron.letters`)).rows,
    seconds,
  );
  expect(counted).toEqual([{ n: 0 }]);
});

test("what takes longer is given up, and is no error", async () => {
  expect(await readCounts((tx) => tx.execute(sql`SELECT pg_sleep(30)`), seconds)).toBeNull();
});

test("so is what waits for a lock", async () => {
  const client = await own.pool.connect();
  try {
    await client.query("BEGIN; LOCK TABLE patron.letters");
    const counting = readCounts((tx) => tx.execute(sql`SELECT FROM patron.letters`), seconds);
    expect(await counting).toBeNull();
  } finally {
    await client.query("ROLLBACK");
    client.release();
  }
});

test("what fails for another reason is a bug as before", async () => {
  await expect(readCounts((tx) => tx.execute(sql`SELECT 1 / 0`), seconds)).rejects.toThrow();
});

test("at an address with a NUL there is nothing", async () => {
  const reading = readPage((tx) => tx.execute(sql`SELECT ${"a\0b"}::text`));
  await expect(reading).rejects.toMatchObject({ digest: expect.stringContaining("404") });
});
