import { NotFound } from "#lib/refusal.ts";
import type { Tx } from "../client.ts";
import { holdsOn } from "./legal-holds.ts";
import { readParts } from "./user-parts.ts";
import { readCategories, readProxies, readRoles } from "./user-ties.ts";
import { readUser } from "./users.ts";

/** An account with all of its parts: what the tabs of User Details show, but for their lists of records. */
export async function readUserDetails(tx: Tx, id: number) {
  const user = await readUser(tx, id);
  if (!user) throw new NotFound(`There is no user ${id}.`);
  return {
    ...user,
    onLegalHold: (await holdsOn(tx, id)).length > 0,
    roles: await readRoles(tx, id),
    addresses: await readParts(tx, "address", id),
    emails: await readParts(tx, "email", id),
    phones: await readParts(tx, "phone", id),
    identifiers: await readParts(tx, "identifier", id),
    notes: await readParts(tx, "note", id),
    blocks: await readParts(tx, "block", id),
    statistics: await readCategories(tx, id),
    ...(await readProxies(tx, id)),
  };
}
