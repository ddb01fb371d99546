import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testDatabase, type TestDatabase } from "../test/database.ts";
import { makeLibrary } from "../test/library.ts";
import { lethe, type Ended } from "./testing.ts";

let home: TestDatabase;
let folder: string;
beforeAll(async () => {
  home = await testDatabase();
  folder = await mkdtemp(path.join(tmpdir(), "lethe-"));
  await makeLibrary(home.pool, 7);
  await home.pool.query(
    `INSERT INTO patron.users (primary_id, last_name, status, deleted_on) VALUES ('once', 'Was', 'deleted', current_date)`,
  );
});
afterAll(async () => {
  await home.drop();
  await rm(folder, { recursive: true });
});

const users = (args: string[]) =>
  lethe(["users", ...args, "--json"], { env: { DATABASE_URL: home.url } });
const error = ({ json }: Ended) => (json() as { error: string }).error;
async function file(content: object): Promise<string> {
  await writeFile(path.join(folder, "in.json"), JSON.stringify(content));
  return path.join(folder, "in.json");
}

describe("a user is changed by a file", () => {
  test("all at once, in the name of the command line, without a word of what stands there", async () => {
    const changes = await file({
      primaryId: "p5",
      general: { expiryDate: "2027-09-30", campus: "NORTH", title: null },
      addParts: [
        { kind: "note", text: "Written to", type: null, userViewable: false, popup: false },
        { kind: "email", email: "old@example.org", types: [], preferred: true },
      ],
      setRoles: [{ code: "200", active: true }],
      addCategories: ["FACULTY:ARTS"],
      addProxies: ["p6"],
    });
    const done = (await users(["change", changes])).json();
    expect(done).toMatchObject({
      id: 5,
      changes: [
        "user.change",
        "user.note.add",
        "user.email.add",
        "user.role.set",
        "user.statistics.add",
        "user.proxy.add",
      ],
    });
    const shown = (await users(["show", "--id", "5"])).json() as Record<string, never[]>;
    expect(shown).toMatchObject({
      campus: "NORTH",
      expiryDate: "2027-09-30",
      lastName: "Name 5",
      notes: [{ text: "Written to" }],
      roles: [{ code: "200", active: true }],
      statistics: ["FACULTY:ARTS"],
      proxies: [{ id: 6 }],
    });
    const [email] = shown["emails"] as unknown as { id: number; version: string }[];
    const second = await file({
      id: 5,
      removeParts: [{ kind: "email", id: email?.id, version: email?.version }],
      addParts: [{ kind: "email", email: "new@example.org", types: [], preferred: true }],
      removeRoles: ["200"],
      removeCategories: ["FACULTY:ARTS"],
      removeProxies: [6],
    });
    expect((await users(["change", second])).code).toBe(0);
    expect((await users(["show", "--id", "5"])).json()).toMatchObject({
      emails: [{ email: "new@example.org", preferred: true }],
      roles: [],
      statistics: [],
      proxies: [],
    });
    const { rows } = await home.pool.query<{ actor: string; told: string }>(
      `SELECT actor, action || coalesce(after::text, '') AS told FROM console.audit
       UNION ALL SELECT actor, action || fields::text FROM patron.user_history`,
    );
    expect(new Set(rows.map(({ actor }) => actor))).toEqual(new Set(["operator"]));
    expect(rows.map(({ told }) => told).join(" ")).not.toMatch(
      /NORTH|2027|Written|example\.org|p5/,
    );
  });

  test("or not at all", async () => {
    const audited = async () => (await home.pool.query("SELECT FROM console.audit")).rowCount;
    const before = await audited();
    const { version } = (await users(["show", "--id", "7"])).json() as { version: string };
    const refused = async (changes: object) => error(await users(["change", await file(changes)]));
    expect(await refused({ id: 7, general: { campus: "X" }, removeRoles: ["200"] })).toBe(
      "This user does not have this role any more.",
    );
    const stale = { version: String(Number(version) - 1), campus: "X" };
    expect(await refused({ id: 7, general: stale })).toMatch(
      /^This user was changed by somebody else or a job/,
    );
    expect(await refused({ id: 7, general: { userGroup: "NONE" } })).toMatch(/^This user group/);
    expect(await refused({ id: 7 })).toBe("The file changes nothing.");
    expect(await refused({ primaryId: "once", general: { campus: "X" } })).toBe(
      "A purged user cannot be changed.",
    );
    expect(await refused({ general: { campus: "X" } })).toMatch(
      /name the user by id or by primaryId/,
    );
    expect(await refused({ id: 7, general: { salary: 1 } })).toMatch(
      /general\.salary: there is no/,
    );
    expect(await refused({ id: 7, general: { purgeDate: "0001-01-01" } })).toMatch(
      /general\.purgeDate: Enter a year from 1000 on/,
    );
    expect((await users(["show", "--id", "7"])).json()).toMatchObject({ version, campus: null });
    expect(await audited()).toBe(before);
  });
});
