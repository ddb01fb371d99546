import { describe, expect, test } from "vitest";
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
import { ANN, BEN, GONE, threeUsers } from "./users-testing.ts";

const { pool, web, refusal, history } = threeUsers();

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
    const entries = async () => (await pool().query("SELECT FROM patron.user_history")).rowCount;
    const before = await entries();
    for (const proxy of [BEN, GONE, 4711]) {
      expect(await refusal((tx) => removeProxy(tx, "ada", { proxy, proxyFor: ANN }))).toBe(
        "NotFound: This user is not a proxy any more.",
      );
    }
    expect(await entries()).toBe(before);
  });
});
