import { DrizzleQueryError } from "drizzle-orm";
import { expect, test } from "vitest";
import { withoutValues } from "./log.ts";

const canary = "canary-7f3a";

test("no value that was bound to a query reaches the log", () => {
  const cause = Object.assign(new Error(`invalid input syntax: "${canary}"`), {
    severity: "ERROR",
    code: "22P02",
    detail: `Key (primary_id)=(${canary}) already exists.`,
    where: `unnamed portal parameter $1 = '${canary}'`,
    constraint: "users_primary_id_unique",
  });
  const query = "select * from patron.users where primary_id = $1";
  const error = new Error("saving failed", {
    cause: new DrizzleQueryError(query, [canary], cause),
  });
  const logged = withoutValues(error);
  expect(JSON.stringify(logged)).not.toContain(canary);
  expect(logged).toMatchObject({
    message: "saving failed",
    cause: { query, cause: { code: "22P02", constraint: "users_primary_id_unique" } },
  });
});
