import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { changeStaffRoles } from "#db/queries/staff.ts";
import type { Change } from "#lib/change.ts";
import { Busy, NotFound, Refusal } from "#lib/refusal.ts";
import { busy, contended, unavailable, unstorable } from "./unavailable.ts";
import { formAction, notAllowed, signedOut } from "./action.ts";
import { handler } from "./handler.ts";
import { foreignRequest } from "./origin.ts";
import { makeStaff, ownDatabase, ownPage, signedIn } from "./testing.ts";

/** The request that Next would answer. */
let current = new Headers();
let isByScript = true;
vi.mock("next/headers", () => ({
  headers: async () => {
    const sent = new Headers(current);
    if (isByScript) sent.set("next-action", "x");
    return sent;
  },
}));
const revalidated = vi.hoisted(() => vi.fn());
vi.mock("next/cache", () => ({ revalidatePath: revalidated }));

let own: Awaited<ReturnType<typeof ownDatabase>>;
let admin: Headers;
let auditor: Headers;
beforeAll(async () => {
  own = await ownDatabase();
  await makeStaff("admin@example.org", "generalSystemAdministrator");
  await makeStaff("auditor@example.org", "auditor");
  admin = await signedIn("admin@example.org");
  auditor = await signedIn("auditor@example.org");
});
afterAll(() => own.end());
beforeEach(() => {
  current = admin;
  isByScript = true;
});

const idle = { status: "idle" } as const;
const form = (entries: Record<string, string>) => {
  const data = new FormData();
  for (const [name, value] of Object.entries(entries)) data.append(name, value);
  return data;
};
const schema = z.object({ currency: z.string().length(3, "Three letters.") });
const change: Change = {
  action: "test.write",
  subject: "test",
  before: null,
  after: { done: true },
};
const audited = async (action: string) => {
  const text = "select count(*)::int as n from console.audit where action = $1";
  return (await own.pool.query<{ n: number }>(text, [action])).rows[0]?.n;
};
const currency = async () =>
  (await own.pool.query<{ currency: string }>("select currency from console.institution")).rows[0]
    ?.currency;
const without = (headers: Headers, name: string) => {
  const fewer = new Headers(headers);
  fewer.delete(name);
  return fewer;
};

describe("a form's action", () => {
  const act = (write: (input: { currency: string }) => Promise<Change> = async () => change) =>
    formAction("institution.write", "/institution", schema, async (tx, input) => {
      const { institution } = await import("#db/schema/index.ts");
      await tx.update(institution).set({ currency: input.currency });
      return write(input);
    });

  test("writes, records and renders anew", async () => {
    expect(await act()(idle, form({ currency: "CHF" }))).toEqual({ status: "saved" });
    expect(await currency()).toBe("CHF");
    expect(await audited("test.write")).toBe(1);
    expect(revalidated).toHaveBeenCalledWith("/institution");
  });

  test.each<[string, () => Headers, string]>([
    ["nobody who is signed in", () => ownPage(), signedOut],
    ["somebody whose roles do not allow it", () => auditor, notAllowed],
    ["no Origin", () => without(admin, "origin"), foreignRequest],
  ])("writes nothing for %s", async (_, headers, message) => {
    current = headers();
    const before = await currency();
    expect(await act()(idle, form({ currency: "USD" }))).toEqual({ status: "refused", message });
    expect(await currency()).toBe(before);
  });

  test.each([
    ["a field that is wrong", { currency: "X" }, { currency: ["Three letters."] }],
    [
      "a field that there is not",
      { currency: "USD", id: "1" },
      { "": [expect.stringContaining("id")] },
    ],
  ])("writes nothing for %s, and says which", async (_, entries, fields) => {
    const before = await currency();
    const answer = await act()(idle, form(entries));
    expect(answer).toEqual({ status: "invalid", fields });
    expect(await currency()).toBe(before);
  });

  test("says of a text with a NUL that none can be kept", async () => {
    const answer = await act()(idle, form({ currency: "U\0D" }));
    expect(answer).toEqual({ status: "refused", message: unstorable });
  });

  test("gives back what was entered to a page without JavaScript, and no password", async () => {
    isByScript = false;
    const answer = await act()(
      idle,
      form({ currency: "X", newPassword: "secret", $ACTION_KEY: "k" }),
    );
    expect(answer).toMatchObject({ status: "invalid" });
    expect(answer).toHaveProperty("entered", { currency: ["X"] });
  });

  test("a refusal undoes the write and leaves no audit", async () => {
    const [before, rows] = [await currency(), await audited("test.write")];
    const refusing = act(async () => {
      throw new Refusal("Not today.");
    });
    expect(await refusing(idle, form({ currency: "USD" }))).toEqual({
      status: "refused",
      message: "Not today.",
    });
    expect([await currency(), await audited("test.write")]).toEqual([before, rows]);
  });

  test("a write whose audit fails is undone", async () => {
    const before = await currency();
    const broken = act(async () => ({ ...change, after: { n: 1n } }));
    await expect(broken(idle, form({ currency: "USD" }))).rejects.toThrow();
    expect(await currency()).toBe(before);
  });

  test("a bug is thrown, not shown", async () => {
    const buggy = act(async () => {
      throw new TypeError("bug");
    });
    await expect(buggy(idle, form({ currency: "USD" }))).rejects.toThrow("bug");
  });

  test("a row that somebody else holds is waited for, then named", async () => {
    const client = await own.pool.connect();
    await client.query("begin; update console.institution set currency = currency");
    const answer = await act()(idle, form({ currency: "USD" }));
    await client.query("rollback");
    client.release();
    expect(answer).toEqual({ status: "refused", message: contended });
  });
});

describe("a handler", () => {
  const answer = vi.fn(async () => Response.json({ ok: true }));
  const description = { permission: "anonymization.run", summary: "Test" } as const;
  const call = async (method: string, headers: Headers, work: () => Promise<Response> = answer) => {
    const request = new Request("http://localhost:3000/api/test", { method, headers });
    return handler(description, work)(request, { params: Promise.resolve({}) });
  };
  beforeEach(() => answer.mockClear());

  test("answers, and is kept in no cache", async () => {
    const response = await call("POST", admin);
    expect(response.status).toBe(200);
    expect(response.headers.get("cache-control")).toBe("no-store");
  });

  test.each<[string, number, string, () => Headers]>([
    ["nobody who is signed in", 401, "GET", () => ownPage()],
    ["somebody whose roles do not allow it", 403, "GET", () => auditor],
    ["a write without Origin", 403, "POST", () => without(admin, "origin")],
    ["a write from another site", 403, "DELETE", () => new Headers([...admin, ["origin", "x"]])],
  ])("does nothing for %s: %i", async (_, status, method, headers) => {
    const response = await call(method, headers());
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ error: expect.stringMatching(/\.$/) });
    expect(answer).not.toHaveBeenCalled();
  });

  test.each<[string, number, () => unknown]>([
    ["a refusal", 409, () => new Refusal("Not today.")],
    ["what is not there", 404, () => new NotFound("There is no run 7.")],
    ["what a schema of our own refuses", 500, () => z.int().safeParse("x").error],
    ["too much of its kind", 503, () => new Busy("Several counts are under way.")],
    ["what took too long", 503, () => Object.assign(new Error("x"), { code: "57014" })],
    ["a database that is away", 503, () => Object.assign(new Error("x"), { code: "ECONNREFUSED" })],
    ["a bug", 500, () => new Error("secret detail")],
  ])("says %s in one sentence: %i", async (_, status, thrown) => {
    const response = await call("GET", admin, async () => {
      throw thrown();
    });
    expect(response.status).toBe(status);
    const { error } = await response.json();
    expect(error).toMatch(/\.$|: /);
    expect(error).not.toContain("secret detail");
  });

  test("what a read waits for too long is named, and nothing is said of saving: 503", async () => {
    const { institution } = await import("#db/schema/index.ts");
    const { asWeb } = await import("./testing.ts");
    const client = await own.pool.connect();
    await client.query("begin; lock table console.institution");
    const response = await call("GET", admin, async () =>
      Response.json(await asWeb((tx) => tx.select().from(institution))),
    );
    await client.query("rollback");
    client.release();
    expect([response.status, await response.json()]).toEqual([503, { error: busy }]);
  });

  test("a role that was taken away acts at the next request", async () => {
    const { known, asWeb } = await import("./testing.ts");
    const id = await makeStaff("runner@example.org", "fulfillmentAdministrator");
    const runner = await signedIn("runner@example.org");
    expect((await call("POST", runner)).status).toBe(200);
    const fewer = { ...(await known(id)), roles: ["auditor" as const] };
    await asWeb((tx) => changeStaffRoles(tx, fewer));
    expect((await call("POST", runner)).status).toBe(403);
  });
});

describe("without a database", () => {
  test("a form keeps what was entered, a request gets 503, health says so", async () => {
    const { database } = await import("#db/client.ts");
    await database().end();
    const url = process.env.LETHE_WEB_URL;
    process.env.LETHE_WEB_URL = "postgres://nobody@127.0.0.1:1/none";
    const save = formAction("institution.write", "/institution", schema, async () => change);
    const refused = { status: "refused", message: unavailable };
    expect(await save(idle, form({ currency: "CHF" }))).toEqual(refused);
    const read = { permission: "jobs.read", summary: "Test" } as const;
    const get = handler(read, async () => Response.json({}));
    const request = new Request("http://localhost:3000/", { headers: admin });
    expect((await get(request, { params: Promise.resolve({}) })).status).toBe(503);
    const { health } = await import("./health.ts");
    expect(await health()).toEqual({
      ok: false,
      answer: { status: "unavailable", error: unavailable },
    });
    await database().end();
    process.env.LETHE_WEB_URL = url;
    expect((await health()).ok).toBe(true);
  });
});
