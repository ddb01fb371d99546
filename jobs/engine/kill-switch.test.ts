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

test("in a folder that was named and is not there, one may well stand", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "lethe-stop-"));
  vi.stubEnv("LETHE_DATA", path.join(folder, "data"));
  try {
    expect(stopsByFile("anonymization")).toBe(true);
    fs.mkdirSync(path.join(folder, "data"));
    expect(stopsByFile("anonymization")).toBe(false);
    fs.rmdirSync(path.join(folder, "data"));
    expect(stopsByFile("anonymization")).toBe(true);
  } finally {
    vi.unstubAllEnvs();
    fs.rmSync(folder, { recursive: true });
  }
});

test("where no folder is named and nobody has made one, none stands", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "lethe-stop-"));
  vi.stubEnv("LETHE_DATA", undefined);
  const before = process.cwd();
  process.chdir(folder);
  try {
    expect(stopsByFile("anonymization")).toBe(false);
    fs.mkdirSync(path.join(folder, ".data"));
    fs.writeFileSync(path.join(folder, ".data", "stop-all-jobs"), "");
    expect(stopsByFile("anonymization")).toBe(true);
  } finally {
    process.chdir(before);
    vi.unstubAllEnvs();
    fs.rmSync(folder, { recursive: true });
  }
});
