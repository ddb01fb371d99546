import fc from "fast-check";
import type { Family } from "#lib/families.ts";
import {
  type Condition,
  type Parameter,
  parametersOf,
  ruleSchemaFor,
  type RuleList,
} from "#lib/rules.ts";
import { codes } from "./library.ts";
import type { RecordFacts } from "./oracle.ts";

/** Generated records and rule lists are about this day. */
export const cutOff = "2026-03-15";
/** Patrons of the generated records, by ids from 1. */
export const users = 4;
const requestTypes = ["hold", "booking", "digitization"] as const;

const day = (from: number, to: number) =>
  fc.integer({ min: from, max: to }).map((days) => shift(cutOff, -days));
const shift = (from: string, days: number) =>
  new Date(Date.parse(`${from}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
/** A few hours make another day in most zones, and ties of days that hours decide. */
const moment = (from: number, to: number) =>
  fc
    .tuple(day(from, to), fc.constantFrom("00:00", "02:40", "11:30", "13:00", "23:30"))
    .map(([on, at]) => `${on}T${at}:00Z`);
const some = (list: string[]) => fc.subarray([...list, "NOSUCH"], { minLength: 1, maxLength: 2 });

const compared = fc.constantFrom("=" as const, "<" as const, ">" as const);
const listed = fc.constantFrom("in" as const, "notIn" as const);

const conditions: Record<Parameter, fc.Arbitrary<Condition>> = {
  daysSinceEnded: fc.record({
    parameter: fc.constant("daysSinceEnded" as const),
    operator: compared,
    value: fc.integer({ min: 0, max: 6 }),
  }),
  daysSinceUserExpiry: fc.oneof(
    fc.record({
      parameter: fc.constant("daysSinceUserExpiry" as const),
      operator: compared,
      value: fc.integer({ min: 0, max: 4 }),
    }),
    fc.constant({ parameter: "daysSinceUserExpiry" as const, operator: "isEmpty" as const }),
  ),
  library: fc.record({
    parameter: fc.constant("library" as const),
    operator: listed,
    value: some(codes.libraries),
  }),
  location: fc.record({
    parameter: fc.constant("location" as const),
    operator: listed,
    value: some([...codes.locations, "ARCH:DESK"]),
  }),
  userGroup: fc.record({
    parameter: fc.constant("userGroup" as const),
    operator: listed,
    value: some(codes.userGroups),
  }),
  loansToRetain: fc.record({
    parameter: fc.constant("loansToRetain" as const),
    operator: fc.constant("beyond" as const),
    value: fc.integer({ min: 1, max: 4 }),
  }),
  statisticalCategory: fc.record({
    parameter: fc.constant("statisticalCategory" as const),
    operator: listed,
    value: some(codes.categories),
  }),
  requestType: fc.record({
    parameter: fc.constant("requestType" as const),
    operator: listed,
    value: fc.subarray([...requestTypes], { minLength: 1, maxLength: 2 }),
  }),
  hasOpenFee: fc.record({
    parameter: fc.constant("hasOpenFee" as const),
    operator: fc.constant("is" as const),
    value: fc.boolean(),
  }),
};

export const aRuleList = (family: Family): fc.Arbitrary<RuleList> => {
  const aCondition = fc.oneof(...parametersOf[family].map((parameter) => conditions[parameter]));
  const rule = fc.record({
    name: fc.string({ minLength: 1, maxLength: 8 }).filter((name) => name.trim() !== ""),
    description: fc.constant(""),
    enabled: fc.integer({ min: 0, max: 5 }).map((n) => n > 0),
    when: fc.array(aCondition, { minLength: 1, maxLength: 3 }),
    anonymize: fc.boolean(),
  });
  const parsed = rule.map((drawn) => ruleSchemaFor(family).parse(drawn));
  return fc.record({ rules: fc.array(parsed, { maxLength: 4 }), default: fc.boolean() });
};

/** A loan has ended when it is finished; the others may be finished and name no end. */
const anEnding = (family: Family) =>
  fc.tuple(fc.option(moment(-1, 7)), fc.boolean()).map(([endedAt, endless]) => ({
    endedAt,
    finished: endedAt !== null || (endless && family !== "loans"),
  }));

/** Of records whose ids lie side by side; frozen ranks stand in blocks of 64. */
const firstId = fc.constantFrom(1, 52, 120);

export const someRecords = (family: Family): fc.Arbitrary<RecordFacts[]> =>
  fc
    .tuple(
      firstId,
      fc.array(fc.record({ expiry: fc.option(day(-5, 5)), deleted: fc.boolean() }), {
        minLength: users,
        maxLength: users,
      }),
      fc.array(
        fc.tuple(
          anEnding(family),
          fc.record({
            userId: fc.integer({ min: 1, max: users }),
            startedAt: moment(8, 12),
            library: fc.constantFrom(...codes.libraries),
            location: fc.option(fc.constantFrom(...codes.locations)),
            userGroup: fc.option(fc.constantFrom(...codes.userGroups)),
            categories: fc.subarray(codes.categories),
            fee: fc.constantFrom("open" as const, "settled" as const, "closed" as const, null),
            requestType: fc.constantFrom(...requestTypes),
            note: fc.boolean(),
            linked: fc.integer({ min: 0, max: 9 }).map((n) => n > 0),
          }),
        ),
        { minLength: 8, maxLength: 24 },
      ),
    )
    .map(([first, patrons, records]) =>
      records.map(([ending, record], index) => {
        const { expiry = null, deleted = false } = patrons[record.userId - 1] ?? {};
        const userDeleted = deleted && expiry !== null;
        return { ...record, ...ending, id: first + index, expiry, userDeleted };
      }),
    );

/** Which of a family's boxes are ticked: never neither, which makes no run. */
export const someBoxes = fc.constantFrom(
  { records: true, notes: false },
  { records: true, notes: true },
  { records: false, notes: true },
);
export type Boxes = { records: boolean; notes: boolean };
