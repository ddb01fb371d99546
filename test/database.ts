import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";

export type TestDatabase = {
  /** As superuser; `SET ROLE` takes on one of Lethe's. */
  url: string;
  pool: pg.Pool;
  drop(): Promise<void>;
};

/** A migrated, empty database of its own. */
export const testDatabase = (): Promise<TestDatabase> => copy(inject("testServer").template);

/** One that `migrate` has never seen. */
export const emptyDatabase = (): Promise<TestDatabase> => copy("template0");

/** Databases of which each is as `fill` has left one: what takes its time to fill is filled once. */
export function copiesOf(
  fill: (home: TestDatabase) => Promise<unknown>,
): () => Promise<TestDatabase> {
  let filled: Promise<string> | undefined;
  const fillOne = async () => {
    const home = await testDatabase();
    await fill(home);
    await home.pool.end();
    return new URL(home.url).pathname.slice(1);
  };
  return async () => copy(await (filled ??= fillOne()));
}

async function copy(template: string): Promise<TestDatabase> {
  const { adminUrl, prefix } = inject("testServer");
  const name = `${prefix}${randomBytes(6).toString("hex")}`;
  await administer(adminUrl, `create database ${name} template ${template} strategy file_copy`);
  const url = new URL(adminUrl);
  url.pathname = name;
  const pool = new pg.Pool({ connectionString: url.href });
  // The server ends idle connections when the database is dropped.
  pool.on("error", () => {});
  return {
    url: url.href,
    pool,
    async drop() {
      await pool.end();
      // Not waited for: the server looks ten times a second whether all have left. What is not dropped when
      // the tests end is dropped then.
      void administer(adminUrl, `drop database if exists ${name} with (force)`).catch(() => {});
    },
  };
}

async function administer(adminUrl: string, text: string) {
  const client = new pg.Client(adminUrl);
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}
