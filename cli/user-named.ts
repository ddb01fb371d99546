import type { Tx } from "#db/client.ts";
import { userExists } from "#db/queries/letters.ts";
import { listUsers, usersSearched } from "#db/queries/user-list.ts";
import { NotFound, Refusal } from "#lib/refusal.ts";
import { requiredIdentifier } from "#lib/user-parts.ts";
import { wholeNumber } from "./arguments.ts";
import { WrongUsage, type Terminal } from "./command.ts";
import { privately } from "./files.ts";

/** One user, by the internal ID or by the primary ID. */
export type Whom = { id: number } | { primaryId: string };

/** Whom --id names; else whoever is asked for on the terminal, or on standard input. */
export async function userAsked(terminal: Terminal, named: string | undefined): Promise<Whom> {
  const id = wholeNumber("id", named, { min: 1 });
  if (id !== undefined) return { id };
  const typed = requiredIdentifier(
    "Say which user: type the primary ID, or send it to standard input; or name the internal ID with --id.",
  ).safeParse(await privately(terminal, "Primary ID:"));
  if (!typed.success) throw new WrongUsage(typed.error.issues[0]?.message ?? "");
  return { primaryId: typed.data };
}

/** The internal ID. Of the purged, several may have kept a primary ID that somebody has today. */
export async function userNamed(tx: Tx, whom: Whom): Promise<number> {
  if ("id" in whom) {
    if (await userExists(tx, whom.id)) return whom.id;
    throw new NotFound(`There is no user ${whom.id}.`);
  }
  const such = await usersSearched(tx, { text: { in: "primaryId", words: whom.primaryId } });
  const { users } = await listUsers(tx, such, { order: "primaryId", descending: false, limit: 2 });
  const [first, second] = users;
  if (!first) throw new NotFound("No user has this primary ID.");
  if (first.status === "deleted" && second) {
    throw new Refusal(
      "Several purged users kept this primary ID. `users find --in primaryId` lists them; name one with --id.",
    );
  }
  return first.id;
}
