"use server";

import type { Tx } from "#db/client.ts";
import { lookUpBySource, lookUpItem } from "#db/queries/record-lookup.ts";
import { recordExists } from "#db/queries/records.ts";
import { familyWords, type Family } from "#lib/families.ts";
import { Refusal } from "#lib/refusal.ts";
import { searchAction } from "#lib/server/action.ts";
import { findForm, idParameter } from "./schema.ts";

/** The number is posted and looked up here; the address that follows holds an id of Lethe's own. */
export const find = searchAction(
  "anonymization.read",
  findForm,
  async (tx, { by, family, number }) => {
    if (by === "barcode") return `/records?item=${await lookUpItem(tx, number)}`;
    const id =
      by === "id" ? await idOf(tx, family, number) : await lookUpBySource(tx, family, number);
    return `/records/${family}/${id}`;
  },
);

async function idOf(tx: Tx, family: Family, number: string): Promise<number> {
  const id = idParameter.safeParse(number);
  if (!id.success) throw new Refusal("A record ID is a whole number.");
  if (!(await recordExists(tx, family, id.data)))
    throw new Refusal(`No ${familyWords[family].one} has this ID.`);
  return id.data;
}
