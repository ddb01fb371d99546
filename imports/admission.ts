import { sql } from "drizzle-orm";
import { count, type Merging } from "./merging.ts";

const ROWS_PER_ADMISSION = 50_000;

/**
 * Lets patron.admit_* take the part of its name, which holds `rows` rows, range by range of their
 * digests; returns how many it took.
 */
export async function admit(
  { tx, staging, onWritten }: Merging,
  part: string,
  rows: number,
): Promise<number> {
  if (rows === 0) return 0;
  const [table, admission] = [staging.name(part), `patron.admit_${part}`];
  await tx.execute(
    sql.raw(`DO $$ BEGIN EXECUTE format('GRANT SELECT ON ${table} TO %I',
      (SELECT proowner::regrole FROM pg_proc WHERE oid = '${admission}(regclass, bytea, bytea)'::regprocedure)); END $$`),
  );
  const ranges = Math.min(256, Math.ceil(rows / ROWS_PER_ADMISSION));
  let admitted = 0;
  for (let range = 0; range < ranges; range++) {
    admitted += await count(
      tx,
      sql`SELECT ${sql.raw(admission)}(${table}::regclass, ${edge(range, ranges)}, ${edge(range + 1, ranges)})`,
    );
    onWritten(admitted);
  }
  return admitted;
}

/** The first digest of a range, when all digests are cut into `ranges` equal ones; past the last, past all. */
function edge(range: number, ranges: number): Buffer {
  if (range === ranges) return Buffer.alloc(17, 0xff);
  const start = Buffer.alloc(16);
  start.writeUInt32BE(Math.floor((range / ranges) * 2 ** 32));
  return start;
}
