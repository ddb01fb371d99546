import { z } from "zod";
import { openApi } from "#lib/server/openapi.ts";
import { operations } from "./operations.ts";

/** The route that answers with the document. */
export const itself = {
  summary: "Describe this API in OpenAPI 3.1",
  details: "The same in every library, so it needs no key.",
  answer: z.looseObject({ openapi: z.literal("3.1.0") }),
};

/** The whole API, as /api/openapi.json and the screen API Reference show it; made at first need. */
export const apiDocument = () => (made ??= makeDocument());
let made: ReturnType<typeof makeDocument> | undefined;

const makeDocument = () =>
  openApi([
    ...operations,
    {
      method: "GET",
      path: "/api/openapi.json",
      description: { ...itself, permission: "anyone" },
    },
  ]);
