import { expect, test } from "vitest";
import { isBytes } from "#lib/server/description.ts";
import { MAX_JSON_BYTES } from "#lib/server/request-body.ts";
import config from "../../next.config.ts";
import { operations } from "./operations.ts";

const LARGEST_CHUNK_BYTES = 64 * 1024;

test("the server hands over more of a body than any handler takes, so that none is cut off unseen", () => {
  const largest = operations.map(({ description: { body } }) =>
    body && isBytes(body) ? body.maxBytes : MAX_JSON_BYTES,
  );
  const handedOver = config.experimental?.proxyClientMaxBodySize;
  expect(handedOver).toBeGreaterThan(Math.max(...largest) + LARGEST_CHUNK_BYTES);
});
