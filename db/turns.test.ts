import { expect, test } from "vitest";
import { Busy } from "#lib/refusal.ts";
import { turns } from "./turns.ts";

const LONG_MS = 60_000;

/** A work that lasts until it is told to end. */
function work() {
  let end = () => {};
  const until = new Promise<void>((resolve) => (end = resolve));
  const state = { began: false, end: () => end() };
  return Object.assign(state, {
    run: async () => {
      state.began = true;
      await until;
    },
  });
}

test("no more than there are places for are done at a time, the others in the order they came", async () => {
  const take = turns(2, LONG_MS);
  const works = [work(), work(), work(), work()];
  const done = works.map((one) => take(one.run));
  const begun = () => works.map(({ began }) => began);
  expect(begun()).toEqual([true, true, false, false]);
  works[1]?.end();
  await done[1];
  await expect.poll(begun).toEqual([true, true, true, false]);
  for (const one of works) one.end();
  await Promise.all(done);
  expect(begun()).toEqual([true, true, true, true]);
});

test("a work that fails gives its place on", async () => {
  const take = turns(1, LONG_MS);
  const failing = take(() => Promise.reject(new Error("no")));
  const next = take(async () => "done");
  await expect(failing).rejects.toThrow("no");
  expect(await next).toBe("done");
});

test("who waits too long, or does not wait any more, is not let in, and takes no place", async () => {
  const take = turns(1, 20);
  const first = work();
  const done = take(first.run);
  const stopped = new AbortController();
  const late = work();
  const leaving = take(late.run, stopped.signal);
  stopped.abort();
  await expect(leaving).rejects.toThrow(/abort/i);
  await expect(take(late.run)).rejects.toThrow(Busy);
  first.end();
  await done;
  expect(late.began).toBe(false);
  expect(await take(async () => "done")).toBe("done");
});
