import { afterEach, expect, test, vi } from "vitest";
import { testDatabase } from "../test/database.ts";
import { freshFolder } from "../test/fresh-folder.ts";
import { prepareDatabase } from "./database.ts";

const files = freshFolder();
afterEach(() => vi.unstubAllEnvs());

test("the demo that a first start left undone is filled into no other database than the embedded one", async () => {
  await files.put("demo-is-due");
  const home = await testDatabase();
  vi.stubEnv("LETHE_DATA", files.folder());
  vi.stubEnv("DATABASE_URL", home.url);
  const { embedded } = await prepareDatabase({ demo: true });
  expect(embedded).toBe(false);
  const { rows } = await home.pool.query("SELECT count(*)::integer AS users FROM patron.users");
  expect(rows).toEqual([{ users: 0 }]);
  await home.drop();
});
