import { eq, sql } from "drizzle-orm";
import type { Change } from "#lib/change.ts";
import { copyName } from "#lib/copy-name.ts";
import { Refusal } from "#lib/refusal.ts";
import { setNameLimits, type SetTexts } from "#lib/set-fields.ts";
import type { UserQuery } from "#lib/user-query.ts";
import type { Tx } from "../client.ts";
import { refuseTaken } from "../errors.ts";
import { sets } from "../schema/index.ts";
import { refuseHeldSet } from "./legal-holds.ts";
import { refuseNamedSet } from "./purge-jobs.ts";
import { lockSet, noteMembersChange, subjectOf, type SetKey, type SetUser } from "./sets.ts";

export interface NewSet extends SetTexts {
  query?: UserQuery | null;
}

/** Logical with a query, else itemized and empty. */
export async function addSet(
  tx: Tx,
  user: SetUser,
  { query, ...texts }: NewSet,
): Promise<{ id: number; change: Change }> {
  const kind = query ? ("logical" as const) : ("itemized" as const);
  const isPrivate = texts.private && typeof user !== "string";
  const [added] = await unlessTaken(
    tx
      .insert(sets)
      .values({
        ...texts,
        private: isPrivate,
        kind,
        query: query ?? null,
        ownerId: typeof user === "string" ? null : user.id,
      })
      .returning({ id: sets.id }),
  );
  if (!added) throw new Error("the set was not made");
  const change = {
    action: "set.add",
    subject: subjectOf(added.id),
    after: { kind, private: isPrivate },
  };
  return { id: added.id, change };
}

export const ownedByPeople =
  "A private set is a person's: what a script makes or changes is public.";

/** Audit tells which texts changed, never what they say: a name of a set may name a person. */
export async function changeSet(tx: Tx, user: SetUser, input: SetKey & SetTexts): Promise<Change> {
  const before = await lockSet(tx, user, input);
  const { name, description, note, private: isPrivate } = input;
  if (isPrivate && typeof user === "string") throw new Refusal(ownedByPeople);
  const fields = { name, description, note, private: isPrivate };
  const changed = (["name", "description", "note", "private"] as const).filter(
    (field) => before[field] !== fields[field],
  );
  await unlessTaken(
    tx
      .update(sets)
      .set({ ...fields, version: before.version + 1 })
      .where(eq(sets.id, input.id)),
  );
  return { action: "set.change", subject: subjectOf(input.id), after: { fields: changed } };
}

export async function changeSetQuery(
  tx: Tx,
  user: SetUser,
  input: SetKey & { query: UserQuery },
): Promise<Change> {
  const before = await lockSet(tx, user, input);
  if (before.kind !== "logical") throw new Refusal("This set is itemized: it has no query.");
  await tx
    .update(sets)
    .set({ query: input.query, version: before.version + 1 })
    .where(eq(sets.id, input.id));
  await noteMembersChange(tx, input.id);
  return { action: "set.changeQuery", subject: subjectOf(input.id) };
}

export async function deleteSet(tx: Tx, user: SetUser, key: SetKey): Promise<Change> {
  const { kind } = await lockSet(tx, user, key);
  await refuseHeldSet(tx, key.id);
  await refuseNamedSet(tx, key.id);
  await tx.delete(sets).where(eq(sets.id, key.id));
  return { action: "set.delete", subject: subjectOf(key.id), before: { kind } };
}

const unlessTaken = <T>(write: Promise<T>): Promise<T> =>
  refuseTaken(
    write,
    "sets_name_unique",
    "There is a set of this name already, perhaps somebody's private one.",
  );

/** As no set is called yet. */
export async function freeName(tx: Tx, name: string): Promise<string> {
  for (let copy = 1; ; copy += 1) {
    const candidate = copyName(name, copy, setNameLimits.name);
    const taken = await tx
      .select({ id: sets.id })
      .from(sets)
      .where(sql`lower(${sets.name}) = lower(${candidate})`);
    if (taken.length === 0) return candidate;
  }
}
