"use client";

import { useActionState } from "react";
import { ActionForm, SaveButton } from "#components/action-form.tsx";
import { fieldErrors } from "#components/field-errors.ts";
import { Field } from "#components/field.tsx";
import { FormErrors } from "#components/form-errors.tsx";
import { FormMessage } from "#components/form-message.tsx";
import type { RunLimits } from "#lib/run-limits.ts";
import { saveLimits } from "./actions.ts";

interface Described {
  name: keyof RunLimits;
  label: string;
  help: string;
  isTime?: boolean;
}

const fields: Described[] = [
  {
    name: "marginPercent",
    label: "Margin, in percent",
    help: "How far a run may go beyond what its preview said.",
  },
  {
    name: "sharePercent",
    label: "Share of all, in percent",
    help: "A run that would remove more begins only with the number that its preview shows.",
  },
  {
    name: "timesLastRuns",
    label: "Times the last runs",
    help: "A scheduled run that would remove more than this many times the largest of the last ten does not begin.",
  },
  {
    name: "approvalAbove",
    label: "Second person above",
    help: "A run that would remove more waits until a second person approves it. Blank: one person is enough for any run.",
  },
  {
    name: "restFrom",
    label: "No batch begins from",
    help: "The library's hours, in its zone: a run waits in them and goes on by itself. Blank: at any time.",
    isTime: true,
  },
  {
    name: "restUntil",
    label: "No batch begins until",
    help: "Over midnight where it is the earlier of the two.",
    isTime: true,
  },
  {
    name: "rewriteUpToMb",
    label: "Rewrite tables at once up to, in MB",
    help: "What a run removed leaves the database's files when its tables are rewritten, each locked for about a second per 100 MB.",
  },
  {
    name: "rewriteFrom",
    label: "Rewrite larger tables from",
    help: "In the library's zone.",
    isTime: true,
  },
  {
    name: "rewriteUntil",
    label: "Rewrite larger tables until",
    help: "Over midnight where it is the earlier of the two.",
    isTime: true,
  },
  {
    name: "backupDays",
    label: "Backups are kept, in days",
    help: "Reports then say until when a backup may still hold what was removed. Blank: not said.",
  },
];

const labels = Object.fromEntries(fields.map(({ name, label }) => [name, label]));

export function LimitsForm({ limits }: { limits: RunLimits & { version: number } }) {
  const [state, save, pending] = useActionState(saveLimits, { status: "idle" });
  return (
    <ActionForm action={save} state={state} className="grid gap-5" noValidate>
      <FormErrors state={state} labels={labels} />
      <input type="hidden" name="version" value={limits.version} />
      {fields.map(({ name, label, help, isTime }) => (
        <Field
          key={name}
          name={name}
          label={label}
          help={help}
          {...(isTime ? { type: "time" } : { inputMode: "numeric", autoComplete: "off" })}
          defaultValue={limits[name] ?? ""}
          errors={fieldErrors(state, name)}
        />
      ))}
      <FormMessage state={state} saved="Limits saved." />
      <div>
        <SaveButton pending={pending} />
      </div>
    </ActionForm>
  );
}
