import { spawnSync } from "node:child_process";
import path from "node:path";
import { expect, test } from "vitest";

const here = import.meta.dirname;

/** In a process of its own: the console is one for all. */
const run = (statement: string) => {
  const script = `import { quietConsole } from ${JSON.stringify(path.join(here, "quiet-console.ts"))};
    import { DrizzleQueryError } from "drizzle-orm";
    const failed = new DrizzleQueryError("select $1", ["canary-91c"], new Error("x canary-91c", { cause: 1 }));
    Object.assign(failed.cause, { severity: "ERROR", code: "22P02" });
    quietConsole(); ${statement}`;
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", "tsx", "--input-type=module", "--eval", script],
    { cwd: path.join(here, "..", ".."), encoding: "utf8" },
  );
  return `${stdout}${stderr}`;
};

test("what is printed by others is logged without the values bound to its query", () => {
  const printed = run(`console.error("failed:", failed); console.warn("slow");`);
  expect(printed).toContain("select $1");
  expect(printed).toContain("22P02");
  expect(printed).toContain("slow");
  expect(printed).not.toContain("canary-91c");
});

test("an error that was logged with its id is not logged again", () => {
  expect(run(`failed.digest = "1"; console.error("⨯", failed);`)).toBe("");
});
