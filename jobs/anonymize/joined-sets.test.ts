import { sql } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import { expect, test } from "vitest";
import { JoinedSets } from "./joined-sets.ts";

test("a set that is asked twice is joined once, and two sets are two", () => {
  const sets = new JoinedSets();
  const user = sql`l.user_id`;
  const ask = (name: string) => sets.has(name, user, sql`SELECT h.user_id FROM held h`);
  ask("held");
  ask("held");
  sets.hasBit("beyond 5", sql`l.loan_id`, sql`SELECT block, keys FROM ranks`);
  const { sql: text } = new PgDialect().sqlToQuery(sets.joins);
  expect(text.match(/LEFT JOIN [^"]*\) "[^"]*" ON/g)).toHaveLength(2);
});
