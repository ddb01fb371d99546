import type { Tx } from "#db/client.ts";
import { listLetters, readLetter } from "#db/queries/letters.ts";
import { pageOfHistory } from "#db/queries/user-history.ts";
import { listUserRecords } from "#db/queries/user-records.ts";
import { families, type Family } from "#lib/families.ts";
import { formatCode } from "#lib/format.ts";
import { NotFound } from "#lib/refusal.ts";
import type { Result } from "./command.ts";
import { table } from "./table.ts";
import { more, plain } from "./user-page.ts";

/** The lists of a user's page. */
export const userLists = [...families, "letters", "history"] as const;
export type UserList = (typeof userLists)[number];

interface Page {
  after: number | undefined;
  limit: number;
}

export function listOf(tx: Tx, userId: number, list: UserList, page: Page): Promise<Result> {
  if (list === "letters") return letters(tx, userId, page);
  if (list === "history") return history(tx, userId, page);
  return records(tx, userId, list, page);
}

const asText = (heads: string[], rows: (string | null)[][], next: number | null) =>
  rows.length === 0
    ? "None."
    : [
        table(
          heads,
          rows.map((row) => row.map((one) => plain(one ?? ""))),
        ),
        ...more(next),
      ].join("\n");

async function records(tx: Tx, userId: number, family: Family, page: Page): Promise<Result> {
  const found = await listUserRecords(tx, family, { userId, ...page });
  const text = asText(
    ["ID", "Library", "Title", "Barcode", "Status", "Began on", "Ended on", "Balance"],
    found.records.map((one) => [
      String(one.id),
      one.library,
      one.title,
      one.barcode,
      formatCode(one.status),
      one.beganOn,
      one.endedOn,
      one.balance?.toFixed(2) ?? null,
    ]),
    found.next,
  );
  return { json: found, text };
}

async function letters(tx: Tx, userId: number, { after, limit }: Page): Promise<Result> {
  const found = await listLetters(tx, userId, after, limit);
  const text = asText(
    ["ID", "Type", "Subject", "Channel", "Created", "Sent"],
    found.letters.map((one) => [
      String(one.id),
      one.type,
      one.subject,
      one.channel,
      one.createdAt,
      one.sent ? "yes" : "no",
    ]),
    found.next,
  );
  return { json: found, text };
}

/** As the source system sent it: a body may be HTML. */
export async function letterOf(tx: Tx, userId: number, id: number): Promise<Result> {
  const found = await readLetter(tx, userId, id);
  if (!found) throw new NotFound("There is no such letter.");
  const facts: [string, string | null][] = [
    ["Type", found.type],
    ["Subject", found.subject],
    ["Channel", found.channel],
    ["Created", found.createdAt],
    ["Sent", found.sent ? "yes" : "no"],
    ["To", found.addresses],
  ];
  const text = [
    table(
      ["ID", String(found.id)],
      facts.map(([name, value]) => [name, plain(value ?? "")]),
    ),
    "",
    ...(found.body ?? "").split(/\r?\n/).map(plain),
  ].join("\n");
  return { json: found, text };
}

async function history(tx: Tx, userId: number, { after, limit }: Page): Promise<Result> {
  const found = await pageOfHistory(tx, userId, { before: after, limit });
  const text = asText(
    ["At", "By", "What", "Fields"],
    found.entries.map((one) => [one.at, one.actor, one.action, one.fields.join(", ")]),
    found.next,
  );
  return { json: found, text };
}
