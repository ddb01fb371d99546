import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AnyDescription } from "#lib/server/description.ts";
import { methods } from "#lib/server/operations.ts";
import { makeStaff, ownDatabase, ownPage, signedIn } from "#lib/server/testing.ts";
import { makeKey, withKey } from "#lib/server/testing-keys.ts";
import { keyScopes, permits, staffRoles } from "#lib/permissions.ts";
import { insertLetters } from "../../test/letters.ts";
import { anonymizeAfter, makeManyLoans } from "../../test/many-loans.ts";
import { exampleOf, setScene } from "./scenes.ts";
import { call, closed, errorOf, named } from "./testing.ts";

/*
 * Every handler, called as Next calls it, on a real database. What is asked for is the example of
 * its own description, so a new handler is tested by being there.
 */

let own: Awaited<ReturnType<typeof ownDatabase>>;
const keys = new Map<string, string>();
const sessions = new Map<string, Headers>();

beforeAll(async () => {
  own = await ownDatabase();
  await makeManyLoans(own.pool, 100);
  await anonymizeAfter(own.pool, 30);
  await insertLetters(own.pool, [
    { userId: 1, letterCode: "FulLoanReceiptLetter", createdOn: "2026-01-05" },
  ]);
  for (const scope of keyScopes) keys.set(scope, await makeKey(scope));
  for (const { description } of closed) {
    const { permission, alsoPermission } = description;
    if (permission === "anyone" || !alsoPermission) continue;
    keys.set(keyNameOf(description), await makeKey(permission, alsoPermission));
  }
  for (const role of staffRoles) {
    await makeStaff(`${role}@example.org`.toLowerCase(), role);
    sessions.set(role, await signedIn(`${role}@example.org`.toLowerCase()));
  }
});
afterAll(() => own.end());

const keyOf = (scope: string) => withKey(keys.get(scope) ?? "");
const keyNameOf = ({ permission, alsoPermission }: AnyDescription) =>
  alsoPermission ? `${permission} and ${alsoPermission}` : permission;

test("there are handlers to be tested, and more than one method", () => {
  expect(closed.length).toBeGreaterThan(15);
  expect(
    methods.filter((method) => closed.some((one) => one.method === method)).length,
  ).toBeGreaterThan(2);
});

describe.each(named)("%s", (_, one) => {
  const { permission, alsoPermission } = one.description;
  const keyName = keyNameOf(one.description);

  // Whom a run lets steer goes by its job.
  beforeAll(() => setScene(own.pool, one));

  test("lets in the one scope it names, and no other", async () => {
    for (const scope of keyScopes) {
      const { status } = await call(one, keyOf(scope));
      expect([scope, status === 403]).toEqual([scope, scope !== keyName]);
      expect([scope, status]).not.toEqual([scope, 401]);
    }
  });

  test("lets in the roles that hold its permission, and no other", async () => {
    for (const role of staffRoles) {
      const { status } = await call(one, sessions.get(role) ?? new Headers());
      const may =
        permission !== "anyone" &&
        permits([role], permission) &&
        permits([role], alsoPermission ?? permission);
      expect([role, status === 403]).toEqual([role, !may]);
    }
  });

  test("does nothing for nobody", async () => {
    expect((await call(one, ownPage())).status).toBe(401);
    expect((await call(one, withKey("lethe_nobody"))).status).toBe(401);
  });

  test("answers its example as it describes, with a key", async () => {
    await setScene(own.pool, one);
    const sent = await exampleOf(own.pool, one, keyOf("anonymization.read"));
    const response = await call(one, keyOf(keyName), sent);
    const { answer, csv, status } = one.description;
    const text = await response.text();
    expect([text, response.status]).toEqual([text, status ?? 200]);
    if (answer) {
      expect(response.headers.get("content-type")).toMatch("application/json");
      expect(answer.safeParse(JSON.parse(text)).error).toBeUndefined();
    } else {
      expect(csv).toBeDefined();
      expect(response.headers.get("content-type")).toMatch("text/csv");
    }
  });

  test("says what it does not know in the address: 400", async () => {
    const query = { ...one.description.example?.query, colour: "red" };
    const response = await call(one, keyOf(keyName), { ...one.description.example, query });
    expect(response.status).toBe(400);
    expect(await errorOf(response)).toContain("colour: there is no such key.");
  });
});

const withBoth = named.filter(([, { description }]) => description.answer && description.csv);

test.each(withBoth)("%s answers with CSV when that is asked for", async (_, one) => {
  const { permission, example } = one.description;
  const query = { ...example?.query, format: "csv" };
  const response = await call(one, keyOf(permission), { ...example, query });
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toMatch("text/csv");
  expect(await response.text()).toMatch(/^\w+(,\w+)+\r?\n/);
});
