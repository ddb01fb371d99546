import { sql } from "drizzle-orm";
import { admit } from "../admission.ts";
import { countFates, type Merged, type Merging } from "../merging.ts";
import { refuseRepeats, settleRepeats, type Key } from "../repeats.ts";
import { sourceIdOf } from "../source-id.ts";
import { raiseLastActivity } from "./activity.ts";
import { judge } from "./judge.ts";
import type { RecordKind } from "./kind.ts";
import { holdLoans } from "./loan-named.ts";
import { resolve } from "./resolve.ts";
import { updateLinked } from "./update.ts";
import { warningsOf } from "./warnings.ts";

/** Brings the lines in staging into records and links; importing again brings nothing back. */
export const mergeRecords =
  (kind: RecordKind) =>
  async (merging: Merging): Promise<Merged> => {
    const { tx, staging } = merging;
    const key: Key = { column: kind.number, of: (line) => sql.raw(`${line}.digest`) };
    const sourceId = await sourceIdOf(merging);
    await settleRepeats(tx, staging, key, kind.columns);
    await judge(kind, merging, sourceId);
    await refuseRepeats(tx, staging, key);
    const createdCodes = await resolve(kind, merging, sourceId);
    if (kind.loan) await holdLoans(kind, merging);
    const fates = await countFates(merging, ["new", "linked", "anonymized"]);
    const created = await admit(merging, kind.records, fates.new);
    const { updated, gone } = await updateLinked(kind, merging);
    await raiseLastActivity(kind, merging);
    return {
      created,
      updated,
      unchanged: fates.linked - updated - gone + fates.repeated,
      alreadyAnonymized: fates.anonymized + gone + (fates.new - created),
      createdCodes,
      warnings: await warningsOf(kind, merging),
    };
  };
