import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { lockFaults } from "./lock.ts";

test.each([
  ["a package that is not known to may not run a program when it is installed", "left-pad", 1],
  ["esbuild may, wherever it lies", "tsx/node_modules/esbuild", 0],
])("%s", (_what, name, faults) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "lethe-lock-"));
  onTestFinished(() => fs.rmSync(folder, { recursive: true }));
  const file = path.join(folder, "package-lock.json");
  const packages = { [`node_modules/${name}`]: { hasInstallScript: true } };
  fs.writeFileSync(file, JSON.stringify({ packages }));
  expect(lockFaults(file)).toHaveLength(faults);
});
