import type { UserCondition, UserField, UserOperator } from "#lib/user-conditions.ts";
import { operatorsOf } from "#lib/user-query-words.ts";
import {
  isGroup,
  queryVersion,
  userQuerySchema,
  type QueryGroup,
  type QueryNode,
  type UserQuery,
} from "#lib/user-query.ts";

/** A condition while it is being entered: what each kind of value holds is kept when the kind changes. */
export interface DraftCondition {
  key: number;
  field: UserField;
  operator: UserOperator;
  codes: string[];
  text: string;
  yes: boolean;
}

export interface DraftGroup {
  key: number;
  match: QueryGroup["match"];
  parts: Draft[];
}

export type Draft = DraftCondition | DraftGroup;

export const isDraftGroup = (draft: Draft): draft is DraftGroup => "parts" in draft;

export const newCondition = (key: number, field: UserField = "status"): DraftCondition => ({
  key,
  field,
  operator: operatorsOf[field][0] ?? "in",
  codes: [],
  text: "",
  yes: true,
});

/** With a first condition, whose key is the next. */
export const newGroup = (key: number, match: QueryGroup["match"] = "all"): DraftGroup => ({
  key,
  match,
  parts: [newCondition(key + 1)],
});

/** A saved query as a draft, its keys counted through. */
export function draftOf(query: QueryGroup): DraftGroup {
  let key = 0;
  const group = ({ match, conditions }: QueryGroup): DraftGroup => ({
    key: (key += 1),
    match,
    parts: conditions.map((node) =>
      isGroup(node) ? group(node) : draftOfCondition(node, (key += 1)),
    ),
  });
  return group(query);
}

/** The first key that no part has. */
export const freeKey = (draft: Draft): number =>
  Math.max(draft.key + 1, ...(isDraftGroup(draft) ? draft.parts.map(freeKey) : []));

function draftOfCondition(condition: UserCondition, key: number): DraftCondition {
  const { field, operator } = condition;
  const value = "value" in condition ? condition.value : undefined;
  return {
    ...newCondition(key, field),
    operator,
    ...(Array.isArray(value) && { codes: value }),
    ...((typeof value === "string" || typeof value === "number") && { text: String(value) }),
    ...(typeof value === "boolean" && { yes: value }),
  };
}

export const sentQuery = (draft: DraftGroup): unknown => ({
  version: queryVersion,
  ...sentGroup(draft),
});

const sentGroup = ({ match, parts }: DraftGroup): { match: string; conditions: unknown[] } => ({
  match,
  conditions: parts.map((part) => (isDraftGroup(part) ? sentGroup(part) : sentCondition(part))),
});

/** A number that is none becomes null, for the schema to say so. */
function sentCondition({ field, operator, codes, text, yes }: DraftCondition): unknown {
  switch (operator) {
    case "isEmpty":
    case "isNotEmpty":
      return { field, operator };
    case "is":
      return { field, operator, value: yes };
    case "in":
    case "notIn":
      return { field, operator, value: codes };
    case "on":
    case "before":
    case "after":
    case "contains":
    case "notContains":
      return { field, operator, value: text };
    case "moreThanDaysAgo":
    case "lessThanDaysAgo":
    case "=":
    case "<":
    case ">":
      return { field, operator, value: numberOf(text) };
  }
}

function numberOf(text: string): number | null {
  const digits = text.trim().replaceAll(",", "");
  return digits === "" || Number.isNaN(Number(digits)) ? null : Number(digits);
}

/** What of a draft is complete, to be read back; null while nothing is. */
export function readable(draft: DraftGroup): UserQuery | null {
  const whole = userQuerySchema.safeParse({ version: queryVersion, ...completed(draft) });
  return whole.success ? whole.data : null;
}

function completed({ match, parts }: DraftGroup): QueryGroup {
  const conditions = parts.flatMap((part): QueryNode[] => {
    if (isDraftGroup(part)) {
      const group = completed(part);
      return group.conditions.length > 0 ? [group] : [];
    }
    const alone = userQuerySchema.safeParse({
      version: queryVersion,
      match: "all",
      conditions: [sentCondition(part)],
    });
    return alone.success ? alone.data.conditions : [];
  });
  return { match, conditions };
}

/** The name under which the form tells a fault: `query`, `query.0`, `query.0.1` … */
export const placeOf = (path: readonly PropertyKey[]): string =>
  [
    "query",
    ...path.filter((step, index) => typeof step === "number" && path[index - 1] === "conditions"),
  ]
    .map(String)
    .join(".");
