"use client";

import { ArrowDown, ArrowUp } from "lucide-react";
import { Button } from "#components/button.tsx";
import { Switch } from "#components/switch.tsx";
import type { Family } from "#lib/families.ts";
import type { RuleRow } from "./rules-table.tsx";
import type { RuleVerb } from "./schema.ts";

export interface RowProps {
  rule: RuleRow;
  family: Family;
  version: number;
  act: (form: FormData) => void;
  /** Something of the list is under way: a second click would be of an old version. */
  pending: boolean;
}

const formId = (rule: RuleRow) => `rule-${rule.id}`;

/** The row's form; its buttons stand in other cells and name it. */
export function RowForm({ rule, family, version, act }: RowProps) {
  return (
    <form id={formId(rule)} action={act} className="hidden">
      <input type="hidden" name="family" value={family} />
      <input type="hidden" name="version" value={version} />
      <input type="hidden" name="rule" value={rule.id} />
    </form>
  );
}

export function rowData({ rule, family, version }: RowProps, verb: RuleVerb): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries({ family, version, rule: rule.id, verb })) {
    form.set(name, String(value));
  }
  return form;
}

interface ButtonProps {
  rule: RuleRow;
  pending: boolean;
}

/** At the ends they stay where they are, so that the focus is not lost. */
export function MoveButtons({ rule, count, pending }: ButtonProps & { count: number }) {
  const button = (verb: "up" | "down", isEnd: boolean) => (
    <Button
      type="submit"
      form={formId(rule)}
      name="verb"
      value={verb}
      variant="quiet"
      className="size-7 min-h-7! p-0! [&_.animate-spin]:hidden"
      aria-label={`Move ${rule.name} ${verb}`}
      pending={pending || isEnd}
    >
      {verb === "up" ? (
        <ArrowUp aria-hidden className="size-4" />
      ) : (
        <ArrowDown aria-hidden className="size-4" />
      )}
    </Button>
  );
  return (
    <>
      {button("up", rule.position === 1)}
      {button("down", rule.position === count)}
    </>
  );
}

export const EnabledSwitch = ({ rule, pending }: ButtonProps) => (
  <Switch
    form={formId(rule)}
    name="verb"
    value={rule.enabled ? "disable" : "enable"}
    aria-label={`Enabled: ${rule.name}`}
    on={rule.enabled}
    words={{ on: "On", off: "Off" }}
    pending={pending}
  />
);
