import { sql, type SQL } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { familyTables } from "#db/families.ts";
import { readAnonymization } from "#db/queries/anonymization.ts";
import { readRunLimits } from "#db/queries/run-limits.ts";
import { families, type Family } from "#lib/families.ts";
import { limitOfOne, type ToldOfOne } from "#lib/limit-of-one.ts";
import { hashOfSettings } from "../engine/proposal-hash.ts";
import { cutOffDay } from "../engine/start.ts";
import { decidedRecords } from "./decided.ts";
import { anonymizingPositions, type Circumstances } from "./decision.ts";
import {
  freezeRules,
  type AnonymizationSettings,
  type FrozenAnonymization,
  type FrozenFamily,
  withoutPlaces,
} from "./frozen.ts";
import { overLimitOf } from "./over-limit.ts";
import { freezeRanks, type IsBeyond } from "./ranks.ts";
import { neitherBox, reasonOf, ruleName } from "./reasons.ts";
import { makeRoom } from "./room.ts";
import { countSuggestive, nothingSuggestive, type Suggestive } from "./suggestive.ts";

export interface FamilyPreview {
  /** Whether the job is told to take anything of this family. */
  included: boolean;
  /** Links that would be cut. With the notes' box alone every count of what would go is one of notes. */
  records: number;
  /** Notes that would be removed, orphaned ones among them. */
  notes: number;
  /** Notes whose record has no link any more; asked of no rule. */
  orphanedNotes: number;
  active: number;
  /** Every enabled rule that anonymizes, in order, those that take nothing among them. */
  byRule: { rule: string; records: number }[];
  heldBack: { reason: string; records: number }[];
  byLibrary: { library: string; records: number; heldBack: number }[];
  byUserGroup: { userGroup: string; records: number; heldBack: number }[];
  /** Days of ending of what would go, YYYY-MM-DD; where only notes would, of their records. */
  oldest: string | null;
  newest: string | null;
  /** Nothing while links are not cut. */
  suggestive: Suggestive;
}

export interface AnonymizationPreview {
  /** Links and notes that would be removed; the number to confirm a run with. */
  confirm: number;
  /** What it was counted with; a run that is confirmed is told the same. */
  settingsHash: string;
  cutOff: string;
  /** Letters stored now, which name their patron until their own period is over. */
  lettersKept: number;
  /** What may go of one library or user group, and where more would; null where it is not asked. */
  limitOfOne: ToldOfOne | null;
  families: Record<Family, FamilyPreview>;
}

interface Options {
  asOf?: string;
  /** A day to come, YYYY-MM-DD: what the job would take then of what has ended by now. */
  forecastFor?: string;
  /** Settings that are not saved yet, to see what they would do. */
  settings?: AnonymizationSettings;
}

/**
 * What a run started now would do, by the same decision that the run takes. Changes nothing. With
 * neither box of a family ticked its rules are still asked, and all of it is held back.
 */
export async function previewAnonymization(
  tx: Tx,
  options: Options = {},
): Promise<AnonymizationPreview> {
  await makeRoom(tx);
  const cutOff = options.forecastFor ?? (await cutOffDay(tx, options.asOf)).cutOff;
  const frozen = await freezeRules(tx, options.settings ?? (await readAnonymization(tx)));
  const isBeyond = {} as Record<Family, IsBeyond | null>;
  for (const family of families) {
    isBeyond[family] = await freezeRanks(
      tx,
      family,
      frozen.families[family],
      sql`${sql.identifier(`preview_ranks_${family}`)}`,
      "TEMPORARY",
    );
  }
  const previews = {} as Record<Family, FamilyPreview>;
  for (const family of families) {
    previews[family] = await previewFamily(tx, family, frozen, {
      cutOff,
      isBeyond: isBeyond[family],
    });
  }
  const confirm = Object.values(previews).reduce(
    (sum, { records, notes }) => sum + records + notes,
    0,
  );
  return {
    confirm,
    settingsHash: hashOfSettings("anonymization", withoutPlaces(frozen)),
    cutOff,
    lettersKept: await countLetters(tx),
    limitOfOne: await toldOfOne(tx, frozen),
    families: previews,
  };
}

async function toldOfOne(tx: Tx, frozen: FrozenAnonymization): Promise<ToldOfOne | null> {
  const limit = limitOfOne(await readRunLimits(tx));
  return limit && { ...limit, over: await overLimitOf(tx, frozen, limit, decisionsOf) };
}

async function countLetters(tx: Tx): Promise<number> {
  const { rows } = await tx.execute<{ letters: number }>(
    sql`SELECT count(*)::int AS letters FROM patron.letters`,
  );
  return rows[0]?.letters ?? 0;
}

async function previewFamily(
  tx: Tx,
  family: Family,
  frozen: FrozenAnonymization,
  circumstances: Circumstances,
): Promise<FamilyPreview> {
  const { records, notes, rules } = frozen.families[family];
  const included = records || notes;
  const decided = decisionsOf(family);
  const counts = records ? sql`records` : sql`notes`;
  await tx.execute(
    sql`CREATE TEMPORARY TABLE ${decided} ON COMMIT DROP AS ${decidedRecords(family, frozen.families[family], circumstances)}`,
  );
  const totals = await readTotals(tx, family, decided);
  const byRule = await tx.execute<{
    rule: number;
    goes: boolean;
    records: number;
    notes: number;
  }>(sql`
    SELECT rule, goes, sum(records)::int AS records, sum(notes)::int AS notes FROM ${decided} GROUP BY rule, goes ORDER BY rule`);
  const going = byRule.rows.filter(({ goes }) => goes);
  const goingNotes = going.reduce((sum, row) => sum + row.notes, 0);
  return {
    included,
    records: records ? going.reduce((sum, row) => sum + row.records, 0) : 0,
    notes: notes ? goingNotes + totals.orphanedNotes : 0,
    orphanedNotes: notes ? totals.orphanedNotes : 0,
    active: totals.active,
    byRule: (included ? anonymizingPositions(frozen.families[family]) : []).map((position) => {
      const row = going.find(({ rule }) => rule === position);
      return {
        rule: ruleName(frozen.families[family], position),
        records: (records ? row?.records : row?.notes) ?? 0,
      };
    }),
    heldBack: byReason(
      frozen.families[family],
      byRule.rows.filter(({ goes }) => !goes),
    ),
    byLibrary: await byLibrary(tx, decided, counts),
    byUserGroup: await byUserGroup(tx, decided, counts),
    oldest: totals.oldest,
    newest: totals.newest,
    suggestive:
      records && (rules.some((rule) => rule.anonymize) || frozen.families[family].default)
        ? await countSuggestive(tx, family, frozen, circumstances)
        : nothingSuggestive,
  };
}

/** Those that would go if their family were ticked come last. */
function byReason(
  frozen: FrozenFamily,
  held: { rule: number; records: number }[],
): FamilyPreview["heldBack"] {
  const letGo = new Set(anonymizingPositions(frozen));
  const unticked = held.filter(({ rule }) => letGo.has(rule));
  return [
    ...held
      .filter(({ rule }) => !letGo.has(rule))
      .map(({ rule, records }) => ({ reason: reasonOf(frozen, rule), records })),
    ...(unticked.length > 0
      ? [{ reason: neitherBox, records: unticked.reduce((sum, { records }) => sum + records, 0) }]
      : []),
  ];
}

/** The table of a preview's decisions, until its transaction ends. */
export const decisionsOf = (family: Family): SQL => sql`${sql.identifier(`preview_${family}`)}`;

async function readTotals(tx: Tx, family: Family, decided: SQL) {
  const { links, key, notes, noteKey } = familyTables[family];
  const { rows } = await tx.execute<{
    active: number;
    orphanedNotes: number;
    oldest: string | null;
    newest: string | null;
  }>(sql`
    SELECT (SELECT count(*)::int FROM ${links} WHERE NOT ${links.finished}) AS active,
      (SELECT count(*)::int FROM ${notes} WHERE ${notes.text} IS NOT NULL
        AND NOT EXISTS (SELECT FROM ${links} WHERE ${key} = ${noteKey})) AS "orphanedNotes",
      min(oldest) FILTER (WHERE goes)::text AS oldest, max(newest) FILTER (WHERE goes)::text AS newest
    FROM ${decided}`);
  return rows[0] ?? { active: 0, orphanedNotes: 0, oldest: null, newest: null };
}

async function byLibrary(tx: Tx, decided: SQL, counts: SQL): Promise<FamilyPreview["byLibrary"]> {
  const { rows } = await tx.execute<FamilyPreview["byLibrary"][number]>(sql`
    SELECT l.code AS library, coalesce(sum(${counts}) FILTER (WHERE goes), 0)::int AS records,
      coalesce(sum(records) FILTER (WHERE NOT goes), 0)::int AS "heldBack"
    FROM ${decided} d JOIN record.libraries l ON l.id = d.library_id GROUP BY l.code ORDER BY l.code`);
  return rows;
}

async function byUserGroup(
  tx: Tx,
  decided: SQL,
  counts: SQL,
): Promise<FamilyPreview["byUserGroup"]> {
  const { rows } = await tx.execute<FamilyPreview["byUserGroup"][number]>(sql`
    SELECT coalesce(g.code, '') AS "userGroup", coalesce(sum(${counts}) FILTER (WHERE goes), 0)::int AS records,
      coalesce(sum(records) FILTER (WHERE NOT goes), 0)::int AS "heldBack"
    FROM ${decided} d JOIN record.profiles p ON p.id = d.profile_id LEFT JOIN record.user_groups g ON g.id = p.user_group_id
    GROUP BY g.code ORDER BY g.code NULLS LAST`);
  return rows;
}
