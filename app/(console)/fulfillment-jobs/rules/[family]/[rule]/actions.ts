"use server";

import { redirect } from "next/navigation";
import { addRule, changeRule } from "#db/queries/anonymization-rules.ts";
import type { FormState } from "#lib/form-state.ts";
import { formAction } from "#lib/server/action.ts";
import { familyParameter } from "../schema.ts";
import { addRuleForm, changeRuleForm, ruleOf } from "./schema.ts";

const path = "/fulfillment-jobs";

const add = formAction("anonymization.write", path, addRuleForm, (tx, sent) =>
  addRule(tx, { family: sent.family, version: sent.version, rule: ruleOf(sent) }),
);

const change = formAction("anonymization.write", path, changeRuleForm, (tx, sent) =>
  changeRule(tx, { family: sent.family, version: sent.version, id: sent.id, rule: ruleOf(sent) }),
);

/** Adds a rule, or changes the one whose id is sent, and goes back to the list. */
export async function saveRule(previous: FormState, form: FormData): Promise<FormState> {
  const state = await (form.has("id") ? change : add)(previous, form);
  const family = familyParameter.safeParse(form.get("family"));
  if (state.status !== "saved" || !family.success) return state;
  redirect(`/fulfillment-jobs/rules/${family.data}`);
}
