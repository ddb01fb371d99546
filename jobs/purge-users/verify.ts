import { sql, type SQL } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { texts } from "#db/queries/user-conditions.ts";
import { purgeReasons } from "#lib/purge-fields.ts";
import { patronRoles } from "#lib/user-roles.ts";
import type { Run, Verdict } from "../engine/job.ts";
import { changedSince, check, readBeside } from "../engine/told-apart.ts";
import type { FrozenPurge } from "./frozen.ts";

/**
 * Looks at who is left and at what is left of who went, by queries written apart from the run, on one
 * snapshot: the caller's transaction is REPEATABLE READ.
 */
export async function verifyPurge(
  tx: Tx,
  run: Run<FrozenPurge>,
  whole: boolean,
): Promise<Verdict> {
  const { kind } = run.frozen.who;
  // Of a person, and of who was purged earlier, it is counted at the end alone.
  const isCounted = whole || kind === "criteria" || kind === "set";
  const checks = [
    ...(isCounted ? [await everyoneIsCounted(tx, run)] : []),
    check(
      "Nothing is left that the policy takes",
      "Contact, identifiers, notes, blocks, roles, proxies, history, memberships and letters of users who are deleted under a policy that keeps statistics alone; names and dates cannot be read here, and are proven by tests.",
      await leftOver(tx),
    ),
    check(
      "No request of a purged user is open",
      "Requests and fees of deleted users that are not finished, but for those that others reopened.",
      await open(tx, run),
    ),
    ...(whole ? [await nobodyIsLeft(tx, run)] : []),
  ];
  return { good: checks.every(({ good }) => good), checks };
}

const everyoneIsCounted = async (tx: Tx, run: Run<FrozenPurge>) =>
  check(
    "Every purged user is counted once",
    "Users who were not deleted when the run began, against those who are left of them and the counters; of a run about one person or about users purged earlier, of whom more is left than the policy leaves.",
    await miscounted(tx, run),
  );

async function nobodyIsLeft(tx: Tx, run: Run<FrozenPurge>) {
  const { holdWasReleased } = await readBeside(tx, run.id);
  return check(
    "Nobody is left who should have gone",
    "Users past their purge date whom nothing keeps, asked by joins; not those of whom something changed or was set aside while the run went on, nor any if a hold was released meanwhile.",
    holdWasReleased ? 0 : await forgotten(tx, run),
  );
}

const count = async (tx: Tx, query: SQL): Promise<number> => {
  const { rows } = await tx.execute<{ count: number }>(sql`SELECT (${query})::float8 AS count`);
  return rows[0]?.count ?? 0;
};

const startOf = (runId: number) => sql`patron.${sql.identifier(`run_${runId}_start`)}`;

async function miscounted(tx: Tx, run: Run<FrozenPurge>): Promise<number> {
  const { id, frozen } = run;
  if (frozen.who.kind === "purged" || frozen.who.kind === "person") return unaccounted(tx, run);
  return count(
    tx,
    sql`SELECT abs(start.users
        - (SELECT count(*) FROM patron.users u WHERE u.deleted_on IS NULL AND u.id <= start.last_user)
        - (SELECT coalesce(sum(c.count), 0) FROM console.job_counters c WHERE c.run_id = ${id} AND c.measure = 'records'))
      FROM ${startOf(id)} AS start`,
  );
}

/** Of a person, or of who was purged earlier, more may be left than the policy leaves only where a reason was counted. */
const unaccounted = (tx: Tx, { id, frozen: { who, policy } }: Run<FrozenPurge>): Promise<number> =>
  count(
    tx,
    sql`SELECT abs((SELECT count(*) FROM patron.users u
        WHERE (u.deleted_on IS NULL OR coalesce(u.deleted_under, 'keepFullyReportable') < ${policy}::console.delete_user_policy)
          AND ${
            who.kind === "person"
              ? sql`u.id IN (SELECT user_id FROM patron.run_members WHERE run_id = ${id})`
              : sql`u.deleted_on IS NOT NULL`
          })
      - (SELECT coalesce(sum(c.count), 0) FROM console.job_counters c WHERE c.run_id = ${id}
          AND c.measure IN ('heldBack', 'setAside') AND c.label <> ${purgeReasons.alreadyDeleted}))`,
  );

const gone = sql`(SELECT id AS user_id FROM patron.users WHERE deleted_under IN ('keepStatistics', 'keepStatisticsAndRemovePrimaryId'))`;

const leftOver = (tx: Tx): Promise<number> =>
  count(
    tx,
    sql`SELECT ${sql.join(
      [
        ...["identifiers", "addresses", "emails", "phones", "notes", "blocks", "roles"].map(
          (part) => `user_${part}`,
        ),
        "user_history",
        "set_members",
        "staff_users",
        "letters",
        "user_proxies",
      ].map(
        (table) =>
          sql`(SELECT count(*) FROM patron.${sql.identifier(table)} JOIN ${gone} gone USING (user_id))`,
      ),
      sql` + `,
    )} + (SELECT count(*) FROM patron.user_proxies p JOIN ${gone} gone ON gone.user_id = p.proxy_for_user_id)`,
  );

const open = (tx: Tx, { id }: Run<FrozenPurge>): Promise<number> =>
  count(
    tx,
    sql`SELECT ${sql.join(
      ["request_links", "borrowing_links", "fee_links"].map(
        (
          links,
        ) => sql`(SELECT count(*) FROM patron.${sql.identifier(links)} l JOIN patron.users u ON u.id = l.user_id
          WHERE u.deleted_on IS NOT NULL AND NOT l.finished AND NOT ${changedSince(sql`l.xmin`, id)})`,
      ),
      sql` + `,
    )}`,
  );

async function forgotten(tx: Tx, { id, cutOff, frozen }: Run<FrozenPurge>): Promise<number> {
  const { who, runBy, approvedBy } = frozen;
  if (who.kind !== "criteria" && who.kind !== "set") return 0;
  const about =
    who.kind === "set"
      ? sql`u.id IN (SELECT user_id FROM patron.run_members WHERE run_id = ${id})`
      : sql`u.record_type = ${who.recordType} AND (${who.userGroup?.id ?? null}::integer IS NULL OR u.user_group_id = ${who.userGroup?.id ?? null})`;
  // What is open keeps its user, and so may what was open a moment ago.
  const keeping = (links: string) => sql`SELECT l.user_id FROM patron.${sql.identifier(links)} l
    WHERE NOT l.finished OR ${changedSince(sql`l.xmin`, id)}`;
  const fees = sql`SELECT l.user_id FROM patron.fee_links l JOIN record.fees f ON f.id = l.fee_id WHERE NOT l.finished
    GROUP BY l.user_id HAVING bool_or(f.status <> 'active' OR f.balance < 0) OR sum(f.balance) > ${frozen.waiveThreshold}::numeric
    UNION SELECT l.user_id FROM patron.fee_links l WHERE ${changedSince(sql`l.xmin`, id)}`;
  const requests = frozen.skipActiveRequests ? sql` UNION ${keeping("request_links")}` : sql``;
  const kept = sql`SELECT user_id FROM patron.held_users UNION ${keeping("loan_links")} UNION ${keeping("borrowing_links")}
    UNION ${fees}${requests} UNION SELECT user_id FROM patron.user_roles WHERE active AND upper(code) <> ALL(${texts(patronRoles)})
    UNION SELECT user_id FROM patron.staff_users WHERE staff_id IN (${runBy ?? ""}, ${approvedBy ?? ""})
    UNION SELECT key FROM patron.set_aside_rows WHERE run_id = ${id}`;
  return count(
    tx,
    sql`SELECT count(*) FROM patron.users u LEFT JOIN (${kept}) AS kept ON kept.user_id = u.id, ${startOf(id)} AS start
      WHERE ${about} AND u.deleted_on IS NULL AND u.id <= start.last_user AND kept.user_id IS NULL
        AND ${cutOff}::date - u.purge_date >= ${frozen.daysAfterPurgeDate}::integer
        AND NOT ${changedSince(sql`u.xmin`, id)}
        ${frozen.skipUnexpired ? sql`AND u.expiry_date < ${cutOff}::date` : sql``}`,
  );
}
