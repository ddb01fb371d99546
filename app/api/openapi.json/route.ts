import { openHandler } from "#lib/server/handler.ts";
import { apiDocument, itself } from "../document.ts";

export const GET = openHandler(itself, async () => ({ status: 200, body: apiDocument() }));
