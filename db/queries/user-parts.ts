import { sql, type SQL } from "drizzle-orm";
import type { Change } from "#lib/change.ts";
import type { UserPartKind, UserPartValues } from "#lib/user-parts.ts";
import type { Tx } from "../client.ts";
import { refuseTaken } from "../errors.ts";
import { recordUserChange } from "./user-history.ts";
import { changedMeanwhile, lockUser } from "./users.ts";

interface PartTable {
  table: SQL;
  /** The columns by their fields, each with its type. */
  columns: Record<string, { column: SQL; type: SQL }>;
}

const column = (name: string, type = "text") => ({ column: sql.raw(name), type: sql.raw(type) });
const contact = { types: column("types", "text[]"), preferred: column("preferred", "boolean") };

const tables: Record<UserPartKind, PartTable> = {
  address: {
    table: sql`patron.user_addresses`,
    columns: { address: column("address"), ...contact },
  },
  email: { table: sql`patron.user_emails`, columns: { email: column("email"), ...contact } },
  phone: { table: sql`patron.user_phones`, columns: { phone: column("phone"), ...contact } },
  identifier: {
    table: sql`patron.user_identifiers`,
    columns: {
      type: column("type"),
      value: column("value"),
      active: column("active", "boolean"),
    },
  },
  note: {
    table: sql`patron.user_notes`,
    columns: {
      text: column("text"),
      type: column("type"),
      userViewable: column("user_viewable", "boolean"),
      popup: column("popup", "boolean"),
    },
  },
  block: {
    table: sql`patron.user_blocks`,
    columns: {
      code: column("code"),
      type: column("type"),
      active: column("active", "boolean"),
      note: column("note"),
    },
  },
};

export type UserPart<Kind extends UserPartKind> = UserPartValues<Kind> & {
  id: number;
  /** Another one after every change. */
  version: string;
};

/** In the order in which they came. */
export async function readParts<Kind extends UserPartKind>(
  tx: Tx,
  kind: Kind,
  userId: number,
): Promise<UserPart<Kind>[]> {
  const { table, columns } = tables[kind];
  const list = Object.entries(columns).map(
    ([field, { column: of }]) => sql`, ${of} AS ${sql.identifier(field)}`,
  );
  const { rows } = await tx.execute(sql`
    SELECT id::float8 AS id, xmin::text AS version${sql.join(list)} FROM ${table}
    WHERE user_id = ${userId} ORDER BY id`);
  // What is selected is what `tables` lists of the kind, under the names of its fields.
  return rows as unknown as UserPart<Kind>[];
}

/** Which part of whom, and the version that the screen showed. */
export interface PartKey {
  userId: number;
  part: number;
  version: string;
}

/** The part as it stands now: what the next who changes it must know. */
export interface WrittenPart {
  change: Change;
  id: number;
  version: string;
}

export async function addPart<Kind extends UserPartKind>(
  tx: Tx,
  actor: string,
  kind: Kind,
  { userId, ...values }: { userId: number } & UserPartValues<Kind>,
): Promise<WrittenPart> {
  await lockUser(tx, userId);
  const { table, columns } = tables[kind];
  const given = Object.entries(columns).map(([field, of]) => ({
    ...of,
    value: valueOf(values, field),
  }));
  await preferOnly(tx, kind, userId, values);
  const { rows } = await unlessTaken(
    tx.execute<{ id: number; version: string }>(sql`
    INSERT INTO ${table} (user_id, ${sql.join(
      given.map((one) => one.column),
      sql`, `,
    )})
    VALUES (${userId}, ${sql.join(
      given.map(({ value, type }) => sql`${sql.param(value)}::${type}`),
      sql`, `,
    )}) RETURNING id::float8 AS id, xmin::text AS version`),
  );
  const change = await recordUserChange(tx, actor, {
    userId,
    action: `${kind}.add`,
    fields: [kind],
  });
  return { change, ...written(rows) };
}

export async function changePart<Kind extends UserPartKind>(
  tx: Tx,
  actor: string,
  kind: Kind,
  { userId, part, version, ...values }: PartKey & UserPartValues<Kind>,
): Promise<WrittenPart> {
  await lockUser(tx, userId);
  const before = await findPart(tx, kind, { userId, part, version });
  const { table, columns } = tables[kind];
  const changed = Object.keys(columns).filter(
    (field) => JSON.stringify(valueOf(before, field)) !== JSON.stringify(valueOf(values, field)),
  );
  const settings = Object.entries(columns).map(
    ([field, { column: of, type }]) => sql`${of} = ${sql.param(valueOf(values, field))}::${type}`,
  );
  await preferOnly(tx, kind, userId, values);
  const { rows } = await unlessTaken(
    tx.execute<{ id: number; version: string }>(sql`
    UPDATE ${table} SET ${sql.join(settings, sql`, `)} WHERE id = ${part}
    RETURNING id::float8 AS id, xmin::text AS version`),
  );
  const change = await recordUserChange(tx, actor, {
    userId,
    action: `${kind}.change`,
    fields: changed,
  });
  return { change, ...written(rows) };
}

export async function removePart(
  tx: Tx,
  actor: string,
  kind: UserPartKind,
  key: PartKey,
): Promise<Change> {
  await lockUser(tx, key.userId);
  await findPart(tx, kind, key);
  await tx.execute(sql`DELETE FROM ${tables[kind].table} WHERE id = ${key.part}`);
  return recordUserChange(tx, actor, {
    userId: key.userId,
    action: `${kind}.remove`,
    fields: [kind],
  });
}

function written<Row>([row]: Row[]): Row {
  if (!row) throw new Error("the part was not written");
  return row;
}

async function findPart(tx: Tx, kind: UserPartKind, { userId, part, version }: PartKey) {
  const found = (await readParts(tx, kind, userId)).find(({ id }) => id === part);
  if (!found || found.version !== version) throw changedMeanwhile();
  return found;
}

/** One of a kind is preferred. */
async function preferOnly(tx: Tx, kind: UserPartKind, userId: number, values: object) {
  if (valueOf(values, "preferred") !== true) return;
  await tx.execute(
    sql`UPDATE ${tables[kind].table} SET preferred = false WHERE user_id = ${userId} AND preferred`,
  );
}

const valueOf = (values: object, field: string): unknown =>
  Object.entries(values).find(([name]) => name === field)?.[1];

const unlessTaken = <T>(write: Promise<T>): Promise<T> =>
  refuseTaken(
    write,
    "user_identifiers_type_value_unique",
    "Another user has this identifier of this type.",
  );
