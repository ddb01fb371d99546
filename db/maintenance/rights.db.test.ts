import { expect, test } from "vitest";
import { attemptAs, everyRole, refused } from "../../test/attempt.ts";
import { maintain } from "./maintain.ts";
import { allGone, freshErasures } from "./testing.ts";

const { url, pool, endRun, erasure } = freshErasures();

async function login(name: string, group: string): Promise<string> {
  await pool().query(
    `DROP ROLE IF EXISTS ${name}; CREATE ROLE ${name} LOGIN PASSWORD 'p'; GRANT ${group} TO ${name}`,
  );
  const address = new URL(url());
  address.username = name;
  address.password = "p";
  return address.href;
}

test("nobody but the owner says that something is erased", async () => {
  await endRun();
  for (const role of everyRole) {
    for (const statement of [
      "UPDATE console.run_erasures SET erased_at = now(), erased_lsn = '0/0'",
      "UPDATE console.run_erasures SET waits = NULL",
      "INSERT INTO console.run_erasures (run_id, below_xid) VALUES (1, 1)",
      "DELETE FROM console.run_erasures",
      "INSERT INTO console.rewritten_tables VALUES ('patron.users', 1, 1, now())",
    ])
      expect([role, statement, await attemptAs(pool(), role, statement)]).toEqual([
        role,
        statement,
        refused,
      ]);
  }
});

test.each(["lethe_web", "lethe_worker", "lethe_import"])(
  "a login of %s is refused, and rewrites nothing",
  async (group) => {
    const run = await endRun();
    await expect(maintain(await login("no_owner", group))).rejects.toThrow("Only the owner");
    expect(await erasure(run)).toMatchObject({ erased: false });
  },
);

test("an owner who may not see the server's log erases, and says what cannot be seen", async () => {
  const run = await endRun();
  const address = await login("plain_owner", "lethe_owner");
  expect(await maintain(address)).toMatchObject({ erased: 1, recycled: 0, waits: [] });
  expect(await erasure(run)).toEqual({
    erased: true,
    recycled: false,
    unseen: "this login may not look at the server's log files",
    waits: null,
  });
  await maintain(url());
  expect(await erasure(run)).toEqual(allGone);
});
