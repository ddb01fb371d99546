import { expect, test } from "vitest";
import {
  decisionFaults,
  hasOwnLabel,
  importFaults,
  nameFaults,
  snapshotFaults,
} from "./structure.ts";

test.each([
  ["app/(console)/letters/page.tsx", "#jobs/registry.ts"],
  ["app/(console)/letters/page.tsx", "./schema.ts"],
  ["app/(console)/letters/actions.ts", "#lib/server/action.ts"],
  ["jobs/anonymize/job.ts", "#db/client.ts"],
  ["jobs/anonymize/job.ts", "../engine/run.ts"],
  ["lib/server/action.ts", "next/headers"],
  ["lib/server/session.ts", "#db/client.ts"],
  ["db/client.ts", "pg"],
  ["cli/main.ts", "../package.json"],
])("%s may import %s", (file, specifier) => {
  expect(importFaults(file, specifier)).toEqual([]);
});

test.each([
  ["db/client.ts", "#jobs/registry.ts"],
  ["db/client.ts", "../jobs/registry.ts"],
  ["db/client.ts", "#lib/server/action.ts"],
  ["components/field.tsx", "#db/client.ts"],
  ["lib/rules.ts", "#db/client.ts"],
  ["lib/rules.ts", "#lib/server/action.ts"],
  ["jobs/wake.ts", "next/headers"],
  ["imports/read.ts", "#jobs/registry.ts"],
  ["app/layout.tsx", "../lib/rules.ts"],
])("%s may not import %s", (file, specifier) => {
  expect(importFaults(file, specifier)).toHaveLength(1);
});

test.each([
  "app/(console)/letters/page.tsx",
  "app/(console)/letters/retention-form.tsx",
  "app/(console)/monitor-jobs/[id]/run-view.tsx",
  "app/(console)/layout.tsx",
  "app/api/auth/[...all]/route.ts",
  "db/queries/job-runs.ts",
])("%s is a name", (file) => {
  expect(nameFaults(file)).toEqual([]);
});

test.each([
  "app/(console)/letters/utils.ts",
  "app/(console)/letters/components/field.tsx",
  "components/DataTable.tsx",
  "lib/date_utils.ts",
])("%s is no name", (file) => {
  expect(nameFaults(file)).toHaveLength(1);
});

test("a field takes its label from lib/help, and with it its sentence", () => {
  expect(hasOwnLabel('<Field\n  {...field("type")}\n  label="Type"\n/>')).toBe(true);
  expect(hasOwnLabel('<Field {...help.type} name="type" />\n<Pager label="users" />')).toBe(false);
});

test("of the migrations' snapshots only the newest is kept", () => {
  const newest = ["_journal.json", "0055_snapshot.json"];
  expect(snapshotFaults(newest)).toEqual([]);
  expect(snapshotFaults(["0054_snapshot.json", ...newest])).toEqual([
    "db/migrations/meta/0054_snapshot.json: only the newest snapshot is kept.",
  ]);
});

test("a decision has a number of its own, and begins with it", () => {
  const first: [string, string] = ["docs/decisions/0001-links.md", "# 1. Links\n"];
  expect(decisionFaults([first, ["docs/decisions/0012-roles.md", "# 12. Roles\n"]])).toEqual([]);
  expect(decisionFaults([first, ["docs/decisions/0001-roles.md", "# 1. Roles\n"]])).toEqual([
    "docs/decisions/0001-roles.md: another decision has its number.",
  ]);
  expect(decisionFaults([["docs/decisions/0002-roles.md", "# Roles\n"]])).toEqual([
    "docs/decisions/0002-roles.md: does not begin with “# 2. ”.",
  ]);
});
