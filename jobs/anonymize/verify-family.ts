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

/** One reading of every record of a family with its link, its note and whether the run cut it. */
export function lookAtFamily(run: Run<FrozenAnonymization>, family: Family) {
  const frozen = run.frozen.families[family];
  const { record, notes, key, isActive, location, requestType } = names[family];
  const facts = { location, requestType, cutOff: run.cutOff };
  const goes = sql`NOT (${isActive}) AND NOT k.held AND ${maybeLetGo(frozen, { ...facts, isLinked: true })}`;
  const linkLeft = frozen.records ? sql`(k.key IS NOT NULL AND ${goes})` : sql`false`;
  const noteStays = frozen.records ? sql`k.key IS NULL` : sql`(k.key IS NULL OR ${goes})`;
  const noteLeft = frozen.notes ? sql`(n.text IS NOT NULL AND ${noteStays})` : sql`false`;
  const from = sql`
    FROM ${record} r JOIN record.profiles p ON p.id = r.profile_id
    LEFT JOIN (SELECT unnest(keys) AS key FROM ${cutsOfRun(run.id)} WHERE part = ${family}) c ON c.key = r.id
    LEFT JOIN (${linksOf(run, family, frozen)}) k ON k.key = r.id
    ${frozen.notes ? sql`LEFT JOIN ${notes} n ON n.${key} = r.id` : sql``}`;

  return {
    /** Everything at once, on one snapshot. */
    async count(tx: Tx): Promise<Found> {
      const counted = (which: SQL) => sql`count(*) FILTER (WHERE ${which})::float8`;
      const { rows } = await tx.execute<Found & Record<string, unknown>>(sql`
        SELECT count(c.key)::float8 AS cut,
          ${counted(sql`k.key <= (SELECT last FROM ${linksOfRun(run.id)} WHERE part = ${family})`)} AS linked,
          ${counted(sql`k.key IS NULL AND ${isActive}`)} AS "activeWithout",
          ${counted(sql`c.key = k.key`)} AS "linkedAgain",
          ${counted(sql`c.key IS NOT NULL AND NOT ${maybeLetGo(frozen, { ...facts, isLinked: false })}`)} AS "againstRules",
          ${counted(linkLeft)} AS "linksLeft", ${counted(noteLeft)} AS "notesLeft" ${from}`);
      const [found] = rows;
      if (!found) throw new Error("a count has no row");
      return found;
    },

    /** What is left although nothing about it has changed since the run began, and the run did not set it aside. */
    async unexplained(tx: Tx): Promise<Pick<Found, "linksLeft" | "notesLeft">> {
      const hasChanged = (version: SQL) => changedSince(version, run.id);
      const feesAsked = asks(frozen, "hasOpenFee");
      const { rows } = await tx.execute<Pick<Found, "linksLeft" | "notesLeft">>(sql`
        SELECT count(*) FILTER (WHERE link_left)::float8 AS "linksLeft",
          count(*) FILTER (WHERE note_left)::float8 AS "notesLeft"
        FROM (SELECT r.id, ${linkLeft} AS link_left, ${noteLeft} AS note_left, k.version, k.user_id,
            ${frozen.notes ? sql`n.xmin` : sql`NULL::xid`} AS note_version, ${feesAsked ? sql`r.item_id` : sql`NULL::bigint`} AS item_id
          ${from} WHERE ${linkLeft} OR ${noteLeft}) AS remains
        WHERE NOT ${hasChanged(sql`version`)} AND NOT ${hasChanged(sql`note_version`)}
          AND NOT EXISTS (SELECT FROM patron.set_aside_rows a
            WHERE a.run_id = ${run.id} AND a.part = ${family} AND a.key = remains.id)
          ${asks(frozen, "daysSinceUserExpiry") ? sql`AND NOT EXISTS (SELECT FROM patron.users u WHERE u.id = remains.user_id AND ${hasChanged(sql`u.xmin`)})` : sql``}
          ${feesAsked ? sql`AND NOT EXISTS (SELECT FROM record.fees f WHERE f.item_id = remains.item_id AND ${hasChanged(sql`f.xmin`)})` : sql``}`);
      return rows[0] ?? { linksLeft: 0, notesLeft: 0 };
    },
  };
}

/** The links with what the rules ask of their patrons, each look-up only where a rule asks. */
function linksOf(run: Run<FrozenAnonymization>, family: Family, frozen: FrozenFamily): SQL {
  const { links, key } = names[family];
  const expiry = asks(frozen, "daysSinceUserExpiry");
  const rank = asks(frozen, "loansToRetain");
  const fee = asks(frozen, "hasOpenFee");
  return sql`
    SELECT l.${key} AS key, l.user_id, l.xmin AS version, h.user_id IS NOT NULL AS held,
      ${expiry ? sql`coalesce(u.expiry_date, u.deleted_on)` : sql`NULL::date`} AS expires,
      ${rank ? sql`beyond.rank` : sql`NULL::integer`} AS rank,
      ${fee ? sql`open.loan_id IS NOT NULL` : sql`false`} AS has_open_fee
    FROM ${links} l LEFT JOIN (SELECT DISTINCT user_id FROM patron.held_users) h ON h.user_id = l.user_id
    ${expiry ? sql`JOIN patron.users u ON u.id = l.user_id` : sql``}
    ${rank ? sql`LEFT JOIN ${ranksOfRun(run.id, family)} beyond ON beyond.key = l.${key}` : sql``}
    ${
      fee
        ? sql`LEFT JOIN (SELECT DISTINCT o.loan_id FROM patron.fee_links o JOIN record.fees f ON f.id = o.fee_id
            WHERE f.status <> 'closed' AND f.balance <> 0) open ON open.loan_id = l.${key}`
        : sql``
    }`;
}
