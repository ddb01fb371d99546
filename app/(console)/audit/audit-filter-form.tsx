import Form from "next/form";
import { Button } from "#components/button.tsx";
import { ButtonLink } from "#components/button-link.tsx";
import { Field } from "#components/field.tsx";
import { SelectField } from "#components/select-field.tsx";
import type { AuditChoices } from "#db/queries/audit-list.ts";
import type { AuditSearch } from "./schema.ts";
import { actionWords } from "#lib/audit-words.ts";
import { auditHelp } from "#lib/help/reports.ts";

const { fields } = auditHelp;

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
    <Form
      // What the address says, after Clear and Back too.
      key={JSON.stringify(filter)}
      action="/audit"
      role="search"
      className="flex flex-wrap items-start gap-4"
    >
      <SelectField
        {...fields.actor}
        name="actor"
        options={[anyone, ...choices.actors]}
        defaultValue={filter.actor ?? ""}
      />
      <SelectField
        {...fields.action}
        name="action"
        options={[anything, ...actions]}
        defaultValue={filter.action ?? ""}
      />
      <Field {...fields.day} name="day" type="date" defaultValue={filter.day ?? ""} />
      <div className="flex gap-2 sm:pt-6.5">
        <Button type="submit">Filter</Button>
        <ButtonLink variant="quiet" href="/audit">
          Clear
        </ButtonLink>
      </div>
    </Form>
  );
}
