import { sql } from "drizzle-orm";
import { openDatabase, type Tx } from "#db/client.ts";
import { everyone, listUsers, usersSearched } from "#db/queries/user-list.ts";
import { lookUp } from "#db/queries/user-lookup.ts";
import type { UserOrder, UserSearch } from "#lib/user-search.ts";
import { userQuerySchema } from "#lib/user-query.ts";
import type { BenchDatabase } from "./server.ts";

export interface UserFigure {
  what: string;
  milliseconds: number[];
}

const rowsOfPage = 50;

/** What staff ask of Manage Users, each in a transaction of its own, as the screen does. */
export async function measureUsers(
  database: BenchDatabase,
  runs: number,
  say: (line: string) => void,
): Promise<UserFigure[]> {
  const db = openDatabase(database.url);
  const figures: UserFigure[] = [];
  try {
    for (const [what, ask] of [...lookUps, ...queries]) {
      const milliseconds: number[] = [];
      for (let run = 0; run < runs; run += 1) {
        milliseconds.push(await db.transaction("lethe_web", (tx) => timed(() => ask(tx))));
      }
      say(`${what}: ${milliseconds.map((ms) => ms.toFixed(1)).join(", ")} ms`);
      figures.push({ what, milliseconds });
    }
  } finally {
    await db.end();
  }
  return figures;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

type Ask = (tx: Tx) => Promise<unknown>;

const page = (order: UserOrder, descending = false, after?: number) => ({
  order,
  descending,
  limit: rowsOfPage,
  ...(after !== undefined && { after }),
});

const all = (order: UserOrder, descending?: boolean, after?: number): Ask => {
  return (tx) => listUsers(tx, everyone, page(order, descending, after));
};

const searched = (search: UserSearch, order: UserOrder = "name"): Ask => {
  return async (tx) => listUsers(tx, await usersSearched(tx, search), page(order));
};

const thorough = (conditions: unknown[]): Ask => {
  return async (tx) => {
    const query = userQuerySchema.parse({ version: 1, match: "all", conditions });
    await listUsers(tx, { ...(await usersSearched(tx, { query })), first: true }, page("name"));
  };
};

const words = (place: NonNullable<UserSearch["text"]>["in"], text: string): Ask => {
  return searched({ text: { in: place, words: text } });
};

const asked = (match: "all" | "any", conditions: unknown[], order?: UserOrder): Ask => {
  return searched({ query: userQuerySchema.parse({ version: 1, match, conditions }) }, order);
};

const someUser = 654_321;
const active = { field: "status", operator: "in", value: ["active"] };
const expired = { field: "expiryDate", operator: "moreThanDaysAgo", value: 365 };
const due = { field: "purgeDate", operator: "moreThanDaysAgo", value: 0 };
const rare = { field: "userGroup", operator: "in", value: ["RARE"] };
const owes = { field: "feesOwed", operator: ">", value: 10 };

/** Look-ups and whole lists. */
const lookUps: [string, Ask][] = [
  ["look-up by primary ID", (tx) => lookUp(tx, { in: "primaryId", words: `p${someUser}` })],
  ["look-up by barcode", (tx) => lookUp(tx, { in: "identifier", words: `b${someUser * 7}` })],
  ["look-up by e-mail", (tx) => lookUp(tx, { in: "email", words: `USER${someUser}@example.org` })],
  ["look-up in all places", (tx) => lookUp(tx, { in: "all", words: `P${someUser}` })],
  ["list by name", all("name")],
  ["list by name, from the middle", all("name", false, someUser)],
  ["list by name, backwards", all("name", true)],
  ["list by primary ID", all("primaryId")],
  ["list by expiry date, latest first", all("expiryDate", true)],
  ["list by purge date", all("purgeDate")],
  ["search by barcode", words("identifier", `b${someUser * 7}`)],
  ["search for a last name", words("name", "last77")],
  ["search for a name as it begins, capped", words("name", "last")],
  ["search for last and first name", words("name", "first12 last345")],
  ["search in all places", words("all", "last1234, fi")],
];

/** What advanced searches ask. */
const queries: [string, Ask][] = [
  ["active, expired a year ago", asked("all", [active, expired])],
  ["purge date passed, by purge date", asked("all", [active, due], "purgeDate")],
  ["of a rare group", asked("all", [rare])],
  ["of a rare group, by expiry date", asked("all", [rare], "expiryDate")],
  [
    "with open loans",
    asked("all", [active, { field: "hasOpenLoans", operator: "is", value: true }]),
  ],
  ["owing more than 10", asked("all", [owes])],
  [
    "owing more than 10 or blocked",
    asked("any", [owes, { field: "block", operator: "isNotEmpty" }]),
  ],
  [
    "owing nothing, expired",
    asked("all", [{ field: "feesOwed", operator: "=", value: 0 }, expired]),
  ],
  [
    "of a category, without loans",
    asked("all", [
      { field: "statisticalCategory", operator: "in", value: ["FACULTY:F7"] },
      { field: "hasOpenLoans", operator: "is", value: false },
    ]),
  ],
  ["blocked as LOST", asked("all", [{ field: "block", operator: "in", value: ["LOST"] }])],
  [
    "without an identifier",
    asked("all", [active, { field: "identifierType", operator: "isEmpty" }]),
  ],
  [
    "with a word in a note",
    asked("all", [{ field: "noteText", operator: "contains", value: "card 65432" }]),
  ],
  [
    "with a word in no note",
    asked("all", [{ field: "noteText", operator: "contains", value: "nowhere" }]),
  ],
  [
    "without an identifier, found first",
    thorough([active, { field: "identifierType", operator: "isEmpty" }]),
  ],
  [
    "owing nothing, expired, found first",
    thorough([{ field: "feesOwed", operator: "=", value: 0 }, expired]),
  ],
  ["matching nobody", asked("all", [active, { field: "campus", operator: "in", value: ["MOON"] }])],
  [
    "expired long ago and of a rare group, or purge date passed and owing",
    asked("any", [
      { match: "all", conditions: [rare, expired] },
      { match: "all", conditions: [due, owes] },
    ]),
  ],
  ["never active", asked("all", [active, { field: "lastActivity", operator: "isEmpty" }])],
  [
    "members of a set of a tenth",
    (tx) =>
      listUsers(
        tx,
        {
          where: sql`u.id IN (SELECT user_id FROM patron.set_members WHERE set_id = 1)`,
          first: false,
        },
        page("name"),
      ),
  ],
];
