import { sql, type SQL } from "drizzle-orm";
import { categoryIdsOf } from "../codes.ts";
import { count, type Merging } from "../merging.ts";
import { isAnyHeld, noteKept } from "./held.ts";
import { mentions, says } from "./said.ts";

/** A column of a part's table, out of the staging's part or of what `rows` selects. */
interface PartColumn {
  name: string;
  /** Is the same in upper case and lower. */
  caseless?: true;
  /** What a row has where the file does not say; what it does not say is left alone. */
  unsaid?: string;
  /** In staging, none is the empty text. */
  emptyIsNull?: true;
}

interface Part {
  /** What a line mentions that speaks of these rows. */
  subject: string;
  table: string;
  columns: readonly PartColumn[];
  /** What the lines say each user has, of the users that `which` tells: a query of `user_id` and the columns. */
  said: (which: SQL) => SQL;
  /** Which of the user's rows the line speaks of. */
  only?: string;
}

/** How many accounts a file makes, and how many of its lines have one already. */
interface Accounts {
  created: number;
  matched: number;
}

/** Makes each part of an account that its line mentions what the line says it is. */
export async function replaceParts(merging: Merging, accounts: Accounts): Promise<void> {
  const { tx, staging } = merging;
  for (const part of parts(merging)) {
    if (!mentions(merging, part.subject)) continue;
    if (accounts.matched > 0) {
      await removeOthers(merging, part);
      await addMissing(merging, part);
    }
    if (accounts.created > 0) await addToNew(merging, part);
  }
  await tx.execute(sql`ANALYZE ${staging.table("touched")}`);
}

/** Proxies for users who are not here; they come when a later import finds both. */
export function countUnknownProxies({ tx, staging }: Merging): Promise<number> {
  return count(
    tx,
    sql`SELECT count(*) FROM ${staging.table("parts")} p JOIN ${staging.table("users")} u ON u.record = p.record
      WHERE p.kind = 'proxy' AND NOT EXISTS (SELECT FROM patron.users other
        WHERE lower(other.primary_id) = lower(p.value) AND other.status <> 'deleted')`,
  );
}

/** A part whose rows are those of one kind in staging. */
interface StagedPart extends Omit<Part, "said"> {
  kind: string;
  /** The columns, out of `p`. */
  from: string;
  /** What makes rows of a user the same; without it, all they hold. */
  groupBy?: string;
}

const contact = (kind: string, table: string): StagedPart => ({
  kind,
  subject: kind,
  table,
  columns: [
    { name: kind },
    { name: "types", unsaid: "'{}'" },
    { name: "preferred", unsaid: "true" },
  ],
  from: `p.value AS ${kind}, p.types, p.preferred`,
});

const identifiers: Omit<StagedPart, "subject"> = {
  kind: "identifier",
  table: "user_identifiers",
  columns: [
    { name: "type" },
    { name: "value", caseless: true },
    { name: "active", unsaid: "true" },
  ],
  from: "p.type, min(p.value) AS value, bool_or(p.active) AS active",
  groupBy: "p.type, lower(p.value)",
};

const stagedParts: readonly StagedPart[] = [
  { ...identifiers, subject: "barcode", only: "type = 'BARCODE'" },
  { ...identifiers, subject: "identifiers" },
  contact("email", "user_emails"),
  contact("phone", "user_phones"),
  contact("address", "user_addresses"),
  {
    kind: "note",
    subject: "note",
    table: "user_notes",
    columns: [
      { name: "text" },
      { name: "type", emptyIsNull: true },
      { name: "user_viewable", unsaid: "false" },
      { name: "popup", unsaid: "false" },
    ],
    from: "p.value AS text, p.type, p.user_viewable, p.popup",
  },
  {
    kind: "block",
    subject: "block",
    table: "user_blocks",
    columns: [
      { name: "code" },
      { name: "type", emptyIsNull: true },
      { name: "active", unsaid: "true" },
      { name: "note", emptyIsNull: true },
    ],
    from: "p.value AS code, p.type, p.active, p.note",
  },
  {
    kind: "role",
    subject: "roles",
    table: "user_roles",
    columns: [{ name: "code" }, { name: "active", unsaid: "true" }],
    // What has expired is no role any more, whatever its status still says.
    from: "p.value AS code, bool_or(p.active AND p.expires::date >= current_date IS NOT FALSE) AS active",
    groupBy: "p.value",
  },
];

function parts({ staging }: Merging): Part[] {
  const [users, staged] = [staging.table("users"), staging.table("parts")];
  const of = ({ kind, from, groupBy, ...part }: StagedPart): Part => ({
    ...part,
    said: (which) => sql`SELECT DISTINCT u.user_id, ${sql.raw(from)} FROM ${staged} p
      JOIN ${users} u ON u.record = p.record WHERE p.kind = ${kind} AND ${which}
      ${sql.raw(groupBy ? `GROUP BY u.user_id, ${groupBy}` : "")}`,
  });
  return [
    ...stagedParts.map(of),
    {
      subject: "statistics",
      table: "user_categories",
      columns: [{ name: "category_id" }],
      said: (which) => sql`SELECT u.user_id, unnest(c.category_ids) AS category_id FROM ${users} u
        JOIN (${categoryIdsOf(sql`SELECT statistics FROM ${users}`)}) c ON c.statistics = u.statistics
        WHERE ${which}`,
    },
    {
      subject: "proxies",
      table: "user_proxies",
      columns: [{ name: "proxy_for_user_id" }],
      said: (which) => sql`SELECT DISTINCT u.user_id, other.id AS proxy_for_user_id FROM ${staged} p
        JOIN ${users} u ON u.record = p.record JOIN patron.users other
          ON lower(other.primary_id) = lower(p.value) AND other.status <> 'deleted'
        WHERE p.kind = 'proxy' AND other.id <> u.user_id AND ${which}`,
    },
  ];
}

/** The condition that a row of the table, `p`, is as a row of `said` has it. */
const isAsSaid = ({ columns }: Part): SQL =>
  sql.raw(
    ["p.user_id = said.user_id", ...columns.map((column) => sameColumn(column))].join(" AND "),
  );

/** The same but for marks, such as that it is active. */
const isSameText = ({ columns }: Part): SQL =>
  sql.raw(
    [
      "p.user_id = said.user_id",
      ...columns
        .filter(({ unsaid }) => unsaid === undefined)
        .map((column) =>
          column.caseless
            ? `lower(p.${column.name}) = lower(said.${column.name})`
            : sameColumn(column),
        ),
    ].join(" AND "),
  );

function sameColumn({ name, unsaid, emptyIsNull }: PartColumn): string {
  if (unsaid !== undefined) return `(said.${name} IS NULL OR p.${name} = said.${name})`;
  if (emptyIsNull) return `(said.${name} IS NULL OR coalesce(p.${name}, '') = said.${name})`;
  return `p.${name} = said.${name}`;
}

function newValue({ name, unsaid, emptyIsNull }: PartColumn): string {
  if (unsaid !== undefined) return `coalesce(said.${name}, ${unsaid})`;
  return emptyIsNull ? `nullif(said.${name}, '')` : `said.${name}`;
}

const known = sql.raw("NOT u.is_new");

/** Of whom is held a row goes only where one takes its place that differs in marks alone. */
async function removeOthers(merging: Merging, part: Part): Promise<void> {
  const { tx, staging } = merging;
  const held = sql`SELECT user_id FROM ${staging.table("held")}`;
  const isOther = sql`${says("u", part.subject)} ${sql.raw(part.only ? `AND p.${part.only}` : "")}
    AND NOT EXISTS (SELECT FROM said WHERE ${isAsSaid(part)})`;
  const table = sql.raw(`patron.${part.table}`);
  await tx.execute(sql`
    WITH said AS MATERIALIZED (${part.said(known)}), gone AS (
      DELETE FROM ${table} p USING ${staging.table("users")} u
      WHERE p.user_id = u.user_id AND ${known} AND ${isOther}
        AND (p.user_id NOT IN (${held}) OR EXISTS (SELECT FROM said WHERE ${isSameText(part)}))
      RETURNING p.user_id)
    INSERT INTO ${staging.table("touched")} SELECT user_id FROM gone`);
  if (!(await isAnyHeld(merging))) return;
  const kept = sql`${table} p JOIN ${staging.table("users")} u USING (user_id)
    WHERE p.user_id IN (${held}) AND ${isOther}`;
  const said = sql`WITH said AS MATERIALIZED (${part.said(sql`u.user_id IN (${held})`)})`;
  await noteKept(merging, sql`${said} SELECT p.user_id FROM ${kept}`);
  if (!part.columns.some(({ name }) => name === "preferred")) return;
  // One of a kind is preferred: the one that the file prefers.
  await tx.execute(sql`
    ${said} UPDATE ${table} SET preferred = false WHERE preferred AND id IN (SELECT p.id FROM ${kept}
      AND EXISTS (SELECT FROM said WHERE said.user_id = p.user_id AND said.preferred IS NOT FALSE))`);
}

async function addMissing({ tx, staging }: Merging, part: Part): Promise<void> {
  const table = sql.raw(`patron.${part.table}`);
  await tx.execute(sql`
    WITH said AS MATERIALIZED (${part.said(known)}), added AS (
      ${insert(part)} FROM said
      WHERE NOT EXISTS (SELECT FROM ${table} p WHERE ${isAsSaid(part)})
      RETURNING user_id)
    INSERT INTO ${staging.table("touched")} SELECT user_id FROM added`);
}

/** A new account has nothing to compare with. In key order, which is that of the accounts' own pages. */
async function addToNew({ tx }: Merging, part: Part): Promise<void> {
  await tx.execute(
    sql`${insert(part)} FROM (${part.said(sql.raw("u.is_new"))}) said ORDER BY said.user_id`,
  );
}

function insert({ table, columns }: Part): SQL {
  const list = (form: (column: PartColumn) => string) => sql.raw(columns.map(form).join(", "));
  return sql`INSERT INTO ${sql.raw(`patron.${table}`)} (user_id, ${list(({ name }) => name)})
    SELECT said.user_id, ${list(newValue)}`;
}
