import { sql, type SQL } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import type { Family } from "#lib/families.ts";
import type { Run } from "../engine/job.ts";
import { changedSince, maybeWrittenSince } from "../engine/told-apart.ts";
import { cutsOfRun, linksOfRun } from "./evidence.ts";
import type { FrozenAnonymization, FrozenFamily } from "./frozen.ts";
import { ranksOfRun } from "./ranks.ts";
import { asks, maybeLetGo, type Facts } from "./verify-rules.ts";

/** Links and notes that the rules let go, and that are there. */
interface Left {
  linksLeft: number;
  notesLeft: number;
}

/** What a look at the links and notes that are left finds. */
export interface FoundLeft extends Left {
  /** Links of records that were there when the run started. */
  linked: number;
  /** Records on the run's list of cuts that name a patron all the same. */
  linkedAgain: number;
}

/** What a look at the run's list of cuts finds. */
export interface FoundCut {
  /** Records on it. */
  cut: number;
  /** Of them those that are active, and that the rules keep whatever the patron was. */
  activeCut: number;
  againstRules: number;
}

interface Names {
  record: SQL;
  links: SQL;
  notes: SQL;
  key: SQL;
  /** Of a record `r`. */
  isActive: SQL;
  hasLocation: boolean;
}

const unfinished = sql`r.status NOT IN ('completed', 'cancelled', 'rejected', 'expired')`;

const names: Record<Family, Names> = {
  loans: {
    record: sql`record.loans`,
    links: sql`patron.loan_links`,
    notes: sql`patron.loan_notes`,
    key: sql`loan_id`,
    isActive: sql`(r.returned_on IS NULL AND r.closed_on IS NULL)`,
    hasLocation: true,
  },
  fees: {
    record: sql`record.fees`,
    links: sql`patron.fee_links`,
    notes: sql`patron.fee_notes`,
    key: sql`fee_id`,
    isActive: sql`r.status <> 'closed'`,
    hasLocation: false,
  },
  requests: {
    record: sql`record.requests`,
    links: sql`patron.request_links`,
    notes: sql`patron.request_notes`,
    key: sql`request_id`,
    isActive: unfinished,
    hasLocation: true,
  },
  borrowingRequests: {
    record: sql`record.borrowing_requests`,
    links: sql`patron.borrowing_links`,
    notes: sql`patron.borrowing_notes`,
    key: sql`borrowing_request_id`,
    isActive: unfinished,
    hasLocation: false,
  },
};

/** Looks at a family's links that are left and at its notes; never at the history that was free before. */
export async function lookAtLeft(
  tx: Tx,
  run: Run<FrozenAnonymization>,
  family: Family,
): Promise<FoundLeft> {
  const last = sql`(SELECT last FROM ${linksOfRun(run.id)} WHERE part = ${family})`;
  const { counts, from } = whatIsLeft(run, family, { link: sql`true`, note: sql`true` });
  const { young, ...found } = await oneRow<keyof Left | "linked" | "young">(
    tx,
    sql`
    SELECT count(*) FILTER (WHERE l.${names[family].key} <= ${last})::float8 AS linked,
      count(*) FILTER (WHERE ${isYoung(run)})::float8 AS young, ${counts}
    FROM ${from}`,
  );
  return { ...found, linkedAgain: young > 0 ? await linkedAgain(tx, run, family) : 0 };
}

/** What is left although nothing about it has changed since the run began, and the run did not set it aside. */
export function lookAtForgotten(
  tx: Tx,
  run: Run<FrozenAnonymization>,
  family: Family,
): Promise<Left> {
  const { key } = names[family];
  const setAside = sql`(SELECT a.key FROM patron.set_aside_rows a WHERE a.run_id = ${run.id} AND a.part = ${family})`;
  const same = unchanged(run, family);
  const { counts, from } = whatIsLeft(run, family, {
    link: sql`${same} AND l.${key} NOT IN ${setAside}`,
    note: sql`NOT ${changedSince(sql`n.xmin`, run.id)} AND (l.${key} IS NULL OR ${same}) AND n.${key} NOT IN ${setAside}`,
  });
  return oneRow<keyof Left>(tx, sql`SELECT ${counts} FROM ${from}`);
}

/** Counts of the links and notes that the rules let go and of which is true what `where` says; both tables are read once. */
function whatIsLeft(
  run: Run<FrozenAnonymization>,
  family: Family,
  where: { link: SQL; note: SQL },
): { counts: SQL; from: SQL } {
  const frozen = run.frozen.families[family];
  const { links, notes, key } = names[family];
  const { joins, patron } = lookUpsOf(run, family, frozen);
  const goes = sql`l.finished AND l.user_id NOT IN (SELECT h.user_id FROM patron.held_users h)
    AND ${maybeLetGo(frozen, factsOf(run, family, "l", patron))}`;
  // With its link a note goes too, so of notes beside links those without one are left over.
  const note = frozen.records ? sql`l.${key} IS NULL` : sql`(l.${key} IS NULL OR ${goes})`;
  const count = (which: SQL) => sql`count(*) FILTER (WHERE ${which})::float8`;
  return {
    counts: sql`
      ${frozen.records ? count(sql`${goes} AND ${where.link}`) : sql`0::float8`} AS "linksLeft",
      ${frozen.notes ? count(sql`n.${key} IS NOT NULL AND ${note} AND ${where.note}`) : sql`0::float8`} AS "notesLeft"`,
    from: frozen.notes
      ? sql`${links} l FULL JOIN (SELECT ${key}, xmin FROM ${notes} WHERE text IS NOT NULL) n ON n.${key} = l.${key} ${joins}`
      : sql`${links} l ${joins}`,
  };
}

/** Looks at the records on the run's list. */
export function lookAtCut(
  tx: Tx,
  run: Run<FrozenAnonymization>,
  family: Family,
): Promise<FoundCut> {
  const { record, isActive } = names[family];
  const cuts = cutsOfRun(run.id);
  const stays = sql`(NOT ${maybeLetGo(run.frozen.families[family], factsOf(run, family, "r", null))})`;
  // Keys of a batch are in order, so that an index finds them one beside the other.
  return oneRow<keyof FoundCut>(
    tx,
    sql`
    SELECT (SELECT coalesce(sum(cardinality(keys)), 0)::float8 FROM ${cuts} WHERE part = ${family}) AS cut,
      count(*) FILTER (WHERE ${isActive})::float8 AS "activeCut", count(*) FILTER (WHERE ${stays})::float8 AS "againstRules"
    FROM ${cuts} c JOIN ${record} r ON r.id = ANY (c.keys) WHERE c.part = ${family} AND (${isActive} OR ${stays})`,
  );
}

/** A link of a cut record is younger than the run: the others need not be looked for among what it cut. */
function linkedAgain(tx: Tx, run: Run<FrozenAnonymization>, family: Family) {
  const { links, key } = names[family];
  const cut = sql`SELECT unnest(keys) FROM ${cutsOfRun(run.id)} WHERE part = ${family}`;
  return countOf(tx, sql`${links} l WHERE ${isYoung(run)} AND l.${key} IN (${cut})`);
}

const isYoung = (run: Run<FrozenAnonymization>) => maybeWrittenSince(sql`l.xmin`, run.id);

/** What stands on a link `l`, or on a record `r`, of whose patron nothing is known any more. */
function factsOf(
  run: Run<FrozenAnonymization>,
  family: Family,
  table: "l" | "r",
  patron: Facts["patron"],
): Facts {
  const column = (name: string) => sql.raw(`${table}.${name}`);
  return {
    cutOff: run.cutOff,
    endedOn: column("ended_on"),
    library: column("library_id"),
    profile: column("profile_id"),
    location: names[family].hasLocation ? column("location_id") : null,
    requestType:
      family === "requests" ? column(table === "l" ? "request_type::text" : "type::text") : null,
    patron,
  };
}

async function oneRow<Name extends string>(tx: Tx, query: SQL): Promise<Record<Name, number>> {
  const { rows } = await tx.execute<Record<Name, number>>(query);
  const [row] = rows;
  if (!row) throw new Error("a count has no row");
  return row;
}

const countOf = async (tx: Tx, which: SQL): Promise<number> =>
  (await oneRow<"count">(tx, sql`SELECT count(*)::float8 AS count FROM ${which}`)).count;

/** What rules ask beyond the link `l` itself, looked up only where a rule asks it. */
function lookUpsOf(run: Run<FrozenAnonymization>, family: Family, frozen: FrozenFamily) {
  const { key } = names[family];
  const ranked = asks(frozen, "loansToRetain");
  const fees = asks(frozen, "hasOpenFee");
  const ranks = sql`LEFT JOIN ${ranksOfRun(run.id, family)} beyond ON beyond.key = l.${key}`;
  const open = sql`LEFT JOIN (SELECT DISTINCT o.loan_id FROM patron.fee_links o JOIN record.fees f ON f.id = o.fee_id
    WHERE f.status <> 'closed' AND f.balance <> 0) open ON open.loan_id = l.${key}`;
  return {
    joins: sql`${ranked ? ranks : sql``} ${fees ? open : sql``}`,
    patron: {
      id: sql`l.user_id`,
      rank: ranked ? sql`beyond.rank` : sql`NULL::integer`,
      hasOpenFee: fees ? sql`(open.loan_id IS NOT NULL)` : sql`false`,
    },
  };
}

/** Neither the link, nor its patron or fees where a rule asks them, are of another version than when the run began. */
function unchanged(run: Run<FrozenAnonymization>, family: Family): SQL {
  const frozen = run.frozen.families[family];
  const key = sql`l.${names[family].key}`;
  const isNew = (version: SQL) => changedSince(version, run.id);
  const user = sql`AND l.user_id NOT IN (SELECT u.id FROM patron.users u WHERE ${isNew(sql`u.xmin`)})`;
  const fee = sql`AND ${key} NOT IN (SELECT r.id FROM record.loans r
    WHERE r.item_id IN (SELECT f.item_id FROM record.fees f WHERE ${isNew(sql`f.xmin`)}))`;
  return sql`(NOT ${isNew(sql`l.xmin`)} ${asks(frozen, "daysSinceUserExpiry") ? user : sql``}
    ${asks(frozen, "hasOpenFee") ? fee : sql``})`;
}
