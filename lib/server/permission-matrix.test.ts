import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { jobPermissions, keyScopes, permits, permissions, staffRoles } from "#lib/permissions.ts";

const root = path.join(import.meta.dirname, "..", "..");
const sources = ["app", "components", "lib", "db", "jobs", "imports"].flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => `${folder}/${file.replaceAll(path.sep, "/")}`)
    .sort(),
);
const find = (pattern: RegExp) => sources.filter((file) => pattern.test(file));
const read = (file: string) => readFileSync(path.join(root, file), "utf8");

/** Answers to people who are not signed in, each with its reason. */
const open: Record<string, string> = {
  "app/(entry)/no-permission/route.ts": "says one sentence",
  "app/(entry)/unavailable/route.ts": "says one sentence",
  "app/(entry)/session/route.ts": "says what the session it was sent has left, and lengthens it",
  "app/(entry)/sign-out/route.ts": "ends the session it was sent",
  "app/api/auth/[...all]/route.ts": "signs in and out",
};

const exported = /^export (?:default )?(?:async )?(?:const|let|var|function|class)\s+(\w+)/gm;
const door = (doors: string) =>
  new RegExp(
    `^export const (\\w+) = (${doors})(?:<[^(]*>)?\\(\\s*(?:\\{\\s*permission:\\s*)?(?:"([\\w.]+)")?(?:,\\s*alsoPermission:\\s*"([\\w.]+)")?`,
    "gm",
  );

/** Exported names of a file, and those that are doors of their own. */
function doorsOf(file: string, doors: string) {
  const text = read(file);
  const names = [...text.matchAll(exported)].map(([, name = ""]) => name);
  const behind = [...text.matchAll(door(doors))].map(
    ([, name = "", , ...permissions]): [string, string] => [
      name,
      permissions.filter(Boolean).join(" and "),
    ],
  );
  return { names, behind: new Map(behind) };
}

/** An exported function that is no door itself may only call doors: it cannot reach the database. */
const reachesDatabase = (file: string) =>
  /import \{[^}]*(?<!type )\b(database|openDatabase|saveAs|recordChange)\b/.test(read(file));
const usesDoor = (file: string, name: string) => new RegExp(`= (${name})\\(`).test(read(file));

const actionFiles = find(/^app\/.*\/actions\.ts$/);
const routeFiles = find(/^app\/.*\/route\.ts$/).filter((file) => !(file in open));
const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

test.each(actionFiles)("every action of %s goes through the door for forms", (file) => {
  const allowed = file.startsWith("app/(entry)/") ? "entryAction" : "formAction|searchAction";
  const { names, behind } = doorsOf(file, allowed);
  expect(read(file)).toMatch(/^"use server";/);
  const others = names.filter((name) => !behind.has(name));
  if (others.length > 0) {
    expect(usesDoor(file, allowed), `${others.join()} must call a ${allowed}`).toBe(true);
    expect(reachesDatabase(file), `${others.join()} must leave the database to it`).toBe(false);
  }
});

test.each(routeFiles)("every method of %s goes through the door for requests", (file) => {
  const { names, behind } = doorsOf(file, "handler|openHandler");
  const answers = names.filter((name) => methods.includes(name));
  expect(answers.length).toBeGreaterThan(0);
  expect(answers.filter((name) => !behind.has(name))).toEqual([]);
});

test("there is no server action outside an actions.ts", () => {
  const others = sources.filter((file) => !/(\/actions|\.test)\.tsx?$/.test(file));
  expect(others.filter((file) => read(file).includes('"use server"'))).toEqual([]);
});

test.each(find(/^app\/\(console\)\/.*page\.tsx$/))("%s asks who looks at it", (file) => {
  expect(read(file)).toMatch(/await requireStaff\(\s*"[\w.]+"/);
});

test("who may call what is what was agreed", async () => {
  const doors = [...actionFiles, ...routeFiles].flatMap((file) => {
    const { names, behind } = doorsOf(
      file,
      "formAction|searchAction|handler|openHandler|entryAction",
    );
    const within = [...read(file).matchAll(/= formAction\(\s*"([\w.]+)"/g)].map(([, one]) => one);
    return names
      .filter((name) => name !== "dynamic")
      .map((name) => `${file} ${name}: ${(behind.get(name) ?? within.join(", ")) || "anyone"}`);
  });
  const roles = permissions.map((permission) => {
    const holders = staffRoles.filter((role) => permits([role], permission));
    return `${permission}: ${holders.join(", ")}${keyScopes.includes(permission) ? "" : "; never a key"}`;
  });
  // Of the doors of Monitor Jobs, which all jobs share, `requireJob` asks these.
  const jobs = Object.entries(jobPermissions).map(
    ([job, { write, run }]) => `${job}: switch and schedule ${write}, start and steer ${run}`,
  );
  const matrix = [...roles, "", ...jobs, "", ...doors, ""].join("\n");
  await expect(matrix).toMatchFileSnapshot("permission-matrix.txt");
});
