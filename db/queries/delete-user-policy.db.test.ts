import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase, type Database } from "../client.ts";
import { testDatabase, type TestDatabase } from "../../test/database.ts";
import { readDeleteUserPolicy, saveDeleteUserPolicy } from "./delete-user-policy.ts";

let home: TestDatabase;
let db: Database;
beforeAll(async () => {
  home = await testDatabase();
  db = openDatabase(home.url);
});
afterAll(async () => {
  await db.end();
  await home.drop();
});

type Input = Parameters<typeof saveDeleteUserPolicy>[1];
const save = (input: Input) => db.transaction("lethe_web", (tx) => saveDeleteUserPolicy(tx, input));
const read = () => db.transaction("lethe_web", readDeleteUserPolicy);

test("the second of two who saw the same policy is told, and saves nothing", async () => {
  const was = await read();
  await save({ policy: "keepStatistics", was });
  await expect(save({ policy: "fullyRemove", was })).rejects.toThrow(
    "The Delete User Policy was changed by somebody else meanwhile.",
  );
  expect(await read()).toBe("keepStatistics");
  await save({ policy: "fullyRemove", was: "keepStatistics" });
});

test("so is one of two who save at the same time", async () => {
  const was = await read();
  const outcomes = await Promise.allSettled([
    save({ policy: "keepStatistics", was }),
    save({ policy: "keepFullyReportable", was }),
  ]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
});

test("a script that has seen nothing replaces what stands, and the change says what stood", async () => {
  const before = await read();
  expect(await save({ policy: "fullyRemove" })).toMatchObject({ before, after: "fullyRemove" });
});
