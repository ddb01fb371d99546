"use client";

import { useMemo, useState } from "react";
import { ActionForm } from "#components/action-form.tsx";
import { Button } from "#components/button.tsx";
import { ButtonLink } from "#components/button-link.tsx";
import { CheckboxField } from "#components/checkbox-field.tsx";
import { fieldErrors } from "#components/field-errors.ts";
import { Field } from "#components/field.tsx";
import { useFormAction } from "#components/form-action.ts";
import { FormErrors } from "#components/form-errors.tsx";
import { NeedsScripts } from "#components/needs-scripts.tsx";
import { Section } from "#components/section.tsx";
import { SelectField } from "#components/select-field.tsx";
import { TextAreaField } from "#components/text-area-field.tsx";
import { Version } from "#components/version.tsx";
import { FormFoot } from "#app/form-foot.tsx";
import type { SavedRule } from "#db/queries/rule-rows.ts";
import { codeNamesOf } from "#lib/code-names.ts";
import { familyWords, type Family } from "#lib/families.ts";
import { parameterNames, type KnownCodes } from "#lib/rule-words.ts";
import { limits } from "#lib/rules.ts";
import { ruleHelp } from "#lib/help/fulfillment-jobs.ts";
import { labelsOf } from "#lib/help/help.ts";
import { WhatIf } from "../../../what-if-view.tsx";
import { saveRule } from "./actions.ts";
import { draftedList, draftOf, sentOf, type Draft } from "./draft-form.ts";
import { LiveSentence, type SavedList } from "./live-sentence-view.tsx";
import { Parameters } from "./parameters-form.tsx";

const { fields } = ruleHelp;

interface Props {
  family: Family;
  version: number;
  /** Null when the rule is new. */
  rule: SavedRule | null;
  list: SavedList;
  codes: KnownCodes;
}

export function RuleForm({ family, version, rule, list, codes }: Props) {
  const [state, action, pending] = useFormAction(saveRule);
  const [drafts, setDrafts] = useState<Draft[]>(() => rule?.when.map(draftOf) ?? []);
  const [stored] = useState(() => whenOf(drafts));
  const [name, setName] = useState(rule?.name ?? "");
  const [enabled, setEnabled] = useState(rule?.enabled ?? true);
  const [output, setOutput] = useState(rule ? String(rule.anonymize) : "");
  const names = useMemo(() => codeNamesOf(codes), [codes]);
  const shown = { id: rule?.id, name, enabled, output };
  const rowLabels = drafts.map((draft, row) => [`when.${row}`, parameterNames[draft.parameter]]);
  return (
    <ActionForm
      action={action}
      state={state}
      hasChanged={whenOf(drafts) !== stored}
      className="grid gap-8"
    >
      <FormErrors
        state={state}
        labels={{ ...labelsOf(fields), ...Object.fromEntries(rowLabels) }}
      />
      <input type="hidden" name="family" value={family} />
      <Version value={version} />
      {rule && <input type="hidden" name="id" value={rule.id} />}
      <input type="hidden" name="when" value={whenOf(drafts)} />
      <Section title="Rule">
        <Field
          {...fields.name}
          name="name"
          value={name}
          onChange={(event) => setName(event.target.value)}
          maxLength={limits.name}
          errors={fieldErrors(state, "name")}
        />
        <TextAreaField
          {...fields.description}
          name="description"
          defaultValue={rule?.description}
          errors={fieldErrors(state, "description")}
        />
        <CheckboxField
          {...fields.enabled}
          name="enabled"
          checked={enabled}
          onChange={(event) => setEnabled(event.target.checked)}
        />
      </Section>
      <Section
        title="Input Parameters"
        lead={`All of them must match a finished ${familyWords[family].one}.`}
      >
        <NeedsScripts without="Changing parameters needs JavaScript. All else here works without it.">
          <Parameters {...{ family, codes, drafts, setDrafts, state }} />
        </NeedsScripts>
      </Section>
      <Section title="Output Parameter">
        <SelectField
          {...fields.anonymize}
          name="anonymize"
          value={output}
          onChange={(event) => setOutput(event.target.value)}
          options={[
            ...(output === "" ? [{ value: "", label: "Choose …" }] : []),
            { value: "true", label: "True" },
            { value: "false", label: "False" },
          ]}
          errors={fieldErrors(state, "anonymize")}
        />
      </Section>
      <LiveSentence {...{ family, codes, names, list, drafts }} rule={shown} />
      <WhatIf family={family} draft={draftedList(family, list, drafts, shown)} names={names} />
      <FormFoot state={state}>
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="primary" pending={pending}>
            Save
          </Button>
          <ButtonLink href={`/fulfillment-jobs/rules/${family}`}>Cancel</ButtonLink>
        </div>
      </FormFoot>
    </ActionForm>
  );
}

/** A list that is too long for a rule is cut right behind the limit: enough for the form to be told. */
const whenOf = (drafts: Draft[]) =>
  JSON.stringify(
    drafts.map((draft) => sentOf({ ...draft, codes: draft.codes.slice(0, limits.listed + 1) })),
  );
