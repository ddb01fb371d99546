import { z } from "zod";
import { conditionSchemaOf, part, queryLimits, type UserCondition } from "./user-conditions.ts";

/** Stands in a saved query, so that a later form of the tree can tell the old. */
export const queryVersion = 1;
export const matches = ["all", "any"] as const;

/** All of its parts must match a user, or any one of them. */
export interface QueryGroup {
  match: (typeof matches)[number];
  conditions: QueryNode[];
}
export type QueryNode = UserCondition | QueryGroup;

/** A query over users: a typed tree, its version beside the outermost group. */
export interface UserQuery extends QueryGroup {
  version: typeof queryVersion;
}

export const isGroup = (node: QueryNode): node is QueryGroup => "conditions" in node;

const groupFields = {
  match: z.enum(matches, "A group matches all or any of its conditions."),
  conditions: z
    .array(
      z.lazy(() => nodeSchema),
      "A group has a list of conditions.",
    )
    .min(1, "Add at least one condition."),
};

/** One of a group's parts, each told what is wrong with it at its own place. */
const nodeSchema: z.ZodType<QueryNode> = z.unknown().transform((input, context) => {
  const parsed = schemaFor(input).safeParse(input);
  if (parsed.success) return parsed.data;
  for (const { path, message } of parsed.error.issues) {
    context.addIssue({ code: "custom", path, message });
  }
  return z.NEVER;
});

const schemaFor = (input: unknown): z.ZodType<QueryNode> =>
  typeof input === "object" && input !== null && "conditions" in input
    ? part(groupFields)
    : conditionSchemaOf(input);

/** Looked at before the tree is walked, so that no depth and no length can wear anything out. */
function refuseOversized(input: unknown, context: z.RefinementCtx): void {
  let count = 0;
  let level: unknown[] = [input];
  for (let depth = 0; level.length > 0; depth += 1) {
    const groups = level.flatMap((node) =>
      typeof node === "object" && node !== null && "conditions" in node ? [node.conditions] : [],
    );
    if (groups.length > 0 && depth === queryLimits.depth) {
      context.addIssue(`Groups stand at most ${queryLimits.depth} deep in one another.`);
      return;
    }
    level = groups.flatMap((parts) => (Array.isArray(parts) ? (parts as unknown[]) : []));
    count += level.length;
    if (count > queryLimits.conditions) {
      context.addIssue(`A query has at most ${queryLimits.conditions} conditions and groups.`);
      return;
    }
  }
}

export const userQuerySchema: z.ZodType<UserQuery> = z
  .unknown()
  .superRefine(refuseOversized)
  .pipe(
    part(
      {
        version: z.literal(queryVersion, `Only version ${queryVersion} of queries is known.`),
        ...groupFields,
      },
      "A query is a group of conditions.",
    ),
  );
