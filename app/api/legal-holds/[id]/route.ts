import { database } from "#db/client.ts";
import { changeHold } from "#db/queries/hold-changes.ts";
import { holdVersion, readHold } from "#db/queries/legal-holds.ts";
import { NotFound } from "#lib/refusal.ts";
import type { Caller } from "#lib/server/caller.ts";
import { handler } from "#lib/server/handler.ts";
import { setUserOf } from "../../users/schema.ts";
import { changeBody, exampleTexts, hold, holdParams } from "../schema.ts";

export const GET = handler(
  {
    permission: "holds.read",
    summary: "Read a legal hold",
    params: holdParams,
    answer: hold,
    example: { params: { id: 3 } },
  },
  ({ caller, params: { id } }) => read(caller, id),
);

export const PUT = handler(
  {
    permission: "holds.write",
    summary: "Change the reason, the owner and the review date of a legal hold",
    params: holdParams,
    body: changeBody,
    answer: hold,
    example: { params: { id: 3 }, body: { version: holdVersion(exampleTexts), ...exampleTexts } },
  },
  async ({ caller, params: { id }, body, save }) => {
    await save((tx) => changeHold(tx, { id, ...body }));
    return read(caller, id);
  },
);

async function read(caller: Caller, id: number) {
  const found = await database().transaction("lethe_web", (tx) =>
    readHold(tx, setUserOf(caller), id),
  );
  if (!found) throw new NotFound(`There is no legal hold ${id}.`);
  return found;
}
