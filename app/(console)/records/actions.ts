"use server";

import type { Tx } from "#db/client.ts";
import { findBySource, findItem, recordExists } from "#db/queries/records.ts";
import { familyWords, type Family } from "#lib/families.ts";
import { Refusal } from "#lib/refusal.ts";
import { searchAction } from "#lib/server/action.ts";
import { findForm, idParameter } from "./schema.ts";

/** The number is posted and looked up here; the address that follows holds an id of Lethe's own. */
export const find = searchAction("anonymization.read", findForm, (tx, { by, family, number }) => {
  if (by === "barcode") return itemOf(tx, number);
  return by === "id" ? recordOf(tx, family, number) : sourceOf(tx, family, number);
});

async function itemOf(tx: Tx, barcode: string): Promise<string> {
  const item = await findItem(tx, barcode);
  if (item === null) throw new Refusal("No item has this barcode.");
  return `/records?item=${item}`;
}

async function recordOf(tx: Tx, family: Family, number: string): Promise<string> {
  const id = idParameter.safeParse(number);
  if (!id.success) throw new Refusal("A record ID is a whole number.");
  if (!(await recordExists(tx, family, id.data)))
    throw new Refusal(`No ${familyWords[family].one} has this ID.`);
  return `/records/${family}/${id.data}`;
}

async function sourceOf(tx: Tx, family: Family, number: string): Promise<string> {
  const [first, second] = await findBySource(tx, family, number);
  const { one, many } = familyWords[family];
  if (first === undefined) {
    throw new Refusal(
      `No ${one} that names a patron has this number. What is anonymized is no longer found by it.`,
    );
  }
  if (second !== undefined) {
    throw new Refusal(`Two sources have ${many} with this number. Find it by its item's barcode.`);
  }
  return `/records/${family}/${first}`;
}
