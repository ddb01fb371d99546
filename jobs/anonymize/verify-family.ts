import { sql, type SQL } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import type { Family } from "#lib/families.ts";
import type { Run } from "../engine/job.ts";
import { changedSince } from "../engine/told-apart.ts";
import { cutsOfRun, linksOfRun } from "./evidence.ts";
import type { FrozenAnonymization, FrozenFamily } from "./frozen.ts";
import { ranksOfRun } from "./ranks.ts";
import { asks, maybeLetGo } from "./verify-rules.ts";

/** What a look at every record of a family finds. */
export interface Found {
  /** Records on the run's list of cuts. */
  cut: number;
  /** Links of records that were there when the run started. */
  linked: number;
  /** Active records without a link. */
  activeWithout: number;
  /** Cut records that name a patron all the same. */
  linkedAgain: number;
  /** Cut records that the rules keep, whatever the patron was. */
  againstRules: number;
  /** Links and notes that the rules let go, and that are there. */
  linksLeft: number;
  notesLeft: number;
}

interface Names {
  record: SQL;
  links: SQL;
  notes: SQL;
  key: SQL;
  isActive: SQL;
  location: SQL | null;
  requestType: SQL | null;
}

const unfinished = sql`r.status NOT IN ('completed', 'cancelled', 'rejected', 'expired')`;

const names: Record<Family, Names> = {
  loans: {
    record: sql`record.loans`,
    links: sql`patron.loan_links`,
    notes: sql`patron.loan_notes`,
    key: sql`loan_id`,
    isActive: sql`r.returned_on IS NULL AND r.closed_on IS NULL`,
    location: sql`r.location_id`,
    requestType: null,
  },
  fees: {
    record: sql`record.fees`,
    links: sql`patron.fee_links`,
    notes: sql`patron.fee_notes`,
    key: sql`fee_id`,
    isActive: sql`r.status <> 'closed'`,
    location: null,
    requestType: null,
  },
  requests: {
    record: sql`record.requests`,
    links: sql`patron.request_links`,
    notes: sql`patron.request_notes`,
    key: sql`request_id`,
    isActive: unfinished,
    location: sql`r.location_id`,
    requestType: sql`r.type::text`,
  },
  borrowingRequests: {
    record: sql`record.borrowing_requests`,
    links: sql`patron.borrowing_links`,
    notes: sql`patron.borrowing_notes`,
    key: sql`borrowing_request_id`,
    isActive: unfinished,
    location: null,
    requestType: null,
  },
};

/** Keys looked at together: few enough for what is built of them to stay near the processor. */
const sliceKeys = 20_000;
const mostSlices = 2_000;

/** One reading of every record of a family with its link, its note and whether the run cut it. */
export function lookAtFamily(run: Run<FrozenAnonymization>, family: Family) {
  const frozen = run.frozen.families[family];
  const seen = seenRecords(run, family, frozen);
  return {
    /** Everything at once, on one snapshot. */
    async count(tx: Tx): Promise<Found> {
      const counted = (which: SQL) => sql`count(*) FILTER (WHERE ${which})::float8`;
      const { rows } = await tx.execute<Found & Record<string, unknown>>(sql`
        SELECT count(cut)::float8 AS cut,
          ${counted(sql`linked <= (SELECT last FROM ${linksOfRun(run.id)} WHERE part = ${family})`)} AS linked,
          ${counted(sql`linked IS NULL AND is_active`)} AS "activeWithout", ${counted(sql`cut = linked`)} AS "linkedAgain",
          ${counted(sql`against`)} AS "againstRules", ${counted(sql`link_left`)} AS "linksLeft",
          ${counted(sql`note_left`)} AS "notesLeft" FROM ${seen}`);
      const [found] = rows;
      if (!found) throw new Error("a count has no row");
      return found;
    },

    /** What is left although nothing about it has changed since the run began, and the run did not set it aside. */
    async unexplained(tx: Tx): Promise<Pick<Found, "linksLeft" | "notesLeft">> {
      const hasChanged = (version: SQL) => changedSince(version, run.id);
      const beside = (
        parameter: "daysSinceUserExpiry" | "hasOpenFee",
        others: SQL,
        version: SQL,
      ) =>
        asks(frozen, parameter)
          ? sql`AND NOT EXISTS (SELECT FROM ${others} AND ${hasChanged(version)})`
          : sql``;
      const { rows } = await tx.execute<Pick<Found, "linksLeft" | "notesLeft">>(sql`
        SELECT count(*) FILTER (WHERE link_left)::float8 AS "linksLeft",
          count(*) FILTER (WHERE note_left)::float8 AS "notesLeft"
        FROM ${seen} WHERE (link_left OR note_left) AND NOT ${hasChanged(sql`link_version`)}
          AND NOT ${hasChanged(sql`note_version`)}
          AND NOT EXISTS (SELECT FROM patron.set_aside_rows a
            WHERE a.run_id = ${run.id} AND a.part = ${family} AND a.key = seen.id)
          ${beside("daysSinceUserExpiry", sql`patron.users u WHERE u.id = seen.user_id`, sql`u.xmin`)}
          ${beside("hasOpenFee", sql`record.fees f WHERE f.item_id = seen.item_id`, sql`f.xmin`)}`);
      return rows[0] ?? { linksLeft: 0, notesLeft: 0 };
    },
  };
}

/** A row `seen` for each record, slice by slice of the keys, since everything here lies in their order. */
function seenRecords(run: Run<FrozenAnonymization>, family: Family, frozen: FrozenFamily): SQL {
  const { record, notes, key, isActive, location, requestType } = names[family];
  const facts = { location, requestType, cutOff: run.cutOff };
  const inSlice = (column: SQL) => sql`${column} > slice.low AND ${column} <= slice.high`;
  const goes = sql`NOT (${isActive}) AND NOT EXISTS (SELECT FROM patron.held_users h WHERE h.user_id = k.user_id)
    AND ${maybeLetGo(frozen, { ...facts, isLinked: true })}`;
  const noteStays = frozen.records ? sql`k.key IS NULL` : sql`(k.key IS NULL OR ${goes})`;
  return sql`(
      SELECT low, low + width AS high
      FROM (SELECT min(id) - 1 AS first, max(id) AS last,
          greatest(${sliceKeys}::bigint, (max(id) - min(id)) / ${mostSlices}::bigint) AS width FROM ${record}) AS bounds,
        generate_series(first, last - 1, width) AS low
    ) AS slice CROSS JOIN LATERAL (
      SELECT r.id, c.key AS cut, k.key AS linked, k.user_id, k.version AS link_version, ${isActive} AS is_active,
        c.key IS NOT NULL AND NOT ${maybeLetGo(frozen, { ...facts, isLinked: false })} AS against,
        ${frozen.records ? sql`k.key IS NOT NULL AND ${goes}` : sql`false`} AS link_left,
        ${frozen.notes ? sql`n.text IS NOT NULL AND ${noteStays}` : sql`false`} AS note_left,
        ${frozen.notes ? sql`n.xmin` : sql`NULL::xid`} AS note_version,
        ${family === "loans" ? sql`r.item_id` : sql`NULL::bigint`} AS item_id
      FROM ${record} r JOIN record.profiles p ON p.id = r.profile_id
      LEFT JOIN (SELECT unnest(keys) AS key FROM ${cutsOfRun(run.id)}
        WHERE part = ${family} AND low < slice.high AND high > slice.low) c ON c.key = r.id
      LEFT JOIN (${linksOf(run, family, frozen, inSlice)}) k ON k.key = r.id
      ${frozen.notes ? sql`LEFT JOIN ${notes} n ON n.${key} = r.id AND ${inSlice(sql`n.${key}`)}` : sql``}
      WHERE ${inSlice(sql`r.id`)} OFFSET 0) AS seen`;
}

/** The links of a slice, with what the rules ask of them beyond their record and their patron. */
function linksOf(
  run: Run<FrozenAnonymization>,
  family: Family,
  frozen: FrozenFamily,
  inSlice: (column: SQL) => SQL,
): SQL {
  const { links, key } = names[family];
  const rank = asks(frozen, "loansToRetain");
  const fee = asks(frozen, "hasOpenFee");
  return sql`
    SELECT l.${key} AS key, l.user_id, l.xmin AS version, ${rank ? sql`beyond.rank` : sql`NULL::integer`} AS rank,
      ${fee ? sql`open.loan_id IS NOT NULL` : sql`false`} AS has_open_fee
    FROM ${links} l
    ${rank ? sql`LEFT JOIN ${ranksOfRun(run.id, family)} beyond ON beyond.key = l.${key} AND ${inSlice(sql`beyond.key`)}` : sql``}
    ${
      fee
        ? sql`LEFT JOIN (SELECT DISTINCT o.loan_id FROM patron.fee_links o JOIN record.fees f ON f.id = o.fee_id
            WHERE f.status <> 'closed' AND f.balance <> 0 AND ${inSlice(sql`o.loan_id`)}) open ON open.loan_id = l.${key}`
        : sql``
    }
    WHERE ${inSlice(sql`l.${key}`)}`;
}
