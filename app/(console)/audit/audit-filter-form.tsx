import { Button } from "#components/button.tsx";
import { ButtonLink } from "#components/button-link.tsx";
import { Field } from "#components/field.tsx";
import { SelectField } from "#components/select-field.tsx";
import type { AuditChoices } from "#db/queries/audit-list.ts";
import type { AuditSearch } from "./schema.ts";
import { actionWords } from "#lib/audit-words.ts";

interface Props {
  filter: AuditSearch;
  choices: AuditChoices;
}

const anyone = { value: "", label: "Anyone" };
const anything = { value: "", label: "Anything" };

/** A plain GET form: the address is the filter. */
export function AuditFilterForm({ filter, choices }: Props) {
  const actions = choices.actions.map((value) => ({ value, label: actionWords(value) }));
  return (
    <form action="/audit" role="search" className="flex flex-wrap items-end gap-4">
      <SelectField
        label="Who"
        name="actor"
        options={[anyone, ...choices.actors]}
        defaultValue={filter.actor ?? ""}
      />
      <SelectField
        label="What"
        name="action"
        options={[anything, ...actions]}
        defaultValue={filter.action ?? ""}
      />
      <Field label="Day" name="day" type="date" defaultValue={filter.day ?? ""} />
      <Button type="submit">Filter</Button>
      <ButtonLink variant="quiet" href="/audit">
        Show all
      </ButtonLink>
    </form>
  );
}
