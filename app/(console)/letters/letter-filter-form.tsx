import Form from "next/form";
import { Button } from "#components/button.tsx";
import { ButtonLink } from "#components/button-link.tsx";
import { Field } from "#components/field.tsx";
import { SelectField } from "#components/select-field.tsx";
import { lettersHelp } from "#lib/help/letters.ts";
import { letterSorts, type LetterSearch } from "./schema.ts";

const { fields } = lettersHelp;

/** A plain GET form: the address is the filter. Its key makes it follow Back and Forward. */
export function LetterFilterForm({ search }: { search: LetterSearch }) {
  return (
    <Form
      action="/letters"
      key={JSON.stringify(search)}
      role="search"
      className="flex flex-wrap items-start gap-4"
    >
      <Field
        {...fields.search}
        name="search"
        type="search"
        placeholder="Name, code or description"
        defaultValue={search.search ?? ""}
      />
      <SelectField
        {...fields.patronFacing}
        name="patronFacing"
        defaultValue={search.patronFacing ?? ""}
        options={[
          { value: "", label: "All" },
          { value: "yes", label: "Yes" },
          { value: "no", label: "No" },
        ]}
      />
      <SelectField
        {...fields.sort}
        name="sort"
        defaultValue={search.sort}
        options={Object.entries(letterSorts).map(([value, label]) => ({ value, label }))}
      />
      {search.attention && <input type="hidden" name="attention" value="yes" />}
      <div className="flex gap-2 sm:pt-6.5">
        <Button type="submit">Show</Button>
        <ButtonLink variant="quiet" href="/letters">
          Clear
        </ButtonLink>
      </div>
    </Form>
  );
}
