import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { testDatabase, type TestDatabase } from "../test/database.ts";
import { makeLibrary } from "../test/library.ts";
import { zip } from "../test/zip.ts";
import { lethe, type Ended } from "./testing.ts";

let home: TestDatabase;
let folder: string;
const GONE = 9;

beforeAll(async () => {
  home = await testDatabase();
  folder = await mkdtemp(path.join(tmpdir(), "lethe-"));
  await makeLibrary(home.pool, GONE);
  await home.pool.query(
    `UPDATE patron.users SET campus = CASE WHEN id <= 4 THEN 'CITY' ELSE 'SEA' END;
     UPDATE patron.users SET primary_id = '007' WHERE id = 7;
     UPDATE patron.users SET status = 'deleted', deleted_on = current_date WHERE id = ${GONE}`,
  );
});
beforeEach(() => home.pool.query("TRUNCATE patron.sets RESTART IDENTITY CASCADE"));
afterAll(async () => {
  await home.drop();
  await rm(folder, { recursive: true });
});

const sets = (...args: string[]) =>
  lethe(["sets", ...args, "--json"], { env: { DATABASE_URL: home.url } });
const made = async (...args: string[]) => (await sets(...args)).json() as { id: number };
const error = ({ json }: Ended) => (json() as { error: string }).error;
const inFolder = (name: string) => path.join(folder, name);
async function file(name: string, content: string | Buffer | object): Promise<string> {
  const isRaw = typeof content === "string" || Buffer.isBuffer(content);
  await writeFile(inFolder(name), isRaw ? content : JSON.stringify(content));
  return inFolder(name);
}
const membersOf = async (name: string) => {
  const { users } = (await made("members", name, "--order", "primaryId")) as unknown as {
    users: { id: number }[];
  };
  return users.map(({ id }) => id).sort((a, b) => a - b);
};
const city = {
  version: 1,
  match: "all",
  conditions: [{ field: "campus", operator: "in", value: ["CITY"] }],
};

describe("a set out of a file", () => {
  test("tells what became of each ID, and writes down those of nobody for its owner alone", async () => {
    const list = await file(
      "leavers.csv",
      `USERNAME,x\nP1,a\np2,b\np1,c\nnobody,d\np${GONE},e\n007,f\n`,
    );
    const unknown = inFolder("unknown.csv");
    const { json } = await sets("create", "Leavers", "--file", list, "--unknown", unknown);
    const counts = { added: 3, alreadyMembers: 0, notFound: 2, duplicates: 1 };
    expect(json()).toMatchObject({ id: 1, members: 3, upload: counts });
    expect(await membersOf("leavers")).toEqual([1, 2, 7]);
    expect(await readFile(unknown, "utf8")).toBe(
      `line,primary_id,reason\r\n5,nobody,No user has this primary ID.\r\n6,p${GONE},The user was purged.\r\n`,
    );
    expect((await stat(unknown)).mode & 0o777).toBe(0o600);
    const { rows } = await home.pool.query(
      "SELECT actor, action, subject, after FROM console.audit ORDER BY id DESC LIMIT 1",
    );
    const after = { kind: "itemized", members: 3 };
    expect(rows).toEqual([{ actor: "operator", action: "set.add", subject: "set 1", after }]);
  });

  test("or a workbook; more are added, and some taken out again", async () => {
    await made("create", "Leavers", "--file", await file("one.txt", "Primary ID\np1\n"));
    const workbook = await file("more.xlsx", sheet(["User name", "p1", "p3", "none"]));
    const { stdout } = await lethe(["sets", "add", "Leavers", "--file", workbook], {
      env: { DATABASE_URL: home.url },
    });
    expect(stdout).toBe(
      "1 user was added, 1 already was a member, 1 ID was not found, 0 lines were duplicates in the list.\nThe IDs that were not found: --unknown FILE writes them down.\n",
    );
    expect(await made("add", "Leavers", "--users", "4,5")).toMatchObject({ added: 2 });
    expect(await made("remove", "Leavers", "--users", "1,4,6")).toMatchObject({ removed: 2 });
    expect(await membersOf("Leavers")).toEqual([3, 5]);
  });

  test.each<[string, string | Buffer, RegExp]>([
    ["without a header", "p1\np2\n", /^The first column has no header that Lethe knows/],
    ["of binary rubbish", Buffer.from([0, 255, 1, 254, 80, 75]), /^\S.*\.$/],
    ["of half a workbook", sheet(["USERNAME", "p1"]).subarray(0, 200), /^\S.*\.$/],
    ["of nothing", "", /^The file is empty/],
    ["with nobody in it", "USERNAME\n", /^The file lists nobody/],
    ["of 17 MB", `USERNAME\n${"p1\n".repeat(6_000_000)}`, /^The file is larger than 16 MB/],
  ])("%s is refused in a sentence, and makes nothing", async (_what, content, sentence) => {
    const ended = await sets("create", "Leavers", "--file", await file("bad.csv", content));
    expect(ended.code).toBe(1);
    expect(error(ended)).toMatch(sentence);
    expect(ended.stderr).not.toMatch(/\n\s+at /);
    expect((await made("list")) as unknown).toEqual({ sets: [], next: null });
  });

  test("is not made where the IDs of nobody cannot be written, and leaves no half of a file", async () => {
    const list = await file("leavers.csv", "USERNAME\np1\nnobody\n");
    const create = ["create", "Leavers", "--file", list, "--unknown"];
    expect(error(await sets(...create, inFolder("no/where.csv")))).toMatch(/^There is no folder/);
    expect(error(await sets(...create, folder))).toMatch(/is a folder, not a file/);
    await made("create", "Leavers");
    const kept = await file("kept.csv", "as it was");
    expect(error(await sets(...create, kept))).toMatch(/^There is a set of this name already/);
    expect(await readFile(kept, "utf8")).toBe("as it was");
    expect((await readdir(folder)).filter((name) => name.endsWith(".part"))).toEqual([]);
    expect(await membersOf("Leavers")).toEqual([]);
  });
});

/** A workbook with one column, as small as they come. */
function sheet(cells: string[]): Buffer {
  const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
  const rows = cells.map(
    (cell, at) =>
      `<row r="${at + 1}"><c r="A${at + 1}" t="inlineStr"><is><t>${cell}</t></is></c></row>`,
  );
  return zip([
    {
      name: "xl/workbook.xml",
      content: `<workbook ${main} xmlns:r="r"><sheets><sheet name="List" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    },
    {
      name: "xl/_rels/workbook.xml.rels",
      content: `<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>`,
    },
    {
      name: "xl/worksheets/sheet1.xml",
      content: `<worksheet ${main}><sheetData>${rows.join("")}</sheetData></worksheet>`,
    },
  ]);
}

test("a query makes an itemized set or a logical one, words make one of whom they find", async () => {
  const query = await file("city.json", city);
  expect(await made("create", "Now", "--query", query)).toMatchObject({ members: 4 });
  expect(await made("create", "Always", "--query", query, "--logical")).toEqual({
    id: 2,
    members: null,
    upload: null,
  });
  const named = await lethe(["sets", "create", "Third", "--in", "name", "--json"], {
    env: { DATABASE_URL: home.url },
    input: "name 3\n",
  });
  expect(named.json()).toMatchObject({ id: 3, members: 1 });
  await home.pool.query("UPDATE patron.users SET campus = 'CITY' WHERE id = 5");
  expect(await membersOf("Now")).toEqual([1, 2, 3, 4]);
  expect(await membersOf("Always")).toEqual([1, 2, 3, 4, 5]);
  expect(await made("itemize", "Always")).toEqual({ id: 2 });
  await home.pool.query("UPDATE patron.users SET campus = 'SEA' WHERE id = 5");
  expect(await made("show", "Always")).toMatchObject({ kind: "itemized", members: 5 });
});

test("sets are combined, copied, changed and deleted, each with its audit row", async () => {
  await made("create", "One", "--file", await file("1.csv", "USERNAME\np1\np2\np3\n"));
  await made("create", "Two", "--query", await file("city.json", city), "--logical");
  const combined = async (by: string) => {
    await made("combine", `Both ${by}`, "--first", "Two", "--by", by, "--second", "one");
    return membersOf(`Both ${by}`);
  };
  expect(await combined("and")).toEqual([1, 2, 3]);
  expect(await combined("or")).toEqual([1, 2, 3, 4]);
  expect(await combined("not")).toEqual([4]);
  expect(await made("copy", "Two")).toEqual({ id: 6, name: "Two (copy)" });
  const sea = { ...city, conditions: [{ ...city.conditions[0], value: ["SEA"] }] };
  const change = ["change", "Two (copy)", "--name", "Sea", "--query", await file("s.json", sea)];
  expect(await made(...change)).toMatchObject({ id: 6, name: "Sea", version: 3, query: sea });
  const unsure = await sets("delete", "Sea");
  expect(error(unsure)).toBe("Nobody is at a terminal to confirm: add --yes. Nothing was deleted.");
  expect(await made("delete", "Sea", "--yes")).toEqual({ id: 6 });
  const { rows } = await home.pool.query<{ action: string }>(
    "SELECT action FROM console.audit WHERE actor = 'operator' ORDER BY id DESC LIMIT 4",
  );
  const last = ["set.delete", "set.changeQuery", "set.change", "set.add"];
  expect(rows.map(({ action }) => action)).toEqual(last);
});

test("lists go on by page, and somebody's private set is seen, not taken over", async () => {
  await home.pool.query(
    `INSERT INTO console.staff (id, name, email) VALUES ('ada', 'Ada', 'ada@example.org') ON CONFLICT DO NOTHING;
     INSERT INTO patron.sets (name, private, kind, owner_id) VALUES ('B', true, 'itemized', 'ada'), ('a', false, 'itemized', 'ada');
     INSERT INTO patron.sets (name, private, kind) VALUES ('c', false, 'itemized')`,
  );
  const names = async (...args: string[]) => {
    const { sets, next } = (await made("list", ...args)) as unknown as {
      sets: { name: string }[];
      next: number | null;
    };
    return [sets.map(({ name }) => name), next];
  };
  expect(await names("--limit", "2")).toEqual([["a", "B"], 1]);
  expect(await names("--limit", "2", "--after", "1")).toEqual([["c"], null]);
  expect(await names("--scope", "public")).toEqual([["a", "c"], null]);
  expect(await names("--scope", "mine")).toEqual([["c"], null]);
  expect(error(await sets("change", "B", "--note", "Seen"))).toMatch(
    /^A private set is a person's/,
  );
  expect(await made("change", "B", "--note", "Seen", "--public")).toMatchObject({ private: false });
});

test("people read sets in a few lines", async () => {
  const text = async (...args: string[]) =>
    (await lethe(["sets", ...args], { env: { DATABASE_URL: home.url } })).stdout;
  expect(await text("list")).toBe("There is no set.\n");
  const query = await file("city.json", city);
  const written = ["--description", "Of the city", "--note", "For spring"];
  expect(await text("create", "City", "--query", query, "--logical", ...written)).toBe(
    "Set 1 is made: its query is evaluated at each use.\n",
  );
  expect(await text("list")).toMatch(
    /^ID +Name +Kind[^]*\n1 +City +logical +public[^]*Of the city/,
  );
  expect(await text("show", "city")).toMatch(
    /Note +For spring\n\nUsers .*CITY.*\.\n\n4 members now\.\n$/,
  );
  expect(await text("members", "city", "--limit", "3")).toMatch(/\n\nThere are more: --after 3\n$/);
});

test("a set under a legal hold is not deleted, and one that there is not is refused", async () => {
  await made("create", "Held", "--file", await file("1.csv", "USERNAME\np1\n"));
  await home.pool.query(
    "INSERT INTO patron.legal_holds (reason, owner, review_on, set_id) VALUES ('Matter', 'Counsel', current_date + 30, 1)",
  );
  expect(error(await sets("delete", "Held", "--yes"))).toMatch(/^This set is under legal hold/);
  await home.pool.query("DELETE FROM patron.legal_holds");
  for (const verb of ["show", "members", "itemize", "copy"]) {
    const ended = await sets(verb, "Nowhere");
    expect([ended.code, error(ended)]).toEqual([
      1,
      "There is no set of this name, or it is somebody's private set.",
    ]);
  }
  expect(error(await sets("itemize", "Held"))).toBe("This set is itemized already.");
});
