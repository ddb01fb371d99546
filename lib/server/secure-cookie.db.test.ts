import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type * as Testing from "./testing.ts";

const base = "https://lethe.example.org";
let testing: typeof Testing;
let own: Awaited<ReturnType<(typeof Testing)["ownDatabase"]>>;
beforeAll(async () => {
  // What sign-in is made of reads the address once.
  vi.resetModules();
  process.env.LETHE_BASE_URL = base;
  testing = await import("./testing.ts");
  own = await testing.ownDatabase();
  await testing.makeStaff("admin@example.org", "generalSystemAdministrator");
});
afterAll(() => own.end());

test("where people come by https, a browser sends the session's cookie by https alone, and it is taken", async () => {
  const { ownPage, password } = testing;
  const { signIn } = await import("./sign-in.ts");
  const { staffOf } = await import("./session.ts");
  const page = { host: "lethe.example.org", origin: base };
  const answer = await signIn({ email: "admin@example.org", password }, ownPage(page));
  if ("message" in answer) throw new Error(answer.message);
  const [cookie = ""] = answer.setCookie;
  expect(cookie).toMatch(/^__Secure-lethe\.session_token=/);
  expect(cookie).toMatch(/; Secure(;|$)/i);
  const sent = cookie.split(";")[0] ?? "";
  expect(await staffOf(ownPage({ ...page, cookie: sent }))).not.toBeNull();
});
