import { readUserCodes } from "#db/queries/user-codes.ts";
import { readUserDetails } from "#db/queries/user-details.ts";
import { findSet } from "#db/queries/sets.ts";
import { choice, onlyOperand, wholeNumber } from "./arguments.ts";
import { command, WrongUsage, type Context, type Result } from "./command.ts";
import { readJson } from "./files.ts";
import { table } from "./table.ts";
import { userChanges } from "./user-changes-file.ts";
import { changeAll } from "./user-changing.ts";
import { listingOf } from "./user-listing.ts";
import { deleteUser } from "./user-deleting.ts";
import { userAsked, userNamed } from "./user-named.ts";
import {
  listFlagNames,
  listFlags,
  nothingElse,
  pageAsked,
  searchAsked,
  searchFlags,
} from "./user-options.ts";
import { detailsPage } from "./user-page.ts";
import { letterOf, listOf, userLists } from "./user-records.ts";
import { runVerb, type Verb } from "./verbs.ts";

const options = {
  ...searchFlags,
  set: {
    type: "string",
    placeholder: "NAME",
    about: "find: the members of this set, or whom its query finds",
  },
  id: { type: "string", placeholder: "N", about: "show, delete: the user with this internal ID" },
  list: {
    type: "string",
    placeholder: "LIST",
    about: `show: a list of the user's: ${userLists.join(", ")}`,
  },
  letter: { type: "string", placeholder: "N", about: "show: one of the user's letters, whole" },
  "by-policy": {
    type: "boolean",
    about: "delete: what the Delete User Policy takes, as by the API; else everything",
  },
  confirm: {
    type: "string",
    placeholder: "N",
    about: "delete: the internal ID, in place of typing it; needed where nobody sits at a terminal",
  },
  ...listFlags,
} as const;
type Asked = Context<typeof options>;

const verbs: Record<string, Verb<typeof options>> = {
  find: { takes: ["in", "query", "set", ...listFlagNames], run: find },
  show: { takes: ["id", "list", "letter", "limit", "after"], run: show },
  change: { takes: [], run: change },
  delete: { takes: ["id", "by-policy", "confirm"], run: remove },
  codes: { takes: [], run: codes },
};

export const users = command({
  name: "users",
  summary: "Find users, show one with all that the account holds, change one, or delete one.",
  usage: [
    "users find [--in FIELD] [--query FILE] [--set NAME] [--order ORDER] [--descending] [--limit N] [--after N] [--to FILE]",
    "users show [--id N] [--list LIST [--limit N] [--after N] | --letter N]",
    "users change <file.json>",
    "users delete [--id N] [--by-policy] [--confirm N]",
    "users codes",
  ].join("\n"),
  options,
  examples: [
    "users find --in name",
    "users find --query expired.json --order expiryDate --json",
    "users find --set Leavers --to leavers.csv",
    "users show",
    "users show --id 4711 --list loans",
    "users show --id 4711 --list letters",
    "users show --id 4711 --letter 60123",
    "users change changes.json",
    "users delete",
    "users delete --id 4711 --confirm 4711",
  ],
  run: (context) => runVerb("users", verbs, context),
});

async function find({ values, positionals, terminal, connect }: Asked): Promise<Result> {
  nothingElse(positionals, "users find");
  const listed = listingOf(values);
  const { set } = values;
  if (set !== undefined && (values.in ?? values.query) !== undefined) {
    throw new WrongUsage("Find by --in and --query, or the members of a --set.");
  }
  const asked = await searchAsked(values, terminal);
  const connection = await connect();
  const named =
    set === undefined
      ? undefined
      : await connection.db.transaction("lethe_web", (tx) => findSet(tx, "operator", set));
  return listed(connection, { asked, set: named?.id });
}

async function show({ values, positionals, terminal, connect }: Asked): Promise<Result> {
  nothingElse(positionals, "users show");
  const list = choice("list", userLists, values.list);
  if (list === undefined && (values.limit ?? values.after) !== undefined) {
    throw new WrongUsage("--limit and --after are of a list: say which with --list.");
  }
  const letter = wholeNumber("letter", values.letter, { min: 1 });
  if (list !== undefined && letter !== undefined) {
    throw new WrongUsage("Show a --list or one --letter.");
  }
  const page = pageAsked(values);
  const whom = await userAsked(terminal, values.id);
  const { db } = await connect();
  return db.transaction(
    "lethe_web",
    async (tx) => {
      const userId = await userNamed(tx, whom);
      if (list) return listOf(tx, userId, list, page);
      if (letter !== undefined) return letterOf(tx, userId, letter);
      const details = await readUserDetails(tx, userId);
      return { json: details, text: detailsPage(details) };
    },
    { isolation: "repeatable read" },
  );
}

async function change({ positionals, connect }: Asked): Promise<Result> {
  const asked = await readJson(onlyOperand(positionals, "which file of changes"), userChanges);
  const { db } = await connect();
  const { id, version, changes } = await changeAll(db, asked);
  const deeds = changes.map(({ action }) => action);
  return {
    json: { id, version, changes: deeds },
    text: `User ${id}: ${deeds.join(", ")}.`,
  };
}

async function remove({ values, positionals, terminal, connect }: Asked): Promise<Result> {
  nothingElse(positionals, "users delete");
  const how = values["by-policy"] ? "delete" : "erase";
  const confirm = wholeNumber("confirm", values.confirm, { min: 1 });
  const whom = await userAsked(terminal, values.id);
  return deleteUser(await connect(), terminal, { whom, how, confirm });
}

async function codes({ positionals, connect }: Asked): Promise<Result> {
  nothingElse(positionals, "users codes");
  const { db } = await connect();
  const found = await db.transaction("lethe_web", readUserCodes);
  const rows = Object.entries(found).flatMap(([field, list]) =>
    list.map(({ code, name }) => [field, code, name]),
  );
  return { json: found, text: table(["Field", "Code", "Name"], rows) };
}
