import Form from "next/form";
import { Button } from "#components/button.tsx";
import { ButtonLink } from "#components/button-link.tsx";
import { Field } from "#components/field.tsx";
import { SelectField } from "#components/select-field.tsx";
import { letterSorts, type LetterSearch } from "./schema.ts";

/** A plain GET form: the address is the filter. Its key makes it follow Back and Forward. */
export function LetterFilterForm({ search }: { search: LetterSearch }) {
  return (
    <Form
      action="/letters"
      key={JSON.stringify(search)}
      role="search"
      className="flex flex-wrap items-end gap-4"
    >
      <Field
        label="Search"
        name="search"
        type="search"
        placeholder="Name, code or description"
        defaultValue={search.search ?? ""}
      />
      <SelectField
        label="Patron facing"
        name="patronFacing"
        defaultValue={search.patronFacing ?? ""}
        options={[
          { value: "", label: "All" },
          { value: "yes", label: "Yes" },
          { value: "no", label: "No" },
        ]}
      />
      <SelectField
        label="Sort by"
        name="sort"
        defaultValue={search.sort}
        options={Object.entries(letterSorts).map(([value, label]) => ({ value, label }))}
      />
      {search.attention && <input type="hidden" name="attention" value="yes" />}
      <Button type="submit">Show</Button>
      <ButtonLink variant="quiet" href="/letters">
        Show all
      </ButtonLink>
    </Form>
  );
}
