"use server";

import type { Tx } from "#db/client.ts";
import { setDefaultRule } from "#db/queries/anonymization.ts";
import {
  deleteRule,
  duplicateRule,
  enableRule,
  moveRule,
  type RuleKey,
} from "#db/queries/anonymization-rules.ts";
import { readRules } from "#db/queries/rule-rows.ts";
import type { Change } from "#lib/change.ts";
import { formAction } from "#lib/server/action.ts";
import { defaultRuleForm, rowForm, type RuleVerb } from "./schema.ts";

const path = "/fulfillment-jobs";

const verbs: Record<RuleVerb, (tx: Tx, key: RuleKey) => Promise<Change>> = {
  up: (tx, key) => moveRule(tx, { ...key, direction: "up" }),
  down: (tx, key) => moveRule(tx, { ...key, direction: "down" }),
  enable: (tx, key) => enableRule(tx, { ...key, enabled: true }),
  disable: (tx, key) => enableRule(tx, { ...key, enabled: false }),
  duplicate: duplicateRule,
  delete: deleteRule,
};

/** What a row's buttons ask for; the answer says where the rule stands now. */
export const actOnRule = formAction(
  "anonymization.write",
  path,
  rowForm,
  async (tx, { family, version, rule: id, verb }) => {
    const before = await readRules(tx, family);
    const name = before.find((rule) => rule.id === id)?.name ?? "";
    const change = await verbs[verb](tx, { family, version, id });
    const rules = await readRules(tx, family);
    const place = rules.findIndex((rule) => rule.id === id) + 1;
    const done: Record<RuleVerb, string> = {
      up: `“${name}” is now rule ${place} of ${rules.length}.`,
      down: `“${name}” is now rule ${place} of ${rules.length}.`,
      enable: `“${name}” is enabled.`,
      disable: `“${name}” is disabled: the job passes over it.`,
      duplicate: `“${name}” was copied to rule ${place + 1}, which is not enabled yet.`,
      delete: `“${name}” was deleted.`,
    };
    return { change, message: done[verb] };
  },
);

export const saveDefaultRule = formAction(
  "anonymization.write",
  path,
  defaultRuleForm,
  (tx, { family, version, anonymize }) =>
    setDefaultRule(tx, { family, version, anonymize: anonymize === "true" }),
);
