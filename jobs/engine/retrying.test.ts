import { expect, test, vi } from "vitest";
import { retrying } from "./retrying.ts";

vi.mock("node:timers/promises", () => ({ setTimeout: () => Promise.resolve() }));

const failure = (code: string) => Object.assign(new Error("no"), { code });
const failing = (error: Error, times: number) => {
  let tries = 0;
  return () => {
    tries += 1;
    return tries <= times ? Promise.reject(error) : Promise.resolve(tries);
  };
};
const signal = new AbortController().signal;

test.each([
  ["the server stops", failure("57P01")],
  ["it has no connection left", failure("53300")],
  ["its name is not found", failure("ENOTFOUND")],
  ["the look-up fails", failure("EAI_AGAIN")],
  ["the pool is exhausted", new Error("timeout exceeded when trying to connect")],
  ["a deadlock", failure("40P01")],
])("%s: tried again", async (_what, error) => {
  expect(await retrying(failing(error, 1), signal)).toBe(2);
});

test.each([failure("23505"), failure("42501"), new Error("a bug")])("%o is told", async (error) => {
  await expect(retrying(failing(error, 1), signal)).rejects.toBe(error);
});

test("a lock that others hold is waited for, however long; a deadlock that comes back is told", async () => {
  expect(await retrying(failing(failure("55P03"), 100), signal)).toBe(101);
  await expect(retrying(failing(failure("40P01"), 100), signal)).rejects.toThrow("no");
});

test("what is done while others hold a lock is done before each further try, and does not end them", async () => {
  const onHeld = vi.fn(() => Promise.reject(failure("55P03")));
  expect(await retrying(failing(failure("55P03"), 3), signal, onHeld)).toBe(4);
  expect(onHeld).toHaveBeenCalledTimes(3);
  await retrying(failing(failure("40P01"), 1), signal, onHeld);
  expect(onHeld).toHaveBeenCalledTimes(3);
});
