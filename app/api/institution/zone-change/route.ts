import { z } from "zod";
import { countMoves } from "#db/queries/zone-moves.ts";
import { handler } from "#lib/server/handler.ts";
import { readStoppable } from "#lib/server/stoppable.ts";
import { institutionBody, zoneChange } from "../schema.ts";

/** Every linked record is looked at. */
const COUNT_TIMEOUT_MS = 120_000;

export const GET = handler(
  {
    permission: "institution.write",
    summary: "Count what another time zone would move to another day",
    query: z.object({ timeZone: institutionBody.shape.timeZone }),
    alsoRefuses: [409],
    answer: zoneChange,
    example: { query: { timeZone: "Europe/Zurich" } },
  },
  ({ query: { timeZone }, signal }) =>
    readStoppable({ signal, timeoutMs: COUNT_TIMEOUT_MS, what: "Counting" }, (tx) =>
      countMoves(tx, timeZone),
    ),
);
