import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testDatabase, type TestDatabase } from "../test/database.ts";
import { hostileValues } from "../test/hostile-values.ts";
import { insertLetters } from "../test/letters.ts";
import { makeManyLoans } from "../test/many-loans.ts";
import { lethe, type Ended } from "./testing.ts";

let home: TestDatabase;
let folder: string;
/** More than a cursor hands over at once. */
const MANY = 5_100;

beforeAll(async () => {
  home = await testDatabase();
  folder = await mkdtemp(path.join(tmpdir(), "lethe-"));
  await makeManyLoans(home.pool, 100);
  await home.pool.query(
    `UPDATE patron.users SET campus = 'CITY', first_name = 'Ada' WHERE id <= 4;
     INSERT INTO patron.users (primary_id, last_name, campus) SELECT 'm' || n, 'Many ' || n, 'SEA' FROM generate_series(1, ${MANY}) n;
     INSERT INTO patron.users (primary_id, last_name, status, deleted_on)
       SELECT p, 'Was', 'deleted', current_date FROM unnest(ARRAY['p1', 'twice', 'twice', 'once']) p;
     INSERT INTO patron.user_notes (user_id, text) VALUES (1, E'Bell \\u001b[2J and\\nline');
     INSERT INTO patron.sets (name, private, kind) VALUES ('Leavers', false, 'itemized');
     INSERT INTO patron.set_members VALUES (1, 2), (1, 3)`,
  );
  await insertLetters(home.pool, [
    {
      userId: 1,
      letterCode: "FulLoanReceiptLetter",
      createdOn: "2026-01-05",
      subject: "Lent",
      body: "<p>Dear Ada</p>\nBell \u001b[2J",
    },
    { userId: 1, letterCode: "FulLoanReceiptLetter", createdOn: "2026-01-04", subject: "Before" },
  ]);
});
afterAll(async () => {
  await home.drop();
  await rm(folder, { recursive: true });
});

const users = (args: string[], input = "") =>
  lethe(["users", ...args, "--json"], { env: { DATABASE_URL: home.url }, input });
const asText = (args: string[], input = "") =>
  lethe(["users", ...args], { env: { DATABASE_URL: home.url }, input });
const error = ({ json }: Ended) => (json() as { error: string }).error;
const inFolder = (name: string) => path.join(folder, name);
async function file(content: string | Buffer | object): Promise<string> {
  const isRaw = typeof content === "string" || Buffer.isBuffer(content);
  await writeFile(inFolder("in.json"), isRaw ? content : JSON.stringify(content));
  return inFolder("in.json");
}
const found = async (args: string[], input?: string) => {
  const { json } = await users(["find", ...args], input);
  const { users: page, next } = json() as { users: { id: number }[]; next: number | null };
  return [page.map(({ id }) => id), next];
};
const campus = (value: unknown) => ({
  version: 1,
  match: "all",
  conditions: [{ field: "campus", operator: "in", value }],
});

describe("users are found", () => {
  test("by words of standard input, in the place that is named", async () => {
    expect(await found(["--in", "name"], "name 1, ada\n")).toEqual([[1], null]);
    expect(await found(["--in", "primaryId"], "P20")).toEqual([[20], null]);
    expect(await found(["--in", "all"], "nobody")).toEqual([[], null]);
    const { stdout } = await asText(["find", "--in", "primaryId"], "p2");
    expect(stdout).toMatch(/^ID +Primary ID +Name +Status[^]*\n2 +p2 +Name 2, Ada +Active/);
    const { json } = await users(["find", "--in", "name"], "many");
    expect((json() as { error: string }).error).toMatch(/^More users fit these words/);
  });

  test("by a query, as members of a set, or all of them, page by page in an order", async () => {
    const query = await file(campus(["CITY"]));
    const byId = ["--order", "primaryId"];
    expect(await found(["--query", query, ...byId])).toEqual([[1, 2, 3, 4], null]);
    expect(await found(["--query", query, "--in", "name"], "name 2")).toEqual([[2], null]);
    expect(await found(["--query", "-", ...byId, "--limit", "2"], await text())).toEqual([
      [1, 2],
      2,
    ]);
    const rest = [...byId, "--limit", "2", "--after", "2"];
    expect(await found(["--query", query, ...rest])).toEqual([[3, 4], null]);
    expect(await found(["--set", "leavers", ...byId, "--descending"])).toEqual([[3, 2], null]);
    const [page] = (await found(["--limit", "1000"])) as [number[]];
    expect(page).toHaveLength(1_000);
  });
  const text = () => readFile(inFolder("in.json"), "utf8");

  test("and written into a file that only its owner reads, whole and in order", async () => {
    const to = inFolder("all.csv");
    expect((await users(["find", "--order", "primaryId", "--to", to])).json()).toEqual({
      file: to,
      users: 20 + MANY + 4,
    });
    expect((await stat(to)).mode & 0o777).toBe(0o600);
    const lines = (await readFile(to, "utf8")).split("\r\n");
    expect(lines[0]).toBe(
      "Primary ID,Last name,First name,Middle name,Status,Record type,User group,Expiry date,Purge date,Internal ID",
    );
    const ids = lines.slice(1, -1).map((line) => line.split(",")[0] ?? "");
    const living = ids.slice(0, 20 + MANY);
    expect(living).toEqual([...new Set(living)].sort());
    const made = await lethe(["sets", "create", "Everybody", "--file", to, "--json"], {
      env: { DATABASE_URL: home.url },
    });
    expect(made.json()).toMatchObject({ members: 20 + MANY, upload: { duplicates: 2 } });
    expect((await readdir(folder)).filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  test("the audit says how many were written, and of no file that is not there", async () => {
    const list = ["find", "--set", "leavers", "--to"];
    expect((await users([...list, inFolder("leavers.csv")])).code).toBe(0);
    expect((await users([...list, inFolder(path.join("none", "x.csv"))])).code).toBe(1);
    const { rows } = await home.pool.query(
      "SELECT subject, after FROM console.audit WHERE actor = 'operator' AND action = 'users.export' ORDER BY id",
    );
    expect(rows).toEqual([
      { subject: "users", after: { users: 20 + MANY + 4 } },
      { subject: "set 1", after: { users: 2 } },
    ]);
  });

  test.each<[string, unknown, RegExp]>([
    ["an unknown field", { ...campus([]), conditions: [{ field: "salary" }] }, /conditions\[0\]/],
    ["another version", { ...campus(["x"]), version: 2 }, /version: Only version 1/],
    [
      "a thousand conditions",
      { ...campus([]), conditions: Array(1_000).fill(campus(["x"]).conditions[0]) },
      /A query has at most 200/,
    ],
    ["a number for a list", campus(4), /Choose from a list/],
    ["no query", '"Smith"', /A query is a group of conditions/],
    ["no JSON", "{ Smith", /^\S+in\.json is not JSON\.$/],
    ["no UTF-8", Buffer.from([0x22, 0xe9, 0x22]), /is not in UTF-8\.$/],
  ])("not by %s: a sentence, which repeats no value", async (_what, content, sentence) => {
    const ended = await users(["find", "--query", await file(content as object)]);
    expect([ended.code, error(ended)]).toEqual([1, expect.stringMatching(sentence)]);
    expect(ended.stderr).not.toMatch(/Smith|\n\s+at /);
  });

  test("where anything is only a value", async () => {
    expect(await found(["--query", await file(campus(hostileValues))])).toEqual([[], null]);
    const each = await Promise.all(hostileValues.map((value) => found(["--in", "all"], value)));
    expect(each).toEqual(hostileValues.map(() => [[], null]));
  });
});

describe("a user is shown", () => {
  test("by the primary ID of standard input or the internal ID, whole", async () => {
    const shown = (await users(["show"], "P1\n")).json();
    expect(shown).toMatchObject({ id: 1, primaryId: "p1", notes: [{ type: null }], proxies: [] });
    expect((await users(["show", "--id", "1"])).json()).toEqual(shown);
    expect((await users(["show"], "once")).json()).toMatchObject({ status: "deleted" });
    const { stdout } = await asText(["show"], "p1");
    expect(stdout).toMatch(/Name 1, Ada\n[^]*Notes:\n +\d+ +Bell +\[2J and line\n/);
    expect(stdout).not.toContain("\u001b");
  });

  test("with the lists of the account", async () => {
    const list = async (name: string, ...more: string[]) =>
      (await users(["show", "--id", "1", "--list", name, ...more])).json();
    const { records, next } = (await list("loans", "--limit", "2")) as {
      records: { id: number }[];
      next: number;
    };
    expect(records.map(({ id }) => id)).toEqual([100, 20]);
    expect(await list("loans", "--after", String(next))).toMatchObject({ next: null });
    const lent = (await list("letters", "--limit", "1")) as { letters: object[]; next: number };
    expect(lent.letters).toMatchObject([{ subject: "Lent" }]);
    expect(await list("letters", "--after", String(lent.next))).toMatchObject({
      letters: [{ subject: "Before" }],
      next: null,
    });
    expect((await asText(["show", "--id", "1", "--list", "fees"])).stdout).toBe("None.\n");
  });

  test("with a letter of theirs, whole, and no other's", async () => {
    const letter = ["show", "--id", "1", "--letter", "1"];
    expect((await users(letter)).json()).toMatchObject({
      subject: "Lent",
      body: "<p>Dear Ada</p>\nBell \u001b[2J",
    });
    const { stdout } = await asText(letter);
    expect(stdout).toMatch(/Subject +Lent\n[^]*\n<p>Dear Ada<\/p>\nBell +\[2J\n/);
    expect(stdout).not.toContain("\u001b");
    expect(error(await users(["show", "--id", "2", "--letter", "1"]))).toBe(
      "There is no such letter.",
    );
  });

  test("not where there is none, or where several purged ones kept the ID", async () => {
    expect(error(await users(["show"], "nobody"))).toBe("No user has this primary ID.");
    expect(error(await users(["show", "--id", "99999999"]))).toBe("There is no user 99999999.");
    expect(error(await users(["show"], "twice"))).toMatch(/^Several purged users kept/);
  });
});

test("the codes that accounts have are listed", async () => {
  const codes = (await users(["codes"])).json() as Record<string, { code: string }[]>;
  expect(codes["campus"]).toEqual(
    expect.arrayContaining([expect.objectContaining({ code: "SEA" })]),
  );
});

test.each([
  [["find", "--in", "name"], /^--in: Enter what to search for/, ""],
  [["find", "--in", "name"], /^--in: Search for at most 200/, "x".repeat(201)],
  [["show"], /^Say which user: type the primary ID/, ""],
])(
  "%j with too little or too much on standard input is wrong usage",
  async (args, sentence, input) => {
    const ended = await users(args, input);
    expect([ended.code, error(ended)]).toEqual([2, expect.stringMatching(sentence)]);
  },
);
