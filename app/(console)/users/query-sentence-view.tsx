import { readGroupCodes } from "#db/queries/codes.ts";
import { namesOf } from "#lib/code-names.ts";
import { readPage } from "#lib/server/read-page.ts";
import { querySentence } from "#lib/user-query-sentence.ts";
import type { QueryGroup } from "#lib/user-query.ts";

/** A query read back, in the names of its groups, which are read where there is one. */
export async function QuerySentence({ query }: { query: QueryGroup }) {
  return querySentence(query, namesOf(await readPage(readGroupCodes)));
}
