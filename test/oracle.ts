import type { Condition, Rule, RuleList } from "#lib/rules.ts";

/** A record with everything a rule may ask about, as plain facts. Moments are ISO 8601 in UTC. */
export interface RecordFacts {
  id: number;
  userId: number;
  /** The user was purged, on the day of `expiry`, and the row kept. */
  userDeleted?: boolean;
  /** Of lending or creation. */
  startedAt: string;
  finished: boolean;
  /** Null while active, and where a finished record's source names no end. */
  endedAt: string | null;
  library: string;
  location: string | null;
  userGroup: string | null;
  categories: string[];
  /** The user's expiry date, or the day of deletion that stands in for it. */
  expiry: string | null;
  /** A loan's fee, in one of the states that an open one is told from. */
  fee: "open" | "settled" | "closed" | null;
  requestType: "hold" | "booking" | "digitization";
  note: boolean;
  /** False when an earlier run has cut the link. */
  linked: boolean;
}

/** What the decision is taken in: the day that days count to, and the zone whose days they are. */
export interface Setting {
  cutOff: string;
  zone: string;
}

/** Where a finished record without an end stands: before every rule. */
export const heldBack = -1;

const dayNumber = (day: string) => Date.parse(`${day}T00:00:00Z`) / 86_400_000;

/** The day of a moment on the wall of the library. Sweden writes days as ISO 8601 does. */
const dayIn = (zone: string, moment: string) =>
  new Date(moment).toLocaleDateString("sv-SE", { timeZone: zone });

/** How many of the patron's finished records ended later; ties go to the later start, then the higher id. */
export function rankOf(record: RecordFacts, all: RecordFacts[]): number {
  const later = (other: RecordFacts) =>
    compare(other.endedAt ?? "", record.endedAt ?? "") ||
    compare(other.startedAt, record.startedAt) ||
    other.id - record.id;
  const ended = all.filter(
    ({ linked, userId, endedAt }) => linked && userId === record.userId && endedAt,
  );
  return 1 + ended.filter((other) => later(other) > 0).length;
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/**
 * The specification in plain words: which rule decides a finished record (its position among the
 * enabled rules, their number for the default) and what it decides. Written apart from the SQL.
 */
export function decide(
  list: RuleList,
  record: RecordFacts,
  all: RecordFacts[],
  setting: Setting,
): { position: number; anonymize: boolean } {
  if (record.endedAt === null) return { position: heldBack, anonymize: false };
  const enabled = list.rules.filter((rule) => rule.enabled);
  const position = enabled.findIndex((rule) => matches(rule, record, all, setting));
  return position === -1
    ? { position: enabled.length, anonymize: list.default }
    : { position, anonymize: enabled[position]!.anonymize };
}

const matches = (rule: Rule, record: RecordFacts, all: RecordFacts[], setting: Setting) =>
  rule.when.every((condition) => holds(condition, record, all, setting));

function holds(
  condition: Condition,
  record: RecordFacts,
  all: RecordFacts[],
  { cutOff, zone }: Setting,
): boolean {
  const daysSince = (day: string) => dayNumber(cutOff) - dayNumber(day);
  const compares = (days: number, operator: string, value: number) =>
    operator === "=" ? days === value : operator === "<" ? days < value : days > value;
  const listed = (operator: string, isListed: boolean) =>
    operator === "in" ? isListed : !isListed;
  switch (condition.parameter) {
    case "daysSinceEnded":
      return (
        record.endedAt !== null &&
        compares(daysSince(dayIn(zone, record.endedAt)), condition.operator, condition.value)
      );
    case "daysSinceUserExpiry":
      return condition.operator === "isEmpty"
        ? record.expiry === null
        : record.expiry !== null &&
            compares(daysSince(record.expiry), condition.operator, condition.value);
    case "library":
      return listed(condition.operator, condition.value.includes(record.library));
    case "location":
      return listed(
        condition.operator,
        record.location !== null &&
          (condition.value.includes(record.location) ||
            condition.value.includes(`${record.library}:${record.location}`)),
      );
    case "userGroup":
      return listed(
        condition.operator,
        record.userGroup !== null && condition.value.includes(record.userGroup),
      );
    case "statisticalCategory":
      return listed(
        condition.operator,
        record.categories.some((one) => condition.value.includes(one)),
      );
    case "loansToRetain":
      return record.userDeleted || rankOf(record, all) > condition.value;
    case "requestType":
      return listed(condition.operator, condition.value.includes(record.requestType));
    case "hasOpenFee":
      return (record.fee === "open") === condition.value;
  }
}
