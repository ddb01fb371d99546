import { expect, test } from "vitest";
import { holdUsers } from "../../test/holds.ts";
import { holdsOn } from "./legal-holds.ts";
import { ANN, BEN, threeUsers } from "./users-testing.ts";

const { pool, web } = threeUsers();

test("all of somebody's holds are named, until the last of them is released", async () => {
  await holdUsers(pool(), ANN);
  await holdUsers(pool(), ANN);
  const { rows } = await pool().query<{ id: number }>(
    "SELECT id FROM patron.legal_holds ORDER BY id",
  );
  const [one, other] = rows.map(({ id }) => id);
  const release = (hold: number | undefined) =>
    pool().query(
      `WITH gone AS (DELETE FROM patron.legal_hold_members WHERE hold_id = $1)
       UPDATE patron.legal_holds SET released_at = now() WHERE id = $1`,
      [hold],
    );
  const holds = () => web((tx) => holdsOn(tx, ANN));
  expect(await holds()).toEqual([one, other]);
  await release(one);
  expect(await holds()).toEqual([other]);
  await release(other);
  expect(await holds()).toEqual([]);
  expect(await web((tx) => holdsOn(tx, BEN))).toEqual([]);
});
