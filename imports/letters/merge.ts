import { sql } from "drizzle-orm";
import { formatCountOf, formatFirst } from "#lib/format.ts";
import { countFates, type Merged, type Merging } from "../merging.ts";
import { refuseRepeats, settleRepeats, type Key } from "../repeats.ts";
import { sourceIdOf } from "../source-id.ts";
import { letterColumns } from "./columns.ts";
import { judgeLetters } from "./judge.ts";
import { makeMonths } from "./months.ts";
import { admitLetters, createTypes, keptTexts, updateLetters } from "./write.ts";

const key: Key = { column: "letter_id", of: (line) => sql.raw(`${line}.digest`) };

/** Of the new types, in a warning. */
const codesShown = 10;

/** Letters; of fewer, the server takes note by itself. */
const ANALYZED_FROM = 1_000;

/** Brings the lines in staging into letters; importing again brings none back, and counts none twice. */
export async function mergeLetters(merging: Merging): Promise<Merged> {
  const { tx, staging } = merging;
  await settleRepeats(tx, staging, key, letterColumns);
  // Before anything is written that making a month would wait for.
  await makeMonths(merging);
  const sourceId = await sourceIdOf(merging);
  await judgeLetters(merging, sourceId);
  await refuseRepeats(tx, staging, key);
  const letterTypes = await createTypes(merging);
  const created = await admitLetters(merging, sourceId);
  const { updated, gone } = await updateLetters(merging);
  if (created > ANALYZED_FROM) await tx.execute(sql`SELECT patron.analyze_letters()`);
  const seen = await countFates(merging, ["past", "linked", "anonymized"]);
  return {
    created,
    updated,
    unchanged: seen.linked - updated - gone + seen.repeated,
    alreadyAnonymized: seen.anonymized + seen.past + gone,
    createdCodes: { letterTypes },
    warnings: [
      ...(seen.past > 0 ? [pastTheirPeriod(seen.past)] : []),
      ...(letterTypes.length > 0 ? [needAttention(letterTypes)] : []),
      ...(await keptTexts(merging)),
    ],
  };
}

const pastTheirPeriod = (letters: number) =>
  `${formatCountOf(letters, "letter is", "letters are")} past the retention period: counted by type and month, and not stored.`;

const needAttention = (codes: string[]) =>
  `${formatFirst(codes, codesShown)}: new letter type${codes.length === 1 ? "" : "s"} without a retention period. See Letters Configuration.`;
