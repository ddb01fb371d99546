import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { apiDocument } from "#app/api/document.ts";
import { curlOf } from "./curl-view.ts";
import { entriesOf, matchingEntries, type Entry } from "./reference-query.ts";

const entries = entriesOf(apiDocument());
const entry = (method: string, path: string): Entry =>
  entries.find((one) => one.method === method && one.path === path)!;

test.each<[string, string, string]>([
  [
    "GET",
    "/api/overview",
    `curl -H "Authorization: Bearer $LETHE_KEY" 'https://lethe.example/api/overview'`,
  ],
  [
    "GET",
    "/api/statistics/{family}",
    `curl -H "Authorization: Bearer $LETHE_KEY" 'https://lethe.example/api/statistics/loans?by=month&by=userGroup&from=2026-01-01'`,
  ],
  ["GET", "/api/health", "curl 'https://lethe.example/api/health'"],
  [
    "POST",
    "/api/job-runs",
    `curl -X POST -H "Authorization: Bearer $LETHE_KEY" -H 'Content-Type: application/json' -d '{"job":"anonymization","confirm":1204}' 'https://lethe.example/api/job-runs'`,
  ],
])("%s %s is shown as a command", (method, path, command) => {
  const shown = curlOf(entry(method, path), "https://lethe.example");
  expect(shown.replaceAll(/ \\\n {2}/g, " ")).toBe(command);
});

test.skipIf(process.platform === "win32")(
  "a shell takes the command word for word, whatever the example holds",
  () => {
    const sent = { name: `it's "$HOME" \\ \`id\`` };
    const { operation, ...rest } = entry("PUT", "/api/institution");
    const content = { "application/json": { example: sent } };
    const odd = { ...rest, operation: { ...operation, requestBody: { required: true, content } } };
    const command = curlOf(odd, "https://lethe.example").replace(/^curl/, "printf '%s\\n'");
    const words = execFileSync("/bin/sh", ["-c", command], { encoding: "utf8" }).split("\n");
    expect(words).toContain(JSON.stringify(sent));
  },
);

test.each([
  ["a path", "job-runs abortion", ["POST /api/job-runs/{id}/abortion"]],
  [
    "a scope",
    "institution.write",
    ["GET /api/mail", "PUT /api/mail", "PUT /api/institution", "GET /api/institution/zone-change"],
  ],
  ["a field, in any case", "IDEMPOTENCY", ["POST /api/job-runs"]],
  ["words that nothing holds", "overview abortion", []],
])("a search finds by %s", (_, search, found) => {
  const names = matchingEntries(entries, search).map(({ method, path }) => `${method} ${path}`);
  expect(names).toEqual(found);
});
