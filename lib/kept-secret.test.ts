import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { freshFolder } from "../test/fresh-folder.ts";
import { keepSecret } from "./kept-secret.ts";

const { folder } = freshFolder();

test("what was made once stays, readable by its owner alone", () => {
  const file = path.join(folder(), "below", "secret");
  expect(keepSecret(file, "first")).toBe("first");
  expect(keepSecret(file, "second")).toBe("first");
  expect(fs.statSync(file).mode & 0o777).toBe(0o600);
  expect(fs.readdirSync(path.dirname(file))).toEqual(["secret"]);
});

test("where nothing can be written any more there is no half of a secret, and the next start makes it whole", () => {
  const file = path.join(folder(), "secret");
  const from = pathToFileURL(path.join(import.meta.dirname, "kept-secret.ts")).href;
  const program = `import { keepSecret } from "${from}"; keepSecret(${JSON.stringify(file)}, "lost")`;
  const script = 'ulimit -f 0; exec "$0" --import tsx --input-type=module -e "$1"';
  const ended = spawnSync("sh", ["-c", script, process.execPath, program], {
    env: { ...process.env, TSX_DISABLE_CACHE: "1" },
    encoding: "utf8",
  });
  expect(ended.stderr).toContain("EFBIG");
  expect(fs.existsSync(file)).toBe(false);
  expect(keepSecret(file, "whole")).toBe("whole");
});
