import { describe, expect, test } from "vitest";
import { purgeOptions } from "#lib/purge-fields.ts";
import { addPurgeJob, deletePurgeJob } from "./purge-jobs.ts";
import { addSet, changeSet, deleteSet } from "./set-changes.ts";
import { addMembers, duplicateSet, itemizeSet } from "./set-members.ts";
import { ada, bob, chief, gone, noSets, texts } from "./sets-testing.ts";
import { findSet, holdSet, listSets, readSet, type SetUser } from "./sets.ts";

const { pool, web, refusal, make, members } = noSets();
const names = async (user: SetUser, scope: "mine" | "public" | "all") =>
  (await web((tx) => listSets(tx, user, { scope, limit: 50 }))).map(({ name }) => name);

describe("who sees a set", () => {
  test("a private set is its owner's alone, a public one everybody's", async () => {
    const [mine] = [await make(ada, "Ada's own")];
    await make(ada, "Ada's public", { private: false });
    await make(bob, "Bob's own");
    expect(await names(ada, "mine")).toEqual(["Ada's own", "Ada's public"]);
    expect(await names(bob, "mine")).toEqual(["Bob's own"]);
    expect(await names(bob, "public")).toEqual(["Ada's public"]);
    expect(await names(bob, "all")).toEqual(["Ada's public", "Bob's own"]);
    expect(await names(chief, "all")).toEqual(["Ada's public"]);
    expect(await names("operator", "all")).toEqual(["Ada's own", "Ada's public", "Bob's own"]);
    expect(await names("key", "all")).toEqual(["Ada's public"]);
    expect(await web((tx) => readSet(tx, bob, mine))).toBe(null);
    expect(await refusal((tx) => holdSet(tx, bob, mine))).toBe(gone);
    for (const use of [duplicateSet, deleteSet, itemizeSet]) {
      expect(await refusal((tx) => use(tx, bob, { id: mine }))).toMatch(
        /: There is no such set any more/,
      );
    }
    expect(await refusal((tx) => findSet(tx, bob, "ada's OWN"))).toBe(
      "Refusal: There is no set of this name, or it is somebody's private set.",
    );
  });

  test("a public set is changed by its owner and by a General System Administrator", async () => {
    const id = await make(ada, "Shared", { private: false });
    expect(await refusal((tx) => changeSet(tx, bob, { id, ...texts("Mine now") }))).toMatch(
      /^Refusal: Only who made this set/,
    );
    expect(await refusal((tx) => addMembers(tx, bob, { id, users: [1] }))).toMatch(/Only who made/);
    expect(await refusal((tx) => addMembers(tx, chief, { id, users: [1] }))).toBe("done");
  });

  test("lists go on behind the set that the page ended with", async () => {
    for (const name of ["b", "A", "c"]) await make(ada, name);
    const first = await web((tx) => listSets(tx, ada, { scope: "mine", limit: 2 }));
    expect(first.map(({ name }) => name)).toEqual(["A", "b"]);
    const after = first.at(-1)!.id;
    const rest = await web((tx) => listSets(tx, ada, { scope: "mine", after, limit: 2 }));
    expect(rest.map(({ name }) => name)).toEqual(["c"]);
  });
});

describe("a set", () => {
  test("has a name that no other has, whatever its case and whosever it is", async () => {
    await make(ada, "Alumni 2019");
    expect(await refusal((tx) => addSet(tx, bob, texts("ALUMNI 2019")))).toBe(
      "Refusal: There is a set of this name already, perhaps somebody's private one.",
    );
  });

  test("tells the second of two who save it", async () => {
    const id = await make(ada, "Alumni");
    await web((tx) => changeSet(tx, ada, { id, version: 1, ...texts("Old alumni") }));
    expect(
      await refusal((tx) => changeSet(tx, ada, { id, version: 1, ...texts("New alumni") })),
    ).toMatch(/changed by somebody else meanwhile/);
    expect((await web((tx) => readSet(tx, ada, id)))?.name).toBe("Old alumni");
  });

  test("leaves in the audit which texts changed, and no text", async () => {
    const { id, change } = await web((tx) => addSet(tx, ada, texts("Letters to Ms Lovelace")));
    const changed = await web((tx) =>
      changeSet(tx, ada, { id, ...texts("Ms Lovelace", { note: "Ms Lovelace" }) }),
    );
    expect(JSON.stringify([change, changed])).not.toMatch(/Lovelace/);
    expect(changed).toEqual({
      action: "set.change",
      subject: `set ${id}`,
      after: { fields: ["name", "note"] },
    });
  });

  test("is not deleted while a purge job is about it, by any road", async () => {
    const id = await make(ada, "Leavers");
    const job = await web((tx) =>
      addPurgeJob(tx, { user: ada, staffId: "ada" }, purgeOptions.parse({ set: id })),
    );
    expect(await refusal((tx) => deleteSet(tx, ada, { id }))).toBe(
      `Refusal: The purge job ${job.id} is about this set, so it cannot be deleted until that purge job is.`,
    );
    await expect(pool().query("DELETE FROM patron.sets")).rejects.toMatchObject({
      constraint: "purge_jobs_set_id_sets_id_fk",
    });
    await web((tx) => deletePurgeJob(tx, job.id));
    expect(await refusal((tx) => deleteSet(tx, ada, { id }))).toBe("done");
  });

  test("is copied with its members or its query, for oneself", async () => {
    const id = await make(ada, "Shared", { private: false });
    await web((tx) => addMembers(tx, ada, { id, users: [7, 8] }));
    const copy = await web((tx) => duplicateSet(tx, bob, { id }));
    const again = await web((tx) => duplicateSet(tx, bob, { id }));
    expect(await members(copy.id, bob)).toEqual([7, 8]);
    expect(await names(bob, "mine")).toEqual(["Shared (copy 2)", "Shared (copy)"]);
    expect(await web((tx) => readSet(tx, bob, again.id))).toMatchObject({ private: true });
  });
});
