import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MAX_JSON_BYTES } from "#lib/server/request-body.ts";
import { ownDatabase } from "#lib/server/testing.ts";
import { makeKey, withKey } from "#lib/server/testing-keys.ts";
import { keyScopes } from "#lib/permissions.ts";
import { call, errorOf, withJson } from "./testing.ts";

/* What every handler says to a body that cannot be one, whatever it takes. */

let own: Awaited<ReturnType<typeof ownDatabase>>;
let key: string;
beforeAll(async () => {
  own = await ownDatabase();
  key = await makeKey(...keyScopes);
});
afterAll(() => own.end());

describe.each(withJson)("the body of %s", (_, one) => {
  const { example } = one.description;
  const send = async (body: unknown) => {
    const response = await call(one, withKey(key), { ...example, body });
    return [response.status, await errorOf(response)];
  };

  test("may hold nothing that there is not: 400", async () => {
    const body = { ...(example?.body as object), colour: "red" };
    expect(await send(body)).toEqual([400, "colour: there is no such key."]);
  });

  test("must be JSON in UTF-8: 400", async () => {
    const sentence = "The body is not JSON in UTF-8.";
    expect(await send("{")).toEqual([400, sentence]);
    expect(await send("[".repeat(100_000))).toEqual([400, sentence]);
    expect(await send(Buffer.from([0x22, 0xff, 0x22]))).toEqual([400, sentence]);
    expect(await send("")).toEqual([400, "This request needs a body in JSON."]);
  });

  test("is limited in size: 413", async () => {
    const [status, sentence] = await send(" ".repeat(MAX_JSON_BYTES + 1));
    expect([status, sentence]).toEqual([
      413,
      "The body is too large: at most 1,048,576 bytes are taken.",
    ]);
  });
});
