import { expect, test } from "vitest";
import { readChanges } from "./schema.ts";

const form = (entries: Record<string, string>) => {
  const data = new FormData();
  for (const [name, value] of Object.entries(entries)) data.set(name, value);
  return data;
};

test("only what is ticked is changed, whatever else was entered", () => {
  expect(
    readChanges(
      form({
        "purgeDate.on": "on",
        "purgeDate.how": "set",
        "purgeDate.to": "2020-01-31",
        "purgeDate.onlyIf": "empty",
        "campus.to": "NORTH",
        "campus.onlyIf": "always",
      }),
    ),
  ).toEqual({ changes: { purgeDate: { to: "2020-01-31", onlyIf: "empty" } } });
});

test("removing a date is a choice of its own, and an emptied date is none", () => {
  const removed = { "purgeDate.on": "on", "purgeDate.how": "remove", "purgeDate.onlyIf": "always" };
  expect(readChanges(form(removed))).toEqual({
    changes: { purgeDate: { to: null, onlyIf: "always" } },
  });
  const emptied = { ...removed, "purgeDate.how": "set", "purgeDate.to": "" };
  expect(readChanges(form(emptied))).toMatchObject({
    state: {
      status: "invalid",
      fields: { "purgeDate.to": [expect.stringContaining("Enter a date")] },
    },
  });
});

test.each([
  [{}, { "": ["Tick at least one thing to change."] }],
  [
    { "status.on": "on", "status.to": "inactive", "status.onlyIf": "is", "status.is": "" },
    { "status.is": ["Enter the value that has to stand there."] },
  ],
  [
    { "notify.on": "on", "notify.to": "changed", "notify.subject": "a", "notify.body": "b" },
    { "notify.on": ["Nothing is changed, so nobody is told: send it to everybody."] },
  ],
])("%j is told by its control", (entries, fields) => {
  expect(readChanges(form(entries as Record<string, string>))).toEqual({
    state: { status: "invalid", fields },
  });
});
