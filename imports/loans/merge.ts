import { sql } from "drizzle-orm";
import { refuseRepeats, settleRepeats, type Key } from "../repeats.ts";
import { count, type Merged, type Merging } from "../merging.ts";
import { loanColumns } from "./columns.ts";
import { judgeLoans, sourceIdOf } from "./judge.ts";
import { resolveLoans } from "./resolve.ts";
import { admitNewLoans, raiseLastActivity, updateLinkedLoans } from "./write.ts";

const key: Key = { column: "loan_id", of: (line) => sql.raw(`${line}.digest`) };

/** Brings the lines in staging into records and links; importing again brings nothing back. */
export async function mergeLoans(merging: Merging): Promise<Merged> {
  const { tx, staging } = merging;
  const sourceId = await sourceIdOf(merging);
  await settleRepeats(tx, staging, key, loanColumns);
  await judgeLoans(merging, sourceId);
  await refuseRepeats(tx, staging, key);
  const createdCodes = await resolveLoans(merging, sourceId);
  const created = await admitNewLoans(merging);
  const { updated, gone } = await updateLinkedLoans(merging);
  await raiseLastActivity(merging);
  const seen = await fates(merging);
  return {
    created,
    updated,
    unchanged: seen.linked - updated - gone + seen.repeated,
    alreadyAnonymized: seen.anonymized + gone + (seen.new - created),
    createdCodes,
    warnings: seen.without > 0 ? [withoutPatron(seen.without)] : [],
  };
}

const withoutPatron = (loans: number) =>
  `${loans} linked loan${loans === 1 ? " has" : "s have"} no primary ID in the file; an import cuts no link.`;

async function fates({ tx, staging }: Merging) {
  const [lines, fate] = [staging.table("lines"), staging.table("fates")];
  const tally = (which: string) =>
    count(tx, sql`SELECT count(*) FROM ${fate} WHERE fate = ${which}`);
  return {
    new: await tally("new"),
    linked: await tally("linked"),
    anonymized: await tally("anonymized"),
    without: await count(
      tx,
      sql`SELECT count(*) FROM ${fate} WHERE fate = 'linked' AND user_id IS NULL`,
    ),
    repeated: await count(tx, sql`SELECT count(*) FROM ${lines} WHERE repeated AND reason IS NULL`),
  };
}
