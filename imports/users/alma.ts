import type { Readable } from "node:stream";
import { BadCell, oneOf, type CellType } from "../cells.ts";
import type { Column, Present } from "../format.ts";
import { valueOf, type Row, type RowReader } from "../rows.ts";
import { partsOf } from "./alma-parts.ts";
import {
  BadElement,
  day,
  listOf,
  textOf,
  type AlmaUser,
  type FoundUser,
  type Warn,
} from "./alma-values.ts";
import { accountColumns } from "./columns.ts";
import { jsonUsers } from "./read-json.ts";
import { xmlUsers } from "./read-xml.ts";
import { bitOf } from "./said.ts";

/** Staging of users from XML and JSON: what they say, and their parts as one JSON text. */
const almaColumns: readonly Column[] = [
  ...accountColumns,
  { name: "said", read: (text) => text, sql: "integer" },
  { name: "parts", read: (text) => text, sql: "json", personal: true },
];

/** Where an account's column has another name in Alma. */
const names: Record<string, string> = {
  title: "user_title",
  campus: "campus_code",
  statistics: "user_statistic",
};

/** An internal user who signs in elsewhere has a type of its own in Alma. */
const accountType: CellType = (text) =>
  /^int/i.test(text) ? "internal" : oneOf(["internal", "external"])(text);

const almaAccountColumns = accountColumns.map((column) => {
  if (column.name.endsWith("_date")) return { ...column, read: day(column.read) };
  return column.name === "account_type" ? { ...column, read: accountType } : column;
});

/** A category without a type, which Alma allows, has this one. */
const NO_CATEGORY_TYPE = "UNTYPED";

/** Turns users of Alma into rows, and remembers what the file as a whole mentioned. */
export class AlmaRows {
  #said = bitOf("primary_id");
  #unknown = new Map<string, number>();
  #warnings: string[] = [];

  readonly has: Present = (name) => (this.#said & bitOf(name)) !== 0;

  toRow(user: AlmaUser, line: number): Row {
    try {
      this.#noteUnknown(user);
      const { parts, said: saidOfParts } = partsOf(user);
      let said = saidOfParts;
      const values = almaAccountColumns.map((column) => {
        const element = names[column.name] ?? column.name;
        if (!(element in user)) return this.#value(column, element, "");
        said |= bitOf(column.name);
        return this.#value(column, element, this.#text(user, column.name, element));
      });
      refuseOwnProxy(parts, values[0] ?? "");
      this.#said |= said;
      return {
        line,
        values: [...values, `${said}`, parts.length > 0 ? JSON.stringify(parts) : null],
      };
    } catch (error) {
      if (error instanceof BadElement)
        return { line, column: error.element, reason: error.message };
      throw error;
    }
  }

  readonly warn: Warn = (sentence) => void this.#warnings.push(sentence);

  /** What was passed over among the rest, by name: a slip of the pen would otherwise go unnoticed. */
  warnings(): string[] {
    if (this.#unknown.size === 0) return this.#warnings;
    const list = [...this.#unknown].map(([name, count]) => `${name} (${count})`).join(", ");
    return [...this.#warnings, `Passed over, since Alma's users have no such fields: ${list}.`];
  }

  #text(user: AlmaUser, column: string, element: string): string {
    return column === "statistics" ? statistics(user) : textOf(user, element);
  }

  #value(column: Column, element: string, text: string): string | null {
    const value = valueOf(column, text);
    if (value instanceof BadCell) throw new BadElement(element, value.message);
    return value;
  }

  #noteUnknown(user: AlmaUser): void {
    for (const name of Object.keys(user)) {
      if (known.has(name)) continue;
      const shown = /^[\w.-]{1,60}$/.test(name) ? name : "(other)";
      if (this.#unknown.size < LISTED_UNKNOWN || this.#unknown.has(shown))
        this.#unknown.set(shown, (this.#unknown.get(shown) ?? 0) + 1);
    }
  }
}

const LISTED_UNKNOWN = 10;

/** The fields of a user in Alma, those that Lethe has no use for among them: what it does not keep cannot leak. */
const known = new Set([
  ...accountColumns.map(({ name }) => names[name] ?? name),
  ...["contact_info", "user_identifier", "user_role", "user_block", "user_note", "proxy_for_user"],
  ...["full_name", "pin_number", "job_description", "web_site_url", "cataloger_level", "link"],
  ...["external_id", "password", "force_password_change", "status_date", "requests", "loans"],
  ...["fees", "rs_library", "rs_libraries", "library_notice", "library_notices", "researcher"],
  ...["pref_first_name", "pref_middle_name", "pref_last_name", "pref_name_suffix", "linked"],
  ...["is_researcher", "linked_from_institution_code", "created_by", "created_date", "photo_url"],
  ...["last_modified_by", "last_modified_date", "last_patron_activity_date", "external_service"],
  ...["purge_note", "source_institution_code", "source_link_id", "source_user_id", "user_image"],
]);

function statistics(user: AlmaUser): string {
  return listOf(user, "user_statistic")
    .map((entry) => {
      const category = textOf(entry, "statistic_category");
      const type = textOf(entry, "category_type") || NO_CATEGORY_TYPE;
      if (/[:;]/.test(type) || category.includes(";")) {
        throw new BadElement(
          "user_statistic",
          "The code of a statistical category cannot hold a semicolon, nor its type a colon.",
        );
      }
      return category === "" ? "" : `${type}:${category}`;
    })
    .join(";");
}

function refuseOwnProxy(parts: { kind: string; value: string }[], primaryId: string): void {
  const own = parts.some(
    ({ kind, value }) => kind === "proxy" && value.toLowerCase() === primaryId.toLowerCase(),
  );
  if (own) throw new BadElement("proxy_for_user", "A user cannot be their own proxy.");
}

type Users = (source: Readable, file: string, warn: Warn) => AsyncGenerator<FoundUser>;

const almaRows =
  (users: Users): RowReader =>
  (source, file) => {
    const reading = new AlmaRows();
    return Promise.resolve({
      rows: rowsOf(users(source, file, reading.warn), reading),
      columns: almaColumns,
      has: reading.has,
      shareLines: true,
      warnings: () => reading.warnings(),
    });
  };

const REPEATS = "A field of this record is there more than once.";

async function* rowsOf(
  users: AsyncGenerator<FoundUser>,
  reading: AlmaRows,
): AsyncGenerator<Row, void, undefined> {
  for await (const { user, line, repeats } of users) {
    yield repeats ? { line, column: null, reason: REPEATS } : reading.toRow(user, line);
  }
}

export const userXmlRows = almaRows(xmlUsers);
export const userJsonRows = almaRows(jsonUsers);
