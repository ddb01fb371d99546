import { pipeline } from "node:stream/promises";
import { csvLines } from "#lib/csv.ts";
import { formatCountOf } from "#lib/format.ts";
import { recordChange } from "#db/queries/audit.ts";
import { subjectOf } from "#db/queries/sets.ts";
import {
  patientExport,
  patientPage,
  patientSearch,
  type Exported,
} from "#db/queries/user-pages.ts";
import type { UserRow } from "#db/queries/user-list.ts";
import { WrongUsage, type Result, type Values } from "./command.ts";
import type { Connection } from "./connection.ts";
import { writeWhole } from "./files.ts";
import { stoppable } from "./stoppable.ts";
import { orderAsked, pageAsked, type listFlags } from "./user-options.ts";
import { usersPage } from "./user-page.ts";

type ListValues = Values<typeof listFlags>;

/** How to list people, as far as the command line alone tells: a page of them, or all into a file. */
export function listingOf(values: ListValues) {
  const order = orderAsked(values);
  const page = { ...order, ...pageAsked(values) };
  const { to } = values;
  if (to !== undefined && (values.limit ?? values.after) !== undefined) {
    throw new WrongUsage("--to writes the whole list: leave --limit and --after away.");
  }
  return (connection: Connection, whom: Exported): Promise<Result> =>
    stoppable((signal) =>
      to === undefined
        ? pageOf(connection, whom, page, signal)
        : fileOf(connection, whom, order, to, signal),
    );
}

async function pageOf(
  { db }: Connection,
  { asked, ...source }: Exported,
  page: ReturnType<typeof orderAsked> & ReturnType<typeof pageAsked>,
  signal: AbortSignal,
): Promise<Result> {
  const found = asked
    ? await patientSearch(db, asked, page, signal)
    : await patientPage(db, "operator", source, page, signal);
  return { json: found, text: usersPage(found) };
}

/** As the screen heads them; the first column makes a set of the file. */
const columns = [
  "Primary ID",
  "Last name",
  "First name",
  "Middle name",
  "Status",
  "Record type",
  "User group",
  "Expiry date",
  "Purge date",
  "Internal ID",
];

/** A file that the audit does not tell of is not there. */
async function fileOf(
  { db }: Connection,
  whom: Exported,
  order: ReturnType<typeof orderAsked>,
  file: string,
  signal: AbortSignal,
): Promise<Result> {
  let count = 0;
  await writeWhole(file, async (to) => {
    await patientExport(db, "operator", whom, order, signal, (pieces) =>
      pipeline(
        async function* () {
          for await (const users of pieces) {
            count += users.length;
            yield* users.map(cellsOf);
          }
        },
        csvLines(columns),
        to,
      ),
    );
    const subject = whom.set === undefined ? "users" : subjectOf(whom.set);
    const change = { action: "users.export", subject, after: { users: count } };
    await db.transaction("lethe_web", (tx) => recordChange(tx, "operator", change));
  });
  return {
    json: { file, users: count },
    text: `${formatCountOf(count, "user is", "users are")} in ${file}.`,
  };
}

const cellsOf = (user: UserRow) => [
  user.primaryId,
  user.lastName,
  user.firstName,
  user.middleName,
  user.status,
  user.recordType,
  user.userGroup,
  user.expiryDate,
  user.purgeDate,
  user.id,
];
