import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { sql, type SQL } from "drizzle-orm";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { Tx } from "#db/client.ts";
import { personalOf, type Column } from "./format.ts";
import type { Row } from "./rows.ts";

const CHUNK_CHARACTERS = 128 * 1024;

/**
 * The tables of one import. They are made, used and dropped in its one transaction, so nobody else
 * ever sees them and a killed import leaves none; unlogged, so that no name goes into the log.
 */
export interface Staging {
  /** The qualified name of the table that holds a part of this import. */
  name(part: string): string;
  table(part: string): SQL;
  /** Takes the planner's statistics, but of `except`: their values would stay behind in the catalog. */
  analyze(tx: Tx, part: string, except: readonly string[]): Promise<void>;
  drop(tx: Tx): Promise<void>;
}

export function newStaging(): Staging {
  const token = randomBytes(8).toString("hex");
  const names = new Set<string>();
  const name = (part: string) => {
    const qualified = `work.import_${token}_${part}`;
    names.add(qualified);
    return qualified;
  };
  return {
    name,
    table: (part) => sql.raw(name(part)),
    async analyze(tx, part, except) {
      const { rows } = await tx.execute<{ columns: string }>(sql`
        SELECT string_agg(quote_ident(attname), ', ') AS columns FROM pg_attribute
        WHERE attrelid = ${name(part)}::regclass AND attnum > 0 AND attname <> ALL(${sql.param([...except])}::text[])`);
      await tx.execute(sql.raw(`ANALYZE ${name(part)} (${rows[0]?.columns})`));
    },
    async drop(tx) {
      await tx.execute(sql.raw(`DROP TABLE IF EXISTS ${[...names].join(", ")}`));
    },
  };
}

export interface Digest {
  name: string;
  /** Null where the line names nothing. */
  of: (values: (string | null)[]) => Buffer | null;
}

export interface Reading {
  columns: readonly Column[];
  /** Keyed hashes of a row's values, by their columns in staging. */
  digests: readonly Digest[];
  signal?: AbortSignal | undefined;
  onRows: (count: number) => void;
}

/**
 * Streams the rows of a file, typed, into the part `lines` by COPY, in flat memory, and returns how
 * many there were. What cannot be read goes along with its reason. A row is known by its `record`,
 * its number in the file: in XML and JSON several may begin on one line.
 */
export async function copyRows(
  { tx, client }: { tx: Tx; client: pg.Client },
  staging: Staging,
  rows: AsyncIterable<Row>,
  reading: Reading,
): Promise<number> {
  const typed = [
    ...reading.digests.map(({ name }) => `${name} bytea`),
    ...reading.columns.map(({ name, sql: type }) => `${name} ${type}`),
  ].join(", ");
  const lines = staging.name("lines");
  await tx.execute(
    sql.raw(`CREATE UNLOGGED TABLE ${lines} (record integer, line integer, bad_column text, reason text,
      repeated boolean, ${typed})`),
  );
  let count = 0;
  async function* chunks() {
    let chunk = "";
    for await (const row of rows) {
      count++;
      chunk += toCopyLine(count, row, reading);
      if (chunk.length < CHUNK_CHARACTERS) continue;
      reading.signal?.throwIfAborted();
      reading.onRows(count);
      yield Buffer.from(chunk);
      chunk = "";
    }
    yield Buffer.from(chunk);
  }
  await pipeline(
    Readable.from(chunks(), { objectMode: true, highWaterMark: 2 }),
    client.query(copyFrom(`COPY ${lines} FROM STDIN`)),
  );
  await staging.analyze(tx, "lines", personalOf(reading.columns));
  return count;
}

function toCopyLine(record: number, row: Row, { columns, digests }: Reading): string {
  if (!("values" in row)) {
    const nothing = "\t\\N".repeat(digests.length + columns.length);
    return `${record}\t${row.line}\t${toCopyCell(row.column)}\t${toCopyCell(row.reason)}\tf${nothing}\n`;
  }
  const hashes = digests.map(({ of }) => toCopyBytes(of(row.values)));
  return `${record}\t${row.line}\t\\N\t\\N\tf\t${[...hashes, ...row.values.map(toCopyCell)].join("\t")}\n`;
}

const toCopyBytes = (bytes: Buffer | null) =>
  bytes === null ? "\\N" : `\\\\x${bytes.toString("hex")}`;

const SPECIAL = /[\\\n\r\t]/;
const ESCAPES: Record<string, string> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function toCopyCell(value: string | null): string {
  if (value === null) return "\\N";
  return SPECIAL.test(value)
    ? value.replace(/[\\\n\r\t]/g, (found) => ESCAPES[found] ?? found)
    : value;
}
