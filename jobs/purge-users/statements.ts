import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import { getTableColumns, is, sql, type SQL } from "drizzle-orm";
import * as schema from "#db/schema/index.ts";
import type { DeletePolicy, Fate, TableFates, Whose } from "./fate.ts";
import { allFates } from "./fates.ts";

/** One statement of a purge: of which table, and how a receipt calls the rows that it removes. */
export interface Statement {
  table: string;
  counted: string | null;
  /** `users` is SQL for a bigint array, `run` for the run's number. */
  sql(users: SQL, run: SQL): SQL;
}

interface Entry {
  table: PgTable;
  whose: Whose;
  counted: string | null;
  fates: [column: string, fate: Fate][];
}

const tables = new Map<string, PgTable>(
  Object.entries(schema).flatMap(([name, table]) => (is(table, PgTable) ? [[name, table]] : [])),
);

/** Every table with the fates of its columns under a policy, columns as the database calls them. */
export function fatesUnder(policy: DeletePolicy): Entry[] {
  return Object.entries(allFates).map(([name, declared]) => {
    const table = tables.get(name);
    if (!table) throw new Error(`no table is called ${name}`);
    const { whose, counted, columns } = declared as TableFates<{ _: { columns: object } }>;
    const named = getTableColumns(table);
    return {
      table,
      whose,
      counted: counted ?? null,
      fates: Object.entries<Record<DeletePolicy, Fate>>(columns).map(([column, fates]) => [
        databaseName(named[column]?.name ?? column),
        fates[policy],
      ]),
    };
  });
}

/** As `casing: "snake_case"` writes it. */
const databaseName = (name: string) => name.replaceAll(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);

/** A purge of users under a policy, in order. All of it, or nothing, in one transaction. */
export function statementsOf(policy: DeletePolicy): Statement[] {
  const entries = fatesUnder(policy);
  const mentions: Statement = {
    table: "patron.forget_mentions",
    counted: "Mentions in lists, searches and saved queries",
    sql: (users, run) => sql`SELECT patron.forget_mentions(${run}, ${users}) AS count`,
  };
  return [
    mentions,
    ...entries.flatMap(functionsOf),
    ...entries.flatMap((entry) => changeOf(entry) ?? []),
    ...(policy === "keepFullyReportable" ? [tellHistory] : []),
  ];
}

/** Where the account's history stays, it says which run took the account. */
const tellHistory: Statement = {
  table: "patron.user_history",
  counted: null,
  sql: (users, run) => sql`INSERT INTO patron.user_history (user_id, actor, action)
    SELECT id, 'run ' || ${run}, 'purge' FROM unnest(${users}) AS id`,
};

const functionsOf = ({ fates }: Entry): Statement[] =>
  fates.flatMap(([, fate]) =>
    fate.does === "setBy"
      ? [
          {
            table: `patron.${fate.function}`,
            counted: null,
            sql: (users: SQL, run: SQL) =>
              sql`SELECT patron.${sql.identifier(fate.function)}(${run}, ${users})`,
          },
        ]
      : [],
  );

/** The one statement of a table: its rows go, or some of their columns change, or nothing. */
function changeOf({ table, whose, counted, fates }: Entry): Statement | null {
  if (typeof whose === "string") return null;
  const { schema: home, name } = getTableConfig(table);
  const where = whose;
  if (fates.every(([, fate]) => fate.does === "deleteRow")) {
    return {
      table: `${home}.${name}`,
      counted,
      sql: (users) => sql`DELETE FROM ${table} WHERE ${where(users)}`,
    };
  }
  const changes = fates.flatMap(([column, fate]) => assignment(column, fate));
  if (changes.length === 0) return null;
  const filled = fates.flatMap(([column, fate]) =>
    fate.does === "clear" ? [sql`${sql.identifier(column)} IS NOT NULL`] : [],
  );
  // A note that is empty already is not counted again.
  const only = filled.length === 1 && changes.length === 1 ? sql` AND ${filled[0]}` : sql``;
  return {
    table: `${home}.${name}`,
    counted: changes.length === filled.length ? counted : null,
    sql: (users) =>
      sql`UPDATE ${table} SET ${sql.join(changes, sql`, `)} WHERE ${where(users)}${only}`,
  };
}

function assignment(column: string, fate: Fate): SQL[] {
  if (fate.does === "clear") return [sql`${sql.identifier(column)} = NULL`];
  if (fate.does === "set") return [sql`${sql.identifier(column)} = ${fate.to}`];
  return [];
}
