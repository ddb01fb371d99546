import { sql, type SQL } from "drizzle-orm";
import type { UserCondition } from "#lib/user-conditions.ts";
import { isGroup, type QueryGroup, type QueryNode } from "#lib/user-query.ts";
import type { Tx } from "../client.ts";
import { statisticalCategories, userGroups } from "../schema/index.ts";
import { today } from "./institution.ts";
import { holds, texts, type Circumstances } from "./user-conditions.ts";

/**
 * SQL for whether a query matches: a condition on `patron.users u`, which lists, sets, counts and jobs
 * all use; and as it is best asked of each of a few users, where that is another.
 */
export async function matchingInShapes(
  tx: Tx,
  query: QueryGroup,
): Promise<{ where: SQL; each: SQL | undefined }> {
  // Where a query and a stretch of an order exclude each other, as the purged and the living do, nothing is read.
  await tx.execute(sql`SELECT set_config('constraint_exclusion', 'on', true)`);
  const now = await circumstances(tx, query);
  const sums = conditionsOf(query).some(({ field }) => field === "feesOwed");
  return {
    where: matching(query, now),
    each: sums ? matching(query, { ...now, few: true }) : undefined,
  };
}

async function circumstances(tx: Tx, query: QueryGroup): Promise<Circumstances> {
  const codesOf = (field: "userGroup" | "statisticalCategory") => [
    ...new Set(
      conditionsOf(query).flatMap((one) =>
        one.field === field && "value" in one && Array.isArray(one.value) ? one.value : [],
      ),
    ),
  ];
  const groupCodes = codesOf("userGroup");
  const categoryCodes = codesOf("statisticalCategory");
  const name = sql<string>`${statisticalCategories.type} || ':' || ${statisticalCategories.category}`;
  const groups = groupCodes.length
    ? await tx
        .select({ id: userGroups.id, code: userGroups.code })
        .from(userGroups)
        .where(sql`${userGroups.code} = ANY(${texts(groupCodes)})`)
    : [];
  const categories = categoryCodes.length
    ? await tx
        .select({ id: statisticalCategories.id, code: name })
        .from(statisticalCategories)
        .where(sql`${name} = ANY(${texts(categoryCodes)})`)
    : [];
  return {
    ...(await today(tx)),
    few: false,
    groups: new Map(groups.map(({ id, code }) => [code, id])),
    categories: new Map(categories.map(({ id, code }) => [code, id])),
  };
}

const conditionsOf = (node: QueryNode): UserCondition[] =>
  isGroup(node) ? node.conditions.flatMap(conditionsOf) : [node];

function matching(node: QueryNode, now: Circumstances): SQL {
  if (!isGroup(node)) return holds(node, now);
  const parts = node.conditions.map((part) => matching(part, now));
  return sql`(${sql.join(parts, node.match === "all" ? sql` AND ` : sql` OR `)})`;
}
