import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, test, vi } from "vitest";
import { jobName } from "#db/schema/index.ts";
import { stopFileName, stopsByFile } from "./kill-switch.ts";

test.each(["all", ...jobName.enumValues] as const)(
  "README names the file that stops %s, for when no database answers",
  (scope) => {
    expect(fs.readFileSync("README.md", "utf8")).toContain(`\`${stopFileName(scope)}\``);
  },
);

test("a file that cannot be looked for counts as there", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "lethe-stop-"));
  vi.stubEnv("LETHE_DATA", folder);
  try {
    expect(stopsByFile("anonymization")).toBe(false);
    // Leads to itself: whoever looks gets an error that says nothing of the file.
    fs.symlinkSync("stop-all-jobs", path.join(folder, "stop-all-jobs"));
    expect(stopsByFile("anonymization")).toBe(true);
  } finally {
    vi.unstubAllEnvs();
    fs.rmSync(folder, { recursive: true });
  }
});
