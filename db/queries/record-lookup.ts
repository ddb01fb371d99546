import { familyWords, type Family } from "#lib/families.ts";
import { NotFound, Refusal } from "#lib/refusal.ts";
import type { Tx } from "../client.ts";
import { findBySource, findItem } from "./records.ts";

/** By an item's barcode, whatever its records; its ID in Lethe. */
export async function lookUpItem(tx: Tx, barcode: string): Promise<number> {
  const item = await findItem(tx, barcode);
  if (item === null) throw new NotFound("No item has this barcode.");
  return item;
}

/** By the number in a source system, while the record names a patron; its ID in Lethe. */
export async function lookUpBySource(tx: Tx, family: Family, number: string): Promise<number> {
  const [first, second] = await findBySource(tx, family, number);
  const { one, many } = familyWords[family];
  if (first === undefined) {
    throw new NotFound(
      `No ${one} that names a patron has this number. What is anonymized is no longer found by it.`,
    );
  }
  if (second !== undefined) {
    throw new Refusal(`Two sources have ${many} with this number. Find it by its item's barcode.`);
  }
  return first;
}
