import { afterAll, vi } from "vitest";

/*
 * Files of the database's tests follow one another in a process, which loads everything once. One that
 * gives the process a database of its own, by its environment, leaves behind what modules keep of it.
 */

const before = { ...process.env };

afterAll(() => {
  const names = Object.keys({ ...before, ...process.env });
  const changed = names.filter((name) => process.env[name] !== before[name]);
  if (changed.length === 0) return;
  for (const name of changed) {
    if (before[name] === undefined) delete process.env[name];
    else process.env[name] = before[name];
  }
  vi.doUnmock("next/headers");
  vi.doUnmock("next/cache");
  vi.resetModules();
});
