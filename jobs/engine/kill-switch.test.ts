import fs from "node:fs";
import { expect, test } from "vitest";
import { jobName } from "#db/schema/index.ts";
import { stopFileName } from "./kill-switch.ts";

test.each(["all", ...jobName.enumValues] as const)(
  "README names the file that stops %s, for when no database answers",
  (scope) => {
    expect(fs.readFileSync("README.md", "utf8")).toContain(`\`${stopFileName(scope)}\``);
  },
);
