import { describe, expect, test } from "vitest";
import type { Tx } from "#db/client.ts";
import { addPart, changePart, readParts, removePart } from "./user-parts.ts";
import { addCategory, addProxy, setRole } from "./user-ties.ts";
import { changeUser, readUser, type UserInput } from "./users.ts";
import { ANN, BEN, GONE, threeUsers } from "./users-testing.ts";

const { pool, web, refusal, history } = threeUsers();

async function inputOf(id: number): Promise<UserInput & { id: number; version: string }> {
  const user = await web((tx) => readUser(tx, id));
  if (!user) throw new Error("no such user");
  return { ...user, primaryId: user.primaryId ?? "", status: "active" };
}

const meanwhile =
  "Stale: This user was changed by somebody else or a job meanwhile. Nothing was saved.";
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
    await pool().query(`UPDATE patron.users SET gender = 'X' WHERE id = ${BEN}`);
    const ben = await inputOf(BEN);
    await pool().query(`UPDATE patron.users SET gender = 'Y' WHERE id = ${BEN}`);
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
