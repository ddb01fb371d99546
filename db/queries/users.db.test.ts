import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDatabase, type Database, type Tx } from "#db/client.ts";
import { testDatabase, type TestDatabase } from "../../test/database.ts";
import { makeLibrary } from "../../test/library.ts";
import { readUserHistory } from "./user-history.ts";
import { addPart, changePart, readParts, removePart } from "./user-parts.ts";
import {
  addCategory,
  addProxy,
  readCategories,
  readProxies,
  readRoles,
  removeCategory,
  removeProxy,
  removeRole,
  setRole,
} from "./user-ties.ts";
import { changeUser, readUser, type UserInput } from "./users.ts";

let home: TestDatabase;
let db: Database;
const [ANN, BEN, GONE] = [1, 2, 3];

beforeAll(async () => {
  home = await testDatabase();
  db = openDatabase(home.url);
  await makeLibrary(home.pool, 3);
  await home.pool.query(
    `UPDATE patron.users SET primary_id = NULL, last_name = '3', status = 'deleted', deleted_on = current_date WHERE id = ${GONE}`,
  );
  await home.pool.query(
    "INSERT INTO console.staff (id, name, email) VALUES ('ada', 'Ada Admin', 'ada@example.org')",
  );
});
afterAll(async () => {
  await db.end();
  await home.drop();
});

const web = <T>(work: (tx: Tx) => Promise<T>) => db.transaction("lethe_web", work);
const refusal = (work: (tx: Tx) => Promise<unknown>) =>
  web(work).then(
    () => "done",
    (error: Error) => `${error.name}: ${error.message}`,
  );
const history = async (userId: number) =>
  (await web((tx) => readUserHistory(tx, userId, { limit: 50 }))).map(
    ({ actor, action, fields }) => [actor, action, fields],
  );

async function inputOf(id: number): Promise<UserInput & { id: number; version: string }> {
  const user = await web((tx) => readUser(tx, id));
  if (!user) throw new Error("no such user");
  return { ...user, primaryId: user.primaryId ?? "", status: "active" };
}

const meanwhile =
  "Refusal: This user was changed meanwhile, by somebody else or by a job. Nothing was saved; reload the page to see it.";
const purged = "Refusal: A purged user cannot be changed.";

describe("an account", () => {
  test("is changed; its history and the audit name the fields and no value", async () => {
    const input = await inputOf(ANN);
    const { change } = await web((tx) =>
      changeUser(tx, "ada", {
        ...input,
        lastName: "Lovelace",
        userGroup: "STAFF",
        purgeDate: "2020-02-29",
        expiryDate: null,
      }),
    );
    expect(change).toEqual({
      action: "user.change",
      subject: "a user",
      after: { fields: ["lastName", "userGroup", "purgeDate"] },
    });
    expect(await web((tx) => readUser(tx, ANN))).toMatchObject({
      lastName: "Lovelace",
      userGroup: "STAFF",
      purgeDate: "2020-02-29",
      expiryDate: null,
    });
    expect(await history(ANN)).toEqual([
      ["Ada Admin", "change", ["lastName", "userGroup", "purgeDate"]],
    ]);
  });

  test("tells the second of two who change it", async () => {
    const input = await inputOf(ANN);
    await web((tx) => changeUser(tx, "ada", { ...input, campus: "CITY" }));
    expect(await refusal((tx) => changeUser(tx, "ada", { ...input, campus: "SEA" }))).toBe(
      meanwhile,
    );
    await home.pool.query(`UPDATE patron.users SET gender = 'X' WHERE id = ${BEN}`);
    const ben = await inputOf(BEN);
    await home.pool.query(`UPDATE patron.users SET gender = 'Y' WHERE id = ${BEN}`);
    expect(await refusal((tx) => changeUser(tx, "ada", ben))).toBe(meanwhile);
  });

  test("keeps its primary ID to itself, and its group among those there are", async () => {
    const input = await inputOf(BEN);
    expect(await refusal((tx) => changeUser(tx, "ada", { ...input, primaryId: "P1" }))).toBe(
      "Refusal: Another user has this primary ID.",
    );
    expect(await refusal((tx) => changeUser(tx, "ada", { ...input, userGroup: "NOSUCH" }))).toBe(
      "Refusal: This user group does not exist any more. Choose another.",
    );
  });

  test("that was purged stays as the policy left it, in every part", async () => {
    const input = await inputOf(GONE);
    const key = { userId: GONE };
    for (const write of [
      (tx: Tx) => changeUser(tx, "ada", { ...input, primaryId: "back" }),
      (tx: Tx) =>
        addPart(tx, "ada", "email", { ...key, email: "a@b", types: [], preferred: false }),
      (tx: Tx) => setRole(tx, "ada", { ...key, code: "PATRON", active: true }),
      (tx: Tx) => addCategory(tx, "ada", { ...key, category: "LEVEL:PHD" }),
      (tx: Tx) => addProxy(tx, "ada", { ...key, primaryId: "p1" }),
    ]) {
      expect(await refusal(write)).toBe(purged);
    }
    expect(await refusal((tx) => addProxy(tx, "ada", { userId: BEN, primaryId: "3" }))).toBe(
      "Refusal: There is no user with this primary ID.",
    );
  });
});

describe("a part of an account", () => {
  test("is added, changed and removed, each told in the history by its name alone", async () => {
    const before = (await history(BEN)).length;
    const address = { address: "1 Mill Lane\nRiverside", types: ["home"], preferred: true };
    await web((tx) => addPart(tx, "ada", "address", { userId: BEN, ...address }));
    const [added] = await web((tx) => readParts(tx, "address", BEN));
    expect(added).toMatchObject(address);
    const key = { userId: BEN, part: added!.id, version: added!.version };
    await web((tx) =>
      changePart(tx, "ada", "address", { ...key, ...address, types: ["home", "work"] }),
    );
    expect(await refusal((tx) => removePart(tx, "ada", "address", key))).toBe(meanwhile);
    const [changed] = await web((tx) => readParts(tx, "address", BEN));
    await web((tx) => removePart(tx, "ada", "address", { ...key, version: changed!.version }));
    expect(await web((tx) => readParts(tx, "address", BEN))).toEqual([]);
    expect((await history(BEN)).slice(0, (await history(BEN)).length - before)).toEqual([
      ["Ada Admin", "address.remove", ["address"]],
      ["Ada Admin", "address.change", ["types"]],
      ["Ada Admin", "address.add", ["address"]],
    ]);
  });

  test("is one user's alone: another's page cannot change or remove it", async () => {
    await web((tx) =>
      addPart(tx, "ada", "note", {
        userId: ANN,
        text: "A note",
        type: null,
        userViewable: false,
        popup: true,
      }),
    );
    const [note] = await web((tx) => readParts(tx, "note", ANN));
    const key = { userId: BEN, part: note!.id, version: note!.version };
    expect(await refusal((tx) => removePart(tx, "ada", "note", key))).toBe(meanwhile);
  });

  test("that is preferred is the only one of its kind", async () => {
    const email = (name: string, preferred: boolean) =>
      web((tx) =>
        addPart(tx, "ada", "email", {
          userId: ANN,
          email: `${name}@example.org`,
          types: [],
          preferred,
        }),
      );
    await email("one", true);
    await email("two", true);
    await email("three", false);
    const emails = await web((tx) => readParts(tx, "email", ANN));
    expect(emails.map(({ email, preferred }) => [email, preferred])).toEqual([
      ["one@example.org", false],
      ["two@example.org", true],
      ["three@example.org", false],
    ]);
  });

  test("that is an active identifier is no other user's", async () => {
    const identify = (userId: number, active: boolean) =>
      refusal((tx) =>
        addPart(tx, "ada", "identifier", { userId, type: "BARCODE", value: "b-1", active }),
      );
    expect(await identify(ANN, true)).toBe("done");
    expect(await identify(BEN, true)).toBe(
      "Refusal: Another user has this identifier of this type.",
    );
    expect(await identify(BEN, false)).toBe("done");
  });

  test("that is a block has its type, state and note", async () => {
    const block = { code: "LOST", type: "LOAN", active: false, note: "Paid" };
    await web((tx) => addPart(tx, "ada", "block", { userId: ANN, ...block }));
    expect(await web((tx) => readParts(tx, "block", ANN))).toMatchObject([block]);
  });
});

describe("a tie of an account", () => {
  test("to roles and categories is made, altered and cut", async () => {
    await web((tx) => setRole(tx, "ada", { userId: ANN, code: "PATRON", active: true }));
    await web((tx) => setRole(tx, "ada", { userId: ANN, code: "PATRON", active: false }));
    expect(await web((tx) => readRoles(tx, ANN))).toEqual([{ code: "PATRON", active: false }]);
    const told = (await history(ANN)).length;
    const drop = () => refusal((tx) => removeRole(tx, "ada", { userId: ANN, code: "PATRON" }));
    expect([await drop(), await drop()]).toEqual([
      "done",
      "NotFound: This user does not have this role any more.",
    ]);
    expect(await web((tx) => readRoles(tx, ANN))).toEqual([]);
    const category = { userId: ANN, category: "FACULTY:ARTS" };
    const give = () => refusal((tx) => addCategory(tx, "ada", category));
    expect([await give(), await give()]).toEqual([
      "done",
      "Refusal: This user has this statistical category already.",
    ]);
    expect(await web((tx) => readCategories(tx, ANN))).toEqual(["FACULTY:ARTS"]);
    const take = () => refusal((tx) => removeCategory(tx, "ada", category));
    expect([await take(), await take()]).toEqual([
      "done",
      "NotFound: This user does not have this statistical category any more.",
    ]);
    expect((await history(ANN)).length).toBe(told + 3);
    expect(await web((tx) => readCategories(tx, ANN))).toEqual([]);
    expect(
      await refusal((tx) => addCategory(tx, "ada", { userId: ANN, category: "NO:SUCH" })),
    ).toBe("Refusal: This statistical category does not exist any more.");
  });

  test("to a proxy stands on both pages, and in both histories", async () => {
    const add = (primaryId: string) =>
      refusal((tx) => addProxy(tx, "ada", { userId: ANN, primaryId }));
    expect(await add("nobody")).toBe("Refusal: There is no user with this primary ID.");
    expect(await add("P1")).toBe("Refusal: Nobody is a proxy for themselves.");
    expect(await add("P2")).toBe("done");
    expect(await add("P2")).toBe("Refusal: This user is a proxy already.");
    expect((await web((tx) => readProxies(tx, ANN))).proxies.map(({ id }) => id)).toEqual([BEN]);
    expect((await web((tx) => readProxies(tx, BEN))).proxyFor.map(({ id }) => id)).toEqual([ANN]);
    await web((tx) => removeProxy(tx, "ada", { proxy: BEN, proxyFor: ANN }));
    expect((await web((tx) => readProxies(tx, ANN))).proxies).toEqual([]);
    expect((await history(BEN))[0]).toEqual(["Ada Admin", "proxyFor.remove", ["proxy"]]);
    expect((await history(ANN))[0]).toEqual(["Ada Admin", "proxy.remove", ["proxy"]]);
  });

  test("to a proxy that is not there is told to nobody, whoever is named", async () => {
    const entries = async () => (await home.pool.query("SELECT FROM patron.user_history")).rowCount;
    const before = await entries();
    for (const proxy of [BEN, GONE, 4711]) {
      expect(await refusal((tx) => removeProxy(tx, "ada", { proxy, proxyFor: ANN }))).toBe(
        "NotFound: This user is not a proxy any more.",
      );
    }
    expect(await entries()).toBe(before);
  });
});
