import { asc, eq, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import {
  letterTypes,
  libraries,
  locations,
  statisticalCategories,
  userGroups,
} from "#db/schema/index.ts";
import { codeNamesOf, type CodeNames } from "#lib/code-names.ts";
import type { Code, KnownCodes } from "#lib/rule-words.ts";

/** The codes that exist, as rules name them, in the order of the code. */
export async function readCodes(tx: Tx): Promise<KnownCodes> {
  const location = sql<string>`${libraries.code} || ':' || ${locations.code}`;
  const { type, category } = statisticalCategories;
  return {
    library: await tx
      .select({ code: libraries.code, name: libraries.name })
      .from(libraries)
      .orderBy(asc(libraries.code)),
    location: await tx
      .select({ code: location, name: locations.name })
      .from(locations)
      .innerJoin(libraries, eq(libraries.id, locations.libraryId))
      .orderBy(asc(libraries.code), asc(locations.code)),
    userGroup: await readGroupCodes(tx),
    statisticalCategory: await tx
      .select({ code: sql<string>`${type} || ':' || ${category}`, name: category })
      .from(statisticalCategories)
      .orderBy(asc(type), asc(category)),
  };
}

export const readGroupCodes = (tx: Tx): Promise<Code[]> =>
  tx
    .select({ code: userGroups.code, name: userGroups.name })
    .from(userGroups)
    .orderBy(asc(userGroups.code));

/** What screens call the codes. */
export const readCodeNames = async (tx: Tx): Promise<CodeNames> =>
  codeNamesOf(
    await readCodes(tx),
    await tx.select({ code: letterTypes.code, name: letterTypes.name }).from(letterTypes),
  );
