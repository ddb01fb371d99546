import { sql, type SQL } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { familyTables } from "#db/families.ts";
import { readAnonymization } from "#db/queries/anonymization.ts";
import { familyWords, type Family } from "#lib/families.ts";
import { NotFound } from "#lib/refusal.ts";
import type { Condition } from "#lib/rules.ts";
import { cutOffDay } from "../engine/start.ts";
import {
  anonymizingPositions,
  decidingRule,
  letsGo,
  literal,
  parametersOf,
  type Circumstances,
} from "./decision.ts";
import { freezeRules, type AnonymizationSettings, type FrozenFamily } from "./frozen.ts";

/** A rule of the list, and what it says of the record today. */
export interface RuleVerdict {
  /** From 1 on, in the list as the screen shows it. */
  place: number;
  name: string;
  enabled: boolean;
  anonymize: boolean;
  when: Condition[];
  /** Null where it is not asked: a rule that is not enabled, a record that is withheld. */
  matches: boolean | null;
  /** The first enabled rule that matches. */
  decides: boolean;
  /** Places of the parameters that do not match, from 0 on. */
  failed: number[];
}

/** What keeps a record whatever the rules say. */
export type Withheld = "active" | "legalHold" | "noEndDate";

export interface Explanation {
  family: Family;
  id: number;
  /** The day that days are counted to, YYYY-MM-DD. */
  today: string;
  /** Whether the job is told to take links and notes of this family. */
  takes: { records: boolean; notes: boolean };
  rules: RuleVerdict[];
  byDefault: { anonymize: boolean; decides: boolean };
  /** Null once anonymized: no key leads from the record to what it was decided by. */
  link: LinkExplanation | null;
  hasNote: boolean;
}

export interface LinkExplanation {
  withheld: Withheld | null;
  /** What the deciding rule says today; null while withheld. */
  goesToday: boolean | null;
  /** The first day on which the list lets the record go, if nothing changes but the calendar; null: never. */
  goesOn: string | null;
  /** Place of the rule that lets it go on that day; null for the default rule. */
  goesBy: number | null;
  /** Of the patron's linked records that have ended, the latest is 1; null of a patron who is deleted. */
  rank: number | null;
}

interface Options {
  asOf?: string;
  /** Settings that are not saved, to see what they would do. */
  settings?: AnonymizationSettings;
}

/**
 * Which rule decides a record today and when it will go, by the same decision that preview and run
 * take. Says nothing of the patron but the record's place among their others.
 */
export async function explainRecord(
  tx: Tx,
  family: Family,
  id: number,
  options: Options = {},
): Promise<Explanation> {
  const { cutOff } = await cutOffDay(tx, options.asOf);
  const settings = options.settings ?? (await readAnonymization(tx));
  const frozen = (await freezeRules(tx, settings)).families[family];
  const state = await readState(tx, family, id);
  const withheld = state.linked ? withheldBy(state) : null;
  const decision =
    state.linked && !withheld ? await readDecision(tx, family, id, frozen, cutOff) : null;
  const { rules, byDefault } = verdicts(settings[family], decision);
  return {
    family,
    id,
    today: cutOff,
    takes: { records: frozen.records, notes: frozen.notes },
    rules,
    byDefault,
    link: state.linked ? { withheld, ...outcome(frozen, decision), rank: state.rank } : null,
    hasNote: state.hasNote,
  };
}

/** Everything that holds a linked record back before any rule is asked. */
const withheldBy = (state: State): Withheld | null => {
  if (!state.finished) return "active";
  if (state.held) return "legalHold";
  return state.hasEnded ? null : "noEndDate";
};

type State = {
  linked: boolean;
  finished: boolean;
  held: boolean;
  hasEnded: boolean;
  hasNote: boolean;
  rank: number | null;
};

async function readState(tx: Tx, family: Family, id: number): Promise<State> {
  const { record, links, key, notes, noteKey } = familyTables[family];
  const { rows } = await tx.execute<State>(sql`
    WITH ${rankedRecords(family, id)}
    SELECT ${key} IS NOT NULL AS linked, coalesce(${links.finished}, false) AS finished,
      EXISTS (SELECT FROM patron.held_users h WHERE h.user_id = ${links.userId}) AS held,
      ${links.endedOn} IS NOT NULL AS "hasEnded", ${notes.text} IS NOT NULL AS "hasNote",
      (SELECT rank FROM ranked_records WHERE key = ${key}) AS rank
    FROM ${record} LEFT JOIN ${links} ON ${key} = ${record.id} LEFT JOIN ${notes} ON ${noteKey} = ${record.id}
    WHERE ${record.id} = ${id}`);
  const [state] = rows;
  if (!state) throw new NotFound(`There is no ${familyWords[family].one} ${id}.`);
  return state;
}

/** The ended records of one record's patron, latest first, as a run ranks those of all; of who is deleted none is ranked. */
function rankedRecords(family: Family, id: number): SQL {
  const { links, key, latestFirst } = familyTables[family];
  const order = sql.join(
    latestFirst.map((column) => sql`${column} DESC`),
    sql`, `,
  );
  return sql`ranked_records AS MATERIALIZED (
    SELECT ${key} AS key, CASE WHEN u.status <> 'deleted' THEN row_number() OVER (ORDER BY ${order})::integer END AS rank
    FROM ${links} JOIN patron.users u ON u.id = ${links.userId}
    WHERE ${links.endedAt} IS NOT NULL AND ${links.userId} = (SELECT ${links.userId} FROM ${links} WHERE ${key} = ${id}))`;
}

type Decision = {
  /** As decidingRule counts: among the enabled rules. */
  position: number;
  goesOn: string | null;
  goesBy: number | null;
  /** Of each parameter of each enabled rule, one after the other. */
  holds: boolean[];
};

/** Asks the one decision for today and for every later day on which it can change, in one query. */
async function readDecision(
  tx: Tx,
  family: Family,
  id: number,
  frozen: FrozenFamily,
  cutOff: string,
): Promise<Decision> {
  const { links, key } = familyTables[family];
  const now: Circumstances = {
    cutOff: sql`days.day`,
    isBeyond: (record, retained) =>
      sql`${record} IN (SELECT r.key FROM ranked_records r WHERE r.rank > ${literal(retained)} OR r.rank IS NULL)`,
    keys: { after: id - 1, upTo: id },
  };
  const parameters = frozen.rules.flatMap((rule) => parametersOf(family, rule, now));
  const holds = parameters.map((parameter) => sql`coalesce(${parameter}, false)`);
  const goes = letsGo(frozen, sql`position`);
  const { rows } = await tx.execute<Decision>(sql`
    WITH ${rankedRecords(family, id)}, days AS MATERIALIZED (${turningDays(family, id, frozen, cutOff)}),
    decided AS MATERIALIZED (
      SELECT days.day, ${decidingRule(family, frozen, now)} AS position,
        CASE WHEN days.day = ${cutOff}::date THEN ARRAY[${sql.join(holds, sql`, `)}]::boolean[] END AS holds
      FROM ${links} CROSS JOIN days WHERE ${key} = ${id}
    ), first AS (SELECT day, position FROM decided WHERE ${goes} ORDER BY day LIMIT 1)
    SELECT decided.position, decided.holds, first.day::text AS "goesOn", first.position AS "goesBy"
    FROM decided LEFT JOIN first ON true WHERE decided.day = ${cutOff}::date`);
  const [decision] = rows;
  if (!decision) throw new Error("a record lost its link while it was explained");
  return decision;
}

/** From today on, the days on which a parameter of days can turn: the list decides alike between them. */
function turningDays(family: Family, id: number, frozen: FrozenFamily, cutOff: string): SQL {
  const { links, key } = familyTables[family];
  const after = (parameter: Condition["parameter"]) => {
    const days = frozen.rules.flatMap(({ when }) =>
      when.flatMap((one) =>
        one.parameter === parameter && "value" in one && typeof one.value === "number"
          ? [one.value, one.value + 1]
          : [],
      ),
    );
    return sql`unnest(${sql.param([...new Set(days)])}::integer[])`;
  };
  return sql`
    SELECT ${cutOff}::date AS day UNION SELECT turns.day FROM (
      SELECT ${links.endedOn} + ${after("daysSinceEnded")} AS day FROM ${links} WHERE ${key} = ${id}
      UNION ALL SELECT coalesce(u.expiry_date, u.deleted_on) + ${after("daysSinceUserExpiry")}
      FROM ${links} JOIN patron.users u ON u.id = ${links.userId} WHERE ${key} = ${id}
    ) AS turns WHERE turns.day > ${cutOff}::date`;
}

type List = AnonymizationSettings[Family];

/** The whole list, rules that are not enabled among it, with what each says. */
function verdicts(list: List, decision: Decision | null) {
  let enabledBefore = 0;
  let parametersBefore = 0;
  const rules = list.rules.map((rule, index): RuleVerdict => {
    const { name, enabled, anonymize, when } = rule;
    const verdict = { place: index + 1, name, enabled, anonymize, when };
    const position = enabledBefore;
    const first = parametersBefore;
    if (enabled) {
      enabledBefore += 1;
      parametersBefore += when.length;
    }
    if (!enabled || !decision) return { ...verdict, matches: null, decides: false, failed: [] };
    const failed = when.flatMap((_, place) => (decision.holds[first + place] ? [] : [place]));
    return {
      ...verdict,
      failed,
      matches: failed.length === 0,
      decides: decision.position === position,
    };
  });
  const decides = decision?.position === enabledBefore;
  return { rules, byDefault: { anonymize: list.default, decides } };
}

function outcome(frozen: FrozenFamily, decision: Decision | null) {
  if (!decision) return { goesToday: null, goesOn: null, goesBy: null };
  return {
    goesToday: anonymizingPositions(frozen).includes(decision.position),
    goesOn: decision.goesOn,
    goesBy: decision.goesBy === null ? null : (frozen.rules[decision.goesBy]?.place ?? null),
  };
}
