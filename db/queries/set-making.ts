import type { Change } from "#lib/change.ts";
import { Refusal } from "#lib/refusal.ts";
import type { SetTexts } from "#lib/set-fields.ts";
import type { UserSearch } from "#lib/user-search.ts";
import type { Tx } from "../client.ts";
import { addSet } from "./set-changes.ts";
import { addFound } from "./set-members.ts";
import { uploadIds, type SentId, type SetUpload } from "./set-uploads.ts";
import type { SetUser } from "./sets.ts";

export interface PlannedSet extends SetTexts {
  kind: "itemized" | "logical";
  /** Whose query a logical set has, or whom it finds now. */
  search?: UserSearch | null;
  sent?: readonly SentId[];
}

export interface MadeSet {
  id: number;
  change: Change;
  /** Null of a logical set, which has them at each use. */
  members: number | null;
  /** What became of the IDs that were sent. */
  upload: SetUpload | null;
}

/** A logical set of a search's query, or an itemized one of whom a search or a list of IDs names now. */
export async function makeSet(
  tx: Tx,
  user: SetUser,
  { kind, search, sent = [], ...texts }: PlannedSet,
): Promise<MadeSet> {
  const isLogical = kind === "logical";
  if (isLogical && (!search?.query || search.text)) {
    throw new Refusal("A logical set is made of a query: search under Advanced search first.");
  }
  const { id, change } = await addSet(tx, user, {
    ...texts,
    query: isLogical ? search?.query : null,
  });
  if (isLogical) return { id, change, members: null, upload: null };
  const found = search ? (await addFound(tx, user, { id, search })).added : 0;
  const upload = sent.length > 0 ? (await uploadIds(tx, user, { id, sent })).upload : null;
  const members = found + (upload?.added ?? 0);
  const isFilled = search || upload;
  return {
    id,
    change: isFilled ? { ...change, after: { kind, members } } : change,
    members,
    upload,
  };
}
