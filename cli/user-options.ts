import { userQuerySchema } from "#lib/user-query.ts";
import { searchPlaces, searchText, userOrders, type UserSearch } from "#lib/user-search.ts";
import { choice, wholeNumber } from "./arguments.ts";
import { WrongUsage, type Terminal, type Values } from "./command.ts";
import { privately, readJson } from "./files.ts";

/** How people are searched for. */
export const searchFlags = {
  in: {
    type: "string",
    placeholder: "FIELD",
    about: `find by words, which are typed or piped in: ${searchPlaces.join(", ")}`,
  },
  query: {
    type: "string",
    placeholder: "FILE",
    about: "find by a query, in JSON as Advanced search and the API have it",
  },
} as const;

/** What people are searched by; undefined where nothing is asked. */
export async function searchAsked(
  { in: place, query: file }: Values<typeof searchFlags>,
  terminal: Terminal,
): Promise<UserSearch | undefined> {
  const field = choice("in", searchPlaces, place);
  if (field !== undefined && file === "-") {
    throw new WrongUsage("Standard input holds the words for --in: name a file after --query.");
  }
  if (field === undefined && file === undefined) return undefined;
  const query = file === undefined ? undefined : await readJson(file, userQuerySchema);
  if (field === undefined) return { query };
  const words = searchText.safeParse(await privately(terminal, "Search for:"));
  if (!words.success) throw new WrongUsage(`--in: ${words.error.issues[0]?.message}`);
  return { text: { in: field, words: words.data }, ...(query && { query }) };
}

/** How a list of people is cut and ordered. */
export const listFlags = {
  order: {
    type: "string",
    placeholder: "ORDER",
    about: `of a list of users: ${userOrders.join(", ")} (name)`,
  },
  descending: { type: "boolean", about: "of a list of users: the other way round" },
  limit: { type: "string", placeholder: "N", about: "so many of a list, 1,000 at most (50)" },
  after: {
    type: "string",
    placeholder: "N",
    about: "the page of a list behind this one, its next",
  },
  to: {
    type: "string",
    placeholder: "FILE",
    about: "write all users of the list as CSV into this file",
  },
} as const;
export const listFlagNames = ["order", "descending", "limit", "after", "to"] as const;

type ListValues = Values<typeof listFlags>;

export const orderAsked = ({ order, descending }: ListValues) => ({
  order: choice("order", userOrders, order) ?? ("name" as const),
  descending: descending ?? false,
});

export const pageAsked = ({ limit, after }: Pick<ListValues, "limit" | "after">) => ({
  limit: wholeNumber("limit", limit, { min: 1, max: 1_000 }) ?? 50,
  after: wholeNumber("after", after, { min: 1 }),
});

/** What is searched for is typed or piped in. */
export function nothingElse(positionals: readonly string[], command: string): void {
  if (positionals.length === 0) return;
  throw new WrongUsage(
    `${command} takes options only. What names a patron is typed or piped in, so that no shell keeps it.`,
  );
}
