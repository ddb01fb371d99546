import { expect, test } from "vitest";
import { retrying } from "./retrying.ts";

const failure = (code: string) => Object.assign(new Error("no"), { code });
const failingOnce = (error: Error) => {
  let tries = 0;
  return () => {
    tries += 1;
    return tries === 1 ? Promise.reject(error) : Promise.resolve(tries);
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
  expect(await retrying(failingOnce(error), signal)).toBe(2);
});

test.each([failure("23505"), failure("42501"), new Error("a bug")])("%o is told", async (error) => {
  await expect(retrying(failingOnce(error), signal)).rejects.toBe(error);
});
