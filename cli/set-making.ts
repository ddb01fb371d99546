import { makeSet } from "#db/queries/set-making.ts";
import { combineSets } from "#db/queries/set-members.ts";
import { findSet } from "#db/queries/sets.ts";
import { formatCountOf } from "#lib/format.ts";
import { combinations } from "#lib/set-fields.ts";
import { choice, onlyOperand } from "./arguments.ts";
import { WrongUsage, type Result } from "./command.ts";
import { save } from "./save.ts";
import { idsOf, keeping, refuseAlone, uploadLines } from "./set-files.ts";
import { textsOf, type SetContext } from "./set-options.ts";
import { searchAsked } from "./user-options.ts";

const user = "operator";

export async function create({
  values,
  positionals,
  terminal,
  connect,
}: SetContext): Promise<Result> {
  const { file, unknown, logical = false } = values;
  const texts = textsOf(onlyOperand(positionals, "what to call the set"), values);
  refuseAlone(unknown, file);
  if (file !== undefined && (values.in ?? values.query) !== undefined) {
    throw new WrongUsage("Members come from a --file or from a search: give one of the two.");
  }
  if (logical && (values.query === undefined || values.in !== undefined)) {
    throw new WrongUsage(
      "A logical set is made of a query: --logical stands beside --query alone.",
    );
  }
  const search = await searchAsked(values, terminal);
  const kind = logical ? ("logical" as const) : ("itemized" as const);
  const plan = { ...texts, kind, search, sent: file === undefined ? [] : await idsOf(file) };
  const connection = await connect();
  const { id, members, upload } = await keeping(unknown, (keep) =>
    save(connection, async (tx) => {
      const made = await makeSet(tx, user, plan);
      await keep(tx, made.upload);
      return made;
    }),
  );
  const filled = members === null ? "its query is evaluated at each use" : memberCount(members);
  return {
    json: { id, members, upload },
    text: [`Set ${id} is made: ${filled}.`, ...uploadLines(upload, unknown)].join("\n"),
  };
}

const memberCount = (members: number) => formatCountOf(members, "member", "members");
export async function combine({ values, positionals, connect }: SetContext): Promise<Result> {
  const texts = textsOf(onlyOperand(positionals, "what to call the set"), values);
  const { first, second } = values;
  const combination = choice("by", combinations, values.by);
  if (first === undefined || second === undefined || combination === undefined) {
    throw new WrongUsage("Say which sets: --first NAME --by and, or, not --second NAME.");
  }
  const { id, members } = await save(await connect(), async (tx) =>
    combineSets(tx, user, {
      ...texts,
      combination,
      first: (await findSet(tx, user, first)).id,
      second: (await findSet(tx, user, second)).id,
    }),
  );
  return { json: { id, members }, text: `Set ${id} is made: ${memberCount(members)}.` };
}
