"use client";

import type { ComponentProps } from "react";
import { ActionForm, SaveButton } from "#components/action-form.tsx";
import { Suggestions } from "#components/suggestions.tsx";
import { fieldErrors } from "#components/field-errors.ts";
import { Field } from "#components/field.tsx";
import { useFormAction } from "#components/form-action.ts";
import { FormErrors } from "#components/form-errors.tsx";
import { Section } from "#components/section.tsx";
import { SelectField, type Option } from "#components/select-field.tsx";
import { Version } from "#components/version.tsx";
import { FormFoot } from "#app/form-foot.tsx";
import type { UserCodes } from "#db/queries/user-codes.ts";
import type { User } from "#db/queries/users.ts";
import { labelsOf } from "#lib/help/help.ts";
import { generalHelp } from "#lib/help/user-details.ts";
import { accountTypeNames, recordTypeNames } from "#lib/user-fields.ts";
import { userLimits } from "#lib/user-parts.ts";
import { saveGeneral } from "./actions.ts";

type Name = keyof typeof generalHelp;

export function GeneralForm({ user, codes }: { user: User; codes: UserCodes }) {
  const [state, save, pending] = useFormAction(saveGeneral);
  const of = (name: Name) => ({
    ...generalHelp[name],
    name,
    defaultValue: user[name] ?? "",
    errors: fieldErrors(state, name),
  });
  const text = (name: Name, more: Partial<ComponentProps<typeof Field>> = {}) => (
    <Field {...of(name)} autoComplete="off" maxLength={userLimits.name} {...more} />
  );
  const choice = (name: Name, options: Option[]) => <SelectField {...of(name)} options={options} />;
  return (
    <ActionForm action={save} state={state} className="grid gap-8">
      <FormErrors state={state} labels={labelsOf(generalHelp)} />
      <input type="hidden" name="id" value={user.id} />
      <Version value={user.version} />
      <Section title="Person">
        <div className={columns}>
          {text("primaryId", { maxLength: userLimits.identifier })}
          {text("title")}
          {text("lastName")}
          {text("firstName")}
          {text("middleName")}
          {text("preferredLanguage", { maxLength: userLimits.code })}
          {text("birthDate", { type: "date" })}
          {text("gender", { maxLength: userLimits.code })}
        </div>
      </Section>
      <Section title="Account">
        <div className={columns}>
          {choice("status", [
            { value: "active", label: "Active" },
            { value: "inactive", label: "Inactive" },
          ])}
          {choice("recordType", optionsOf(recordTypeNames))}
          {choice("accountType", optionsOf(accountTypeNames))}
          {choice("userGroup", [
            { value: "", label: "None" },
            ...codes.userGroup.map(({ code, name }) => ({ value: code, label: name })),
          ])}
          {text("jobCategory", { maxLength: userLimits.code, list: "job-categories" })}
          {text("campus", { maxLength: userLimits.code, list: "campuses" })}
          {text("expiryDate", { type: "date" })}
          {text("purgeDate", { type: "date" })}
        </div>
      </Section>
      <Suggestions id="job-categories" values={codes.jobCategory.map(({ code }) => code)} />
      <Suggestions id="campuses" values={codes.campus.map(({ code }) => code)} />
      <FormFoot state={state}>
        <SaveButton pending={pending} />
      </FormFoot>
    </ActionForm>
  );
}

const columns = "grid items-start grid-cols-[repeat(auto-fit,minmax(min(16rem,100%),1fr))] gap-5";

const optionsOf = (names: Record<string, string>): Option[] =>
  Object.entries(names).map(([value, label]) => ({ value, label }));
