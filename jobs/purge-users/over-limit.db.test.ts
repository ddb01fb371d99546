import { beforeEach, expect, test } from "vitest";
import { everyone, freshUsers } from "./testing.ts";

const { pool, preview, purge, living, value, policy } = freshUsers(40);

/** Ten guests, who all go: a quarter of all users. */
beforeEach(() =>
  pool().query(`
    UPDATE patron.users SET user_group_id = CASE WHEN id <= 10 THEN 3 ELSE 1 END,
      purge_date = CASE WHEN id <= 10 THEN purge_date END;
    INSERT INTO patron.sets (name, private, kind) VALUES ('Guests', false, 'itemized');
    INSERT INTO patron.set_members SELECT 1, id FROM patron.users WHERE id <= 12;
    UPDATE console.run_limits SET share_percent = 25, share_of_one_percent = 90, share_of_one_from = 10`),
);

const limit = (what: string) => pool().query(`UPDATE console.run_limits SET ${what}`);
const problem = () => value("SELECT problem FROM console.job_runs ORDER BY id DESC LIMIT 1");
const guests = { kind: "userGroup", code: "GUEST", takes: 10, total: 10, beyond: ["percent"] };
const held =
  "Nothing was removed. Look at the preview, and start the job by hand with the number that it shows.";

test.each([
  ["by criteria", everyone],
  ["of a set", { set: 1 }],
])(
  "a purge %s that would empty one user group purges nobody and names it; the number of the preview lets it go",
  async (_, options) => {
    expect((await purge(options)).status).toBe("stoppedByBrake");
    expect(await problem()).toBe(
      `More than 90 % of the users of one user group would be purged: 10 of 10 of user group “GUEST”. ${held}`,
    );
    expect(await living()).toHaveLength(40);
    const { confirm, limitOfOne } = await preview(options);
    expect(limitOfOne).toEqual({ percent: 90, from: 10, most: null, over: [guests] });
    expect((await purge(options, { confirm })).status).toBe("completed");
    expect(await living()).toHaveLength(30);
  },
);

test("a purge of more users of one group than the number lets purges nobody, however small their share; the number of the preview lets it go", async () => {
  await limit("share_of_one_percent = NULL, most_of_one = 9");
  await pool().query("UPDATE patron.users SET user_group_id = 3");
  expect((await purge()).status).toBe("stoppedByBrake");
  expect(await problem()).toBe(
    `More than 9 users of one user group would be purged: 10 of 40 of user group “GUEST”. ${held}`,
  );
  expect(await living()).toHaveLength(40);
  const { confirm, limitOfOne } = await preview();
  const over = [{ ...guests, total: 40, beyond: ["most"] }];
  expect(limitOfOne).toEqual({ percent: null, from: 10, most: 9, over });
  expect((await purge(everyone, { confirm })).status).toBe("completed");
  expect(await living()).toHaveLength(30);
});

test("the number asks of a group that is too small for the share, too, and of a larger one both ask", async () => {
  await limit("share_of_one_from = 11, most_of_one = 9");
  expect((await preview()).limitOfOne?.over).toEqual([{ ...guests, beyond: ["most"] }]);
  await limit("share_of_one_from = 10");
  expect((await preview()).limitOfOne?.over).toEqual([{ ...guests, beyond: ["percent", "most"] }]);
});

test.each([
  ["too small for the share", "share_of_one_from = 11"],
  ["of as many as the number lets", "share_of_one_percent = NULL, most_of_one = 10"],
  ["whatever it is, where both limits are blank", "share_of_one_percent = NULL"],
])("a user group %s goes", async (_, what) => {
  await limit(what);
  expect((await preview()).limitOfOne?.over ?? []).toEqual([]);
  expect((await purge()).status).toBe("completed");
  expect(await living()).toHaveLength(30);
});

test("nine of ten are no more than 90 %, and who was deleted before is none of them", async () => {
  await pool().query("UPDATE patron.users SET purge_date = NULL WHERE id = 1");
  expect((await preview()).limitOfOne?.over).toEqual([]);
  await pool().query(
    "UPDATE patron.users SET status = 'deleted', deleted_on = current_date, deleted_under = 'keepStatistics' WHERE id = 1",
  );
  await limit("share_of_one_from = 9");
  expect((await preview()).limitOfOne?.over).toEqual([{ ...guests, takes: 9, total: 9 }]);
});

test("a stricter policy for those purged earlier counts these among their group", async () => {
  await purge(everyone, { confirm: 10 });
  await policy("fullyRemove");
  const applied = { purged: "apply" } as const;
  expect((await preview(applied)).limitOfOne?.over).toEqual([guests]);
  expect((await purge(applied)).status).toBe("stoppedByBrake");
  expect((await purge(applied, { confirm: 10 })).status).toBe("completed");
});
