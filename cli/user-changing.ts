import type { Database, Tx } from "#db/client.ts";
import { recordChange } from "#db/queries/audit.ts";
import { addPart, changePart, removePart } from "#db/queries/user-parts.ts";
import {
  addCategory,
  addProxy,
  removeCategory,
  removeProxy,
  removeRole,
  setRole,
} from "#db/queries/user-ties.ts";
import { changeUser, lockUser } from "#db/queries/users.ts";
import type { Change } from "#lib/change.ts";
import { Refusal } from "#lib/refusal.ts";
import type { UserChanges } from "./user-changes-file.ts";
import { userNamed } from "./user-named.ts";

const actor = "operator";

/** Everything that a file asks for, each with its audit row, or nothing. */
export async function changeAll(
  db: Database,
  asked: UserChanges,
): Promise<{ id: number; version: string; changes: Change[] }> {
  const deeds = deedsOf(asked);
  if (deeds.length === 0) throw new Refusal("The file changes nothing.");
  return db.transaction("lethe_web", async (tx) => {
    const { primaryId } = asked;
    const id = await userNamed(tx, primaryId === undefined ? { id: asked.id ?? 0 } : { primaryId });
    const changes: Change[] = [];
    for (const deed of deeds) {
      const written = await deed(tx, id);
      const change = "change" in written ? written.change : written;
      await recordChange(tx, actor, change);
      changes.push(change);
    }
    return { id, version: (await lockUser(tx, id)).version, changes };
  });
}

type Deed = (tx: Tx, userId: number) => Promise<Change | { change: Change }>;

/** What goes before what comes: an e-mail address can take the place of the preferred one. */
const deedsOf = (asked: UserChanges): Deed[] => [
  ...generalDeed(asked),
  ...asked.removeParts.map(
    ({ kind, id, version }): Deed =>
      (tx, userId) =>
        removePart(tx, actor, kind, { userId, part: id, version }),
  ),
  ...asked.changeParts.map(
    ({ kind, id, ...values }): Deed =>
      (tx, userId) =>
        changePart(tx, actor, kind, { userId, part: id, ...values }),
  ),
  ...asked.addParts.map(
    ({ kind, ...values }): Deed =>
      (tx, userId) =>
        addPart(tx, actor, kind, { userId, ...values }),
  ),
  ...asked.removeRoles.map(
    (code): Deed =>
      (tx, userId) =>
        removeRole(tx, actor, { userId, code }),
  ),
  ...asked.setRoles.map(
    (role): Deed =>
      (tx, userId) =>
        setRole(tx, actor, { userId, ...role }),
  ),
  ...asked.removeCategories.map(
    (category): Deed =>
      (tx, userId) =>
        removeCategory(tx, actor, { userId, category }),
  ),
  ...asked.addCategories.map(
    (category): Deed =>
      (tx, userId) =>
        addCategory(tx, actor, { userId, category }),
  ),
  ...asked.removeProxies.map(
    (proxy): Deed =>
      (tx, proxyFor) =>
        removeProxy(tx, actor, { proxy, proxyFor }),
  ),
  ...asked.addProxies.map(
    (primaryId): Deed =>
      (tx, userId) =>
        addProxy(tx, actor, { userId, primaryId }),
  ),
];

function generalDeed({ general }: UserChanges): Deed[] {
  if (!general) return [];
  const { version: read, ...fields } = general;
  return [
    async (tx, id) => {
      const { version } = await lockUser(tx, id);
      return changeUser(tx, actor, { id, version: read ?? version, ...fields });
    },
  ];
}
