"use client";

import { ActionForm } from "#components/action-form.tsx";
import { Button } from "#components/button.tsx";
import { ButtonLink } from "#components/button-link.tsx";
import { fieldErrors } from "#components/field-errors.ts";
import { Field } from "#components/field.tsx";
import { useFormAction } from "#components/form-action.ts";
import { FormMessage } from "#components/form-message.tsx";
import { SelectField } from "#components/select-field.tsx";
import { searchHelp } from "#lib/help/user-searches.ts";
import { searchPlaceNames, searchPlaces, type UserSearch } from "#lib/user-search.ts";
import { search } from "./actions.ts";

const places = searchPlaces.map((value) => ({ value, label: searchPlaceNames[value] }));

/** Posted, so that no name stands in an address. */
export function SearchForm({ text }: { text: UserSearch["text"] }) {
  const [state, find, pending] = useFormAction(search);
  return (
    <ActionForm action={find} state={state} role="search" aria-label="Users" className="grid">
      <div className="flex flex-wrap items-start gap-4">
        <SelectField
          {...searchHelp.in}
          name="in"
          options={places}
          defaultValue={text?.in ?? "all"}
          className="min-w-36"
        />
        <Field
          {...searchHelp.words}
          name="words"
          type="search"
          autoComplete="off"
          spellCheck={false}
          defaultValue={text?.words}
          className="sm:min-w-72"
          errors={fieldErrors(state, "words")}
        />
        <div className="flex flex-wrap gap-2 sm:pt-6.5">
          <Button type="submit" variant="primary" pending={pending}>
            Search
          </Button>
          <ButtonLink href="/users/advanced">Advanced Search</ButtonLink>
        </div>
      </div>
      <div className="[&>:not(:empty)]:mt-4">
        <FormMessage state={state} />
      </div>
    </ActionForm>
  );
}
