import { boolean, check, integer, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { sql } from "drizzle-orm";
import { console } from "./schemas.ts";

export const family = console.enum("family", ["loans", "fees", "requests", "borrowingRequests"]);
export const ruleParameter = console.enum("rule_parameter", [
  "daysSinceEnded",
  "daysSinceUserExpiry",
  "library",
  "location",
  "userGroup",
  "loansToRetain",
  "statisticalCategory",
  "requestType",
  "hasOpenFee",
]);
export const ruleOperator = console.enum("rule_operator", [
  "=",
  "<",
  ">",
  "isEmpty",
  "in",
  "notIn",
  "beyond",
  "is",
]);

/** What the anonymization job takes of each family, and its default rule. A row per family. */
export const anonymizationFamilies = console.table("anonymization_families", {
  family: family().primaryKey(),
  /** Lets the second of two savers be told; counts changes of the rule list too. */
  version: integer().notNull().default(1),
  records: boolean().notNull().default(false),
  notes: boolean().notNull().default(false),
  defaultAnonymize: boolean().notNull().default(false),
});

/** The first enabled rule that matches decides. */
export const anonymizationRules = console.table(
  "anonymization_rules",
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    family: family()
      .notNull()
      .references(() => anonymizationFamilies.family, { onDelete: "restrict" }),
    position: integer().notNull(),
    name: text().notNull(),
    description: text().notNull().default(""),
    enabled: boolean().notNull().default(true),
    anonymize: boolean().notNull(),
  },
  (table) => [
    // Made deferrable by hand in the migration, so that a move is one statement.
    unique("anonymization_rules_family_position_unique").on(table.family, table.position),
    check("anonymization_rules_name_not_blank", sql`${table.name} <> ''`),
  ],
);

/** All of a rule's parameters must match. */
export const ruleConditions = console.table(
  "rule_conditions",
  {
    ruleId: integer()
      .notNull()
      .references(() => anonymizationRules.id, { onDelete: "cascade" }),
    position: integer().notNull(),
    parameter: ruleParameter().notNull(),
    operator: ruleOperator().notNull(),
    /** Days, or the number of loans to retain. */
    number: integer(),
    /** Codes; a statistical category as TYPE:CATEGORY, a location as LIBRARY:LOCATION. */
    codes: text().array(),
    yes: boolean(),
  },
  (table) => [
    primaryKey({ columns: [table.ruleId, table.position] }),
    check(
      "rule_conditions_value_fits_operator",
      sql`CASE WHEN ${table.operator} IN ('=', '<', '>', 'beyond') THEN ${table.number} IS NOT NULL AND ${table.codes} IS NULL AND ${table.yes} IS NULL
      WHEN ${table.operator} IN ('in', 'notIn') THEN ${table.number} IS NULL AND cardinality(${table.codes}) > 0 AND ${table.yes} IS NULL
      WHEN ${table.operator} = 'is' THEN ${table.number} IS NULL AND ${table.codes} IS NULL AND ${table.yes} IS NOT NULL
      ELSE ${table.number} IS NULL AND ${table.codes} IS NULL AND ${table.yes} IS NULL END`,
    ),
    check("rule_conditions_number_in_range", sql`${table.number} BETWEEN 0 AND 36500`),
    check(
      "rule_conditions_retain_at_least_one",
      sql`${table.operator} <> 'beyond' OR ${table.number} >= 1`,
    ),
  ],
);
