import { NextRequest } from "next/server";
import { afterEach, expect, test, vi } from "vitest";

afterEach(() => vi.unstubAllEnvs());

/** The answer's headers for a path, of a server that is reached at `base`. */
async function headersOf(path: string, base = "http://localhost:3000") {
  vi.stubEnv("LETHE_BASE_URL", base);
  vi.resetModules();
  const { proxy } = await import("./proxy.ts");
  return () => proxy(new NextRequest(`${base}${path}`)).headers;
}
const nonceOf = (headers: Headers) =>
  /script-src 'nonce-([^']+)' 'strict-dynamic';/.exec(
    headers.get("content-security-policy") ?? "",
  )?.[1];

test("an answer may run the scripts of its own nonce alone, be in no frame, and is kept nowhere", async () => {
  const answer = await headersOf("/users");
  const [one, other] = [answer(), answer()];
  const policy = one.get("content-security-policy");
  for (const rule of ["default-src 'none'", "frame-ancestors 'none'", "form-action 'self'"]) {
    expect(policy).toContain(rule);
  }
  expect(nonceOf(one)).toMatch(/^[\w+/]{22}==$/);
  expect(nonceOf(other)).not.toBe(nonceOf(one));
  expect(one.get("x-middleware-request-x-nonce")).toBe(nonceOf(one));
  expect(Object.fromEntries(one)).toMatchObject({
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
  });
});

test("scripts and styles, which name nobody, are kept", async () => {
  const headers = (await headersOf("/_next/static/chunks/main.js"))();
  expect(headers.get("cache-control")).toBeNull();
  expect(headers.get("x-content-type-options")).toBe("nosniff");
});

test.each([
  ["https://lethe.example.org", "max-age=31536000; includeSubDomains", true],
  ["http://localhost:3000", null, false],
])("at %s browsers are told %s of https", async (base, told, upgrades) => {
  const headers = (await headersOf("/", base))();
  expect(headers.get("strict-transport-security")).toBe(told);
  const policy = headers.get("content-security-policy") ?? "";
  expect(policy.includes("upgrade-insecure-requests")).toBe(upgrades);
});
