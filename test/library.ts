import type pg from "pg";
import { insertRecords } from "./records.ts";

/** Codes of the little library that generated data lives in. */
export const codes = {
  libraries: ["MAIN", "ARCH", "LAW"],
  locations: ["STACKS", "DESK"],
  userGroups: ["STUDENT", "STAFF", "GUEST"],
  categories: ["FACULTY:ARTS", "FACULTY:SCIENCE", "LEVEL:PHD"],
};

/**
 * Fills the reference tables, and `users` users whose ids are 1 to `users`. A run of so small a library
 * may take most of it; what stops a run is tried where it is told.
 */
export async function makeLibrary(client: pg.ClientBase | pg.Pool, users: number): Promise<void> {
  await client.query("UPDATE console.run_limits SET share_percent = 100");
  await client.query("INSERT INTO record.sources (name) VALUES ('alma')");
  await client.query(
    "INSERT INTO record.libraries (code, name) SELECT code, code FROM unnest($1::text[]) code",
    [codes.libraries],
  );
  await client.query(
    "INSERT INTO record.locations (library_id, code, name) SELECT l.id, c, c FROM record.libraries l, unnest($1::text[]) c ORDER BY 1",
    [codes.locations],
  );
  await client.query(
    "INSERT INTO record.user_groups (code, name) SELECT code, code FROM unnest($1::text[]) code",
    [codes.userGroups],
  );
  await client.query(
    "INSERT INTO record.statistical_categories (type, category) SELECT split_part(c, ':', 1), split_part(c, ':', 2) FROM unnest($1::text[]) c",
    [codes.categories],
  );
  await client.query("INSERT INTO record.items (barcode) VALUES ('B1')");
  await client.query(
    "INSERT INTO patron.users (primary_id, last_name) SELECT 'p' || n, 'Name ' || n FROM generate_series(1, $1::int) n",
    [users],
  );
}

/** A loan in days, where its hours and the rest do not matter. */
export interface LoanFacts {
  id: number;
  userId: number;
  loanedOn: string;
  endedOn: string | null;
  library: string;
  location: string | null;
  userGroup: string | null;
  categories: string[];
  expiry: string | null;
  hasOpenFee: boolean;
}

/** Puts loans into the tables as they are, past every door, in the caller's transaction: only a test may. */
export const insertLoans = (client: pg.ClientBase | pg.Pool, loans: LoanFacts[]): Promise<void> =>
  insertRecords(
    client,
    "loans",
    loans.map(({ loanedOn, endedOn, hasOpenFee, ...loan }) => ({
      ...loan,
      startedAt: `${loanedOn}T00:00:00Z`,
      finished: endedOn !== null,
      endedAt: endedOn && `${endedOn}T00:00:00Z`,
      fee: hasOpenFee ? "open" : null,
      requestType: "hold",
      note: false,
      linked: true,
    })),
  );
