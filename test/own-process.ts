import { afterAll, vi } from "vitest";

/*
 * Files of the database's tests follow one another in a process, which loads everything once. One that
 * gives the process a database of its own leaves behind what modules keep of it.
 */

const before = process.env.DATABASE_URL;

afterAll(() => {
  if (process.env.DATABASE_URL === before) return;
  if (before === undefined) delete process.env.DATABASE_URL;
  else process.env.DATABASE_URL = before;
  vi.doUnmock("next/headers");
  vi.doUnmock("next/cache");
  vi.resetModules();
});
