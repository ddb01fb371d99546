import Form from "next/form";
import { Button } from "#components/button.tsx";
import { ButtonLink } from "#components/button-link.tsx";
import { Field } from "#components/field.tsx";
import { SelectField, type Option } from "#components/select-field.tsx";
import { historyHelp } from "#lib/help/monitor-jobs.ts";
import { statusOptions } from "./run-status-view.tsx";
import type { HistorySearch } from "./schema.ts";

const ended = statusOptions.filter(
  ({ value }) => !["queued", "running", "paused", "interrupted", "aborting"].includes(value),
);

const { fields } = historyHelp;

interface Props {
  filter: Omit<HistorySearch, "before">;
  jobs: Option[];
}

/** A plain GET form: the filter is the address. Its key makes it follow Back and Forward. */
export function HistoryFilterForm({ filter, jobs }: Props) {
  return (
    <Form
      action="/monitor-jobs/history"
      key={JSON.stringify(filter)}
      className="grid grid-cols-[repeat(auto-fit,minmax(min(11rem,100%),1fr))] items-start gap-4"
    >
      <SelectField
        {...fields.job}
        name="job"
        options={[{ value: "", label: "All jobs" }, ...jobs]}
        defaultValue={filter.job ?? ""}
      />
      <SelectField
        {...fields.status}
        name="status"
        options={[{ value: "", label: "All statuses" }, ...ended]}
        defaultValue={filter.status ?? ""}
      />
      <Field {...fields.from} name="from" type="date" defaultValue={filter.from} />
      <Field {...fields.to} name="to" type="date" defaultValue={filter.to} />
      <div className="flex flex-wrap gap-2 sm:pt-6.5">
        <Button type="submit">Filter</Button>
        <ButtonLink href="/monitor-jobs/history" variant="quiet">
          Clear
        </ButtonLink>
      </div>
    </Form>
  );
}
