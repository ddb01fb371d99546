"use client";

import type { UserCodes } from "#db/queries/user-codes.ts";
import { Suggestions } from "#components/suggestions.tsx";
import type { FormState } from "#lib/form-state.ts";
import { accountTypeNames } from "#lib/user-fields.ts";
import { FieldParameter } from "./field-parameter-form.tsx";
import {
  BlockParameters,
  CategoryParameters,
  NoteParameters,
  NotifyParameter,
} from "./part-parameters-form.tsx";

/** All that the job can do, in the order of its report. */
export const Parameters = ({ codes, state }: { codes: UserCodes; state: FormState }) => (
  <div className="grid max-w-4xl grid-cols-[minmax(0,1fr)] border-t">
    <FieldParameter
      field="status"
      state={state}
      mayBeEmpty={false}
      options={[
        { value: "active", label: "Active" },
        { value: "inactive", label: "Inactive" },
      ]}
    />
    <FieldParameter field="expiryDate" state={state} />
    <FieldParameter field="purgeDate" state={state} />
    <FieldParameter
      field="userGroup"
      state={state}
      options={codes.userGroup.map(({ code, name }) => ({ value: code, label: name }))}
    />
    <FieldParameter field="jobCategory" state={state} list="job-categories" />
    <FieldParameter field="campus" state={state} list="campuses" />
    <FieldParameter field="preferredLanguage" state={state} />
    <FieldParameter
      field="accountType"
      state={state}
      mayBeEmpty={false}
      options={Object.entries(accountTypeNames).map(([value, label]) => ({ value, label }))}
    />
    <BlockParameters state={state} list="blocks" />
    <NoteParameters state={state} />
    <CategoryParameters state={state} categories={codes.statisticalCategory} />
    <NotifyParameter state={state} />
    <Suggestions id="job-categories" values={codes.jobCategory.map(({ code }) => code)} />
    <Suggestions id="campuses" values={codes.campus.map(({ code }) => code)} />
    <Suggestions id="blocks" values={codes.block.map(({ code }) => code)} />
  </div>
);
