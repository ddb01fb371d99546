import { sql, type SQL } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import type { Family } from "#lib/families.ts";
import type { Run } from "../engine/job.ts";
import { changedSince } from "../engine/told-apart.ts";
import { decisionsOfRun, fingerprint, linksOfRun } from "./evidence.ts";
import type { FrozenAnonymization } from "./frozen.ts";
import { JoinedSets } from "./joined-sets.ts";
import { ranksOfRun } from "./ranks.ts";
import { asks, maybeLetGo, type Facts } from "./verify-rules.ts";

/** Links and notes that the rules let go, and that are there. */
interface Left {
  linksLeft: number;
  notesLeft: number;
}

/** What a look at the links and notes that are left finds. */
export interface FoundLeft extends Left {
  /** Links of records that were there when the run started, and the fingerprint of their keys. */
  linked: number;
  linkedFingerprint: string;
}

/** What a look at the run's list of cuts finds. */
export interface FoundCut {
  /** Records on it. */
  cut: number;
  /** Of those that there are, and how many these are. */
  cutFingerprint: string;
  met: number;
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
  const { links, notes, key } = names[family];
  const { records, notes: taken } = run.frozen.families[family];
  const sets = new JoinedSets();
  const last = sql`(SELECT last FROM ${linksOfRun(run.id)} WHERE part = ${family})`;
  const which = (counted: SQL) => sql`count(*) FILTER (WHERE ${counted})::float8`;
  const linksLeft = records ? which(goes(run, family, sets)) : none;
  // Notes without a link, as in notesLeft, told in this same pass: all notes but those that have one.
  const noted = sql`SELECT n.${key} FROM ${notes} n WHERE n.text IS NOT NULL`;
  const notesOver =
    records && taken
      ? sql`((SELECT count(*) FROM (${noted}) AS every_note) - ${which(sets.has("noted", sql`l.${key}`, noted))})::float8`
      : notesLeft(run, family);
  const wasThere = sql`l.${key} <= ${last}`;
  return oneRow<FoundLeft>(
    tx,
    sql`
    SELECT ${which(wasThere)} AS linked, ${fingerprint(sql`l.${key}`, wasThere)} AS "linkedFingerprint",
      ${linksLeft} AS "linksLeft", ${notesOver} AS "notesLeft"
    FROM ${links} l ${sets.joins}`,
  );
}

/** What is left although nothing about it has changed since the run began, and the run did not set it aside. */
export function lookAtForgotten(
  tx: Tx,
  run: Run<FrozenAnonymization>,
  family: Family,
): Promise<Left> {
  const { links, key } = names[family];
  const setAside = sql`(SELECT a.key FROM patron.set_aside_rows a WHERE a.run_id = ${run.id} AND a.part = ${family})`;
  const same = unchanged(run, family);
  const sets = new JoinedSets();
  const left = sql`${goes(run, family, sets)} AND ${same} AND l.${key} NOT IN ${setAside}`;
  const linksLeft = sql`(SELECT count(*)::float8 FROM ${links} l ${sets.joins} WHERE ${left})`;
  const note = sql`NOT ${changedSince(sql`n.xmin`, run.id)} AND n.${key} NOT IN ${setAside}`;
  return oneRow<Left>(
    tx,
    sql`
    SELECT ${run.frozen.families[family].records ? linksLeft : none} AS "linksLeft",
      ${notesLeft(run, family, { note, link: same })} AS "notesLeft"`,
  );
}

const none = sql`0::float8`;

/** Whether a link `l` could be let go; `sets` have to be joined with it. */
const goes = (run: Run<FrozenAnonymization>, family: Family, sets: JoinedSets): SQL =>
  sql`(l.finished AND NOT ${sets.has("held", sql`l.user_id`, sql`SELECT h.user_id FROM patron.held_users h`)}
    AND ${maybeLetGo(run.frozen.families[family], factsOf(run, family, "l", patronOf(run, family, sets)))})`;

/**
 * The number of notes that go and are there, of those `n` of which is true what `where.note` says and, if
 * they have a link, `where.link`. With its link a note goes too, so of notes beside links those without one
 * are left over: looked up note by note, since notes are few and links many.
 */
function notesLeft(
  run: Run<FrozenAnonymization>,
  family: Family,
  where = { note: sql`true`, link: sql`true` },
): SQL {
  const { records, notes: taken } = run.frozen.families[family];
  const { links, notes, key } = names[family];
  if (!taken) return none;
  const there = sql`n.text IS NOT NULL AND ${where.note}`;
  if (records)
    return sql`(SELECT count(*)::float8 FROM ${notes} n
      WHERE ${there} AND (SELECT true FROM ${links} l WHERE l.${key} = n.${key}) IS NULL)`;
  const sets = new JoinedSets();
  const linkGoes = goes(run, family, sets);
  return sql`(SELECT count(*)::float8 FROM ${notes} n LEFT JOIN ${links} l ON l.${key} = n.${key} ${sets.joins}
    WHERE ${there} AND (l.${key} IS NULL OR ${linkGoes} AND ${where.link}))`;
}

/** Looks at the records that the run has listed as cut. */
export function lookAtCut(
  tx: Tx,
  run: Run<FrozenAnonymization>,
  family: Family,
): Promise<FoundCut> {
  const { record, isActive } = names[family];
  const decisions = decisionsOfRun(run.id);
  const stays = sql`(NOT ${maybeLetGo(run.frozen.families[family], factsOf(run, family, "r", null))})`;
  // Keys of a batch are in order, so that an index finds them one beside the other.
  return oneRow<FoundCut>(
    tx,
    sql`
    SELECT (SELECT coalesce(sum(cardinality(keys)), 0)::float8 FROM ${decisions} WHERE part = ${family}) AS cut,
      ${fingerprint(sql`r.id`)} AS "cutFingerprint", count(*)::float8 AS met, count(*) FILTER (WHERE ${isActive})::float8 AS "activeCut",
      count(*) FILTER (WHERE ${stays})::float8 AS "againstRules"
    FROM ${decisions} d JOIN ${record} r ON r.id = ANY (d.keys) WHERE d.part = ${family}`,
  );
}

/** How many records that the run has listed as cut name a patron all the same. */
export async function countLinkedAgain(
  tx: Tx,
  run: Run<FrozenAnonymization>,
  family: Family,
): Promise<number> {
  const { links, key } = names[family];
  const cut = sql`SELECT unnest(keys) FROM ${decisionsOfRun(run.id)} WHERE part = ${family}`;
  const { found } = await oneRow<{ found: number }>(
    tx,
    sql`SELECT count(*)::float8 AS found FROM ${links} l WHERE l.${key} IN (${cut})`,
  );
  return found;
}

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

async function oneRow<Row extends object>(tx: Tx, query: SQL): Promise<Row> {
  const { rows } = await tx.execute(query);
  const [row] = rows;
  if (!row) throw new Error("a count has no row");
  return row as Row;
}

/** What rules ask beyond the link `l` itself. */
const patronOf = (
  run: Run<FrozenAnonymization>,
  family: Family,
  sets: JoinedSets,
): Facts["patron"] => {
  const key = sql`l.${names[family].key}`;
  return {
    isUser: (such, users) => sets.has(such, sql`l.user_id`, users),
    isBeyond: (retained) =>
      sets.hasBit(
        `beyond ${retained}`,
        key,
        sql`SELECT block, keys FROM ${ranksOfRun(run.id, family)} WHERE retained = ${retained}`,
      ),
    hasOpenFee: () =>
      sets.has(
        "owing",
        key,
        sql`SELECT o.loan_id FROM patron.fee_links o JOIN record.fees f ON f.id = o.fee_id
          WHERE o.loan_id IS NOT NULL AND f.status <> 'closed' AND f.balance <> 0`,
      ),
  };
};

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
