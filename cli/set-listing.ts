import { findSet, pageOfSets, setScopes, type SetRow } from "#db/queries/sets.ts";
import { patientCount } from "#db/queries/user-pages.ts";
import { formatCountOf } from "#lib/format.ts";
import { querySentence } from "#lib/user-query-sentence.ts";
import { choice, noOperands, onlyOperand, wholeNumber } from "./arguments.ts";
import type { Result } from "./command.ts";
import type { Connection } from "./connection.ts";
import type { SetContext } from "./set-options.ts";
import { stoppable } from "./stoppable.ts";
import { table } from "./table.ts";
import { listingOf } from "./user-listing.ts";
import { pageAsked } from "./user-options.ts";
import { more, plain } from "./user-page.ts";
import { LARGEST_NUMBER } from "#lib/row-number.ts";

export async function list({ values, positionals, connect }: SetContext): Promise<Result> {
  noOperands(positionals);
  const { limit } = pageAsked({ limit: values.limit });
  const after = wholeNumber("after", values.after, { min: 1, max: LARGEST_NUMBER });
  const scope = choice("scope", setScopes, values.scope) ?? "all";
  const { db } = await connect();
  const found = await db.transaction("lethe_web", (tx) =>
    pageOfSets(tx, "operator", { scope, after, limit }),
  );
  return { json: found, text: setsPage(found) };
}

function setsPage({ sets, next }: Awaited<ReturnType<typeof pageOfSets>>): string {
  if (sets.length === 0) return "There is no set.";
  return [
    table(
      ["ID", "Name", "Kind", "", "Owner", "Created on", "Description"],
      sets.map((set) => [
        String(set.id),
        plain(set.name),
        set.kind,
        set.private ? "private" : "public",
        plain(ownerOf(set)),
        set.createdOn,
        plain(set.description),
      ]),
    ),
    ...more(next),
  ].join("\n");
}

const ownerOf = ({ owner, private: isPrivate }: SetRow) =>
  owner ?? (isPrivate ? "" : "command line or script");

/** A set as it stands, by its name. */
export const setNamed = ({ db }: Connection, name: string): Promise<SetRow> =>
  db.transaction("lethe_web", (tx) => findSet(tx, "operator", name));

export async function show({ positionals, connect }: SetContext): Promise<Result> {
  const name = onlyOperand(positionals, "which set");
  const connection = await connect();
  const set = await setNamed(connection, name);
  const members = await stoppable((signal) =>
    patientCount(connection.db, "operator", { set: set.id }, signal),
  );
  return {
    json: { ...set, members },
    text: [
      table(
        ["", plain(set.name)],
        [
          ["ID", String(set.id)],
          ["Kind", set.kind],
          ["", set.private ? "private" : "public"],
          ["Owner", plain(ownerOf(set))],
          ["Created on", set.createdOn],
          ["Description", plain(set.description)],
          ["Note", plain(set.note)],
        ].filter(([, value]) => value !== ""),
      ),
      ...(set.query ? ["", querySentence(set.query)] : []),
      "",
      `${formatCountOf(members, "member", "members")} now.`,
    ].join("\n"),
  };
}

export async function members({ values, positionals, connect }: SetContext): Promise<Result> {
  const name = onlyOperand(positionals, "which set");
  const listed = listingOf(values);
  const connection = await connect();
  return listed(connection, { set: (await setNamed(connection, name)).id });
}
