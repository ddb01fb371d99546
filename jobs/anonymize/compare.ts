import { sql, type SQL } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { familyTables } from "#db/families.ts";
import { readAnonymization } from "#db/queries/anonymization.ts";
import type { Family } from "#lib/families.ts";
import type { RuleList } from "#lib/rules.ts";
import { cutOffDay } from "../engine/start.ts";
import { decidingRule, legalHold, letsGo, noEndDate, type Circumstances } from "./decision.ts";
import { freezeRules, type FrozenFamily } from "./frozen.ts";
import { countIdle, type Idle } from "./idle-rules.ts";
import { freezeRanks } from "./ranks.ts";
import { makeRoom } from "./room.ts";

/** What a rule decides, of all finished records of its family. */
export interface RuleCount {
  /** From 1 on, in the whole list; null for the default rule. */
  place: number | null;
  name: string;
  anonymize: boolean;
  records: number;
  /** Of a rule that decides nothing: what decides about what it would match. */
  idle: Idle | null;
}

export interface Side {
  goes: number;
  /** Held back, those on legal hold and those without an end date among them. */
  stays: number;
  legalHold: number;
  noEndDate: number;
  /** Enabled rules in order, the default rule last. */
  byRule: RuleCount[];
}

export interface Comparison {
  family: Family;
  cutOff: string;
  /** Whether the job is told to take links and notes of this family. */
  takes: { records: boolean; notes: boolean };
  saved: Side;
  draft: Side;
  /** Records that would go under one list and not under the other, by the rule that keeps them. */
  starts: { keptBy: number | null; records: number }[];
  stops: { keptBy: number | null; records: number }[];
  /** Records that would go. */
  byLibrary: { library: string; saved: number; draft: number }[];
  byUserGroup: { userGroup: string; saved: number; draft: number }[];
  seconds: number;
}

/**
 * What the rules would let go as they are saved and as they are drafted, by the decision that a run
 * takes. Both are asked of each record at once, on one snapshot. Changes nothing.
 */
export async function compareRules(
  tx: Tx,
  family: Family,
  draft: RuleList,
  options: { asOf?: string } = {},
): Promise<Comparison> {
  await makeRoom(tx);
  const { cutOff } = await cutOffDay(tx, options.asOf);
  const settings = await readAnonymization(tx);
  const drafted = { ...settings, [family]: { ...settings[family], ...draft } };
  const saved = (await freezeRules(tx, settings)).families[family];
  const own = (await freezeRules(tx, drafted)).families[family];
  const isBeyond = await freezeRanks(
    tx,
    family,
    { ...own, rules: [...saved.rules, ...own.rules] },
    sql`compared_ranks`,
    "TEMPORARY",
  );
  const circumstances = { cutOff, isBeyond };
  await decideBoth(tx, family, { saved, draft: own }, circumstances);
  return {
    family,
    cutOff,
    takes: { records: saved.records, notes: saved.notes },
    saved: await readSide(tx, family, "saved", saved, circumstances),
    draft: await readSide(tx, family, "draft", own, circumstances),
    starts: await keptInstead(tx, "saved", saved),
    stops: await keptInstead(tx, "draft", own),
    byLibrary: await byLibrary(tx),
    byUserGroup: await byUserGroup(tx),
    seconds: await elapsed(tx),
  };
}

/** Every finished record's two decisions, grouped small enough to be added up in any direction. OFFSET 0 as in a preview. */
async function decideBoth(
  tx: Tx,
  family: Family,
  lists: { saved: FrozenFamily; draft: FrozenFamily },
  circumstances: Circumstances,
): Promise<void> {
  const { links } = familyTables[family];
  const goes = (name: "saved" | "draft") => letsGo(lists[name], sql`${sql.identifier(name)}`);
  await tx.execute(sql`
    CREATE TEMPORARY TABLE compared ON COMMIT DROP AS
    SELECT saved, draft, ${goes("saved")} AS saved_goes, ${goes("draft")} AS draft_goes, library_id, profile_id,
      count(*) AS records
    FROM (SELECT ${decidingRule(family, lists.saved, circumstances)} AS saved,
        ${decidingRule(family, lists.draft, circumstances)} AS draft, ${links.libraryId} AS library_id,
        ${links.profileId} AS profile_id
      FROM ${links} WHERE ${links.finished} OFFSET 0) AS decided
    GROUP BY saved, draft, library_id, profile_id`);
}

async function readSide(
  tx: Tx,
  family: Family,
  name: "saved" | "draft",
  frozen: FrozenFamily,
  circumstances: Circumstances,
): Promise<Side> {
  const { rows } = await tx.execute<{ position: number; records: number }>(
    sql`SELECT ${sql.identifier(name)} AS position, sum(records)::int AS records FROM compared GROUP BY 1`,
  );
  const decided = (position: number) => rows.find((row) => row.position === position)?.records ?? 0;
  const idle = await countIdle(
    tx,
    family,
    frozen,
    frozen.rules.flatMap((_, position) => (decided(position) === 0 ? [position] : [])),
    circumstances,
  );
  const byRule: RuleCount[] = frozen.rules.map((rule, position) => ({
    place: rule.place ?? null,
    name: rule.name,
    anonymize: rule.anonymize,
    records: decided(position),
    idle: idle.get(position) ?? null,
  }));
  byRule.push({
    place: null,
    name: "Default rule",
    anonymize: frozen.default,
    records: decided(frozen.rules.length),
    idle: null,
  });
  const all = rows.reduce((sum, { records }) => sum + records, 0);
  const goes = byRule.reduce((sum, { anonymize, records }) => sum + (anonymize ? records : 0), 0);
  return {
    goes,
    stays: all - goes,
    legalHold: decided(legalHold),
    noEndDate: decided(noEndDate),
    byRule,
  };
}

/** What one list keeps and the other lets go, by the place of the rule that keeps it. */
async function keptInstead(tx: Tx, by: "saved" | "draft", frozen: FrozenFamily) {
  const other = by === "saved" ? "draft" : "saved";
  const { rows } = await tx.execute<{ position: number; records: number }>(sql`
    SELECT ${sql.identifier(by)} AS position, sum(records)::int AS records FROM compared
    WHERE NOT ${sql.identifier(`${by}_goes`)} AND ${sql.identifier(`${other}_goes`)} GROUP BY 1 ORDER BY 1`);
  return rows.map(({ position, records }) => ({
    keptBy: frozen.rules[position]?.place ?? null,
    records,
  }));
}

const going = (name: "saved" | "draft"): SQL =>
  sql`coalesce(sum(records) FILTER (WHERE ${sql.identifier(`${name}_goes`)}), 0)::int AS ${sql.identifier(name)}`;

async function byLibrary(tx: Tx): Promise<Comparison["byLibrary"]> {
  const { rows } = await tx.execute<Comparison["byLibrary"][number]>(sql`
    SELECT l.code AS library, ${going("saved")}, ${going("draft")}
    FROM compared c JOIN record.libraries l ON l.id = c.library_id GROUP BY l.code ORDER BY l.code`);
  return rows;
}

async function byUserGroup(tx: Tx): Promise<Comparison["byUserGroup"]> {
  const { rows } = await tx.execute<Comparison["byUserGroup"][number]>(sql`
    SELECT coalesce(g.code, '') AS "userGroup", ${going("saved")}, ${going("draft")}
    FROM compared c JOIN record.profiles p ON p.id = c.profile_id
    LEFT JOIN record.user_groups g ON g.id = p.user_group_id GROUP BY g.code ORDER BY g.code NULLS LAST`);
  return rows;
}

async function elapsed(tx: Tx): Promise<number> {
  const { rows } = await tx.execute<{ seconds: number }>(
    sql`SELECT extract(epoch FROM clock_timestamp() - now())::float8 AS seconds`,
  );
  return rows[0]?.seconds ?? 0;
}
