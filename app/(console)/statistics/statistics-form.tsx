import Form from "next/form";
import { Button } from "#components/button.tsx";
import { CheckboxField } from "#components/checkbox-field.tsx";
import { Field } from "#components/field.tsx";
import {
  backwards,
  dimensionsOf,
  isBackwards,
  type Dimension,
  type Library,
  type StatisticsQuery,
} from "#db/queries/statistics.ts";
import { nameIn, namesOf } from "#lib/code-names.ts";
import { statisticsHelp } from "#lib/help/reports.ts";

export const dimensionNames: Record<Dimension, string> = {
  month: "Month",
  library: "Library",
  location: "Location",
  userGroup: "User group",
  category: "Statistical category",
  partner: "Partner",
  status: "Status",
};

const { fields } = statisticsHelp;

/** A plain GET form: the choice is the address. Its key makes it follow Back and Forward. */
export function StatisticsForm({
  query,
  libraries,
}: {
  query: StatisticsQuery;
  libraries: Library[];
}) {
  return (
    <Form action="/statistics" key={JSON.stringify(query)} className="grid gap-5">
      <input type="hidden" name="family" value={query.family} />
      <fieldset className="grid gap-2" aria-describedby="count-by-help">
        <legend className="font-medium">{fields.by.label}</legend>
        <p id="count-by-help" className="text-muted text-xs">
          {fields.by.help}
        </p>
        <div className="flex flex-wrap gap-x-6 gap-y-2">
          {dimensionsOf(query.family).map((one) => (
            <CheckboxField
              key={one}
              id={`by-${one}`}
              label={dimensionNames[one]}
              name="by"
              value={one}
              defaultChecked={query.by.includes(one)}
            />
          ))}
        </div>
      </fieldset>
      {libraries.length > 1 && <Libraries query={query} libraries={libraries} />}
      <div className="flex flex-wrap items-start gap-4">
        <Field {...fields.from} name="from" type="date" defaultValue={query.from} />
        <Field
          {...fields.to}
          name="to"
          type="date"
          defaultValue={query.to}
          errors={isBackwards(query) ? [backwards] : undefined}
        />
        <Button type="submit" className="sm:mt-6.5">
          Show
        </Button>
      </div>
    </Form>
  );
}

function Libraries({ query, libraries }: { query: StatisticsQuery; libraries: Library[] }) {
  const names = namesOf(libraries);
  return (
    <details open={Boolean(query.libraries?.length)}>
      <summary className="min-h-6 font-medium">
        {query.libraries?.length
          ? `Only ${query.libraries.map((code) => nameIn(names, code)).join(", ")}`
          : "All libraries"}
      </summary>
      <fieldset className="grid gap-2 pt-3" aria-describedby="libraries-help">
        <legend className="sr-only">{fields.library.label}</legend>
        <p id="libraries-help" className="text-muted text-xs">
          {fields.library.help}
        </p>
        <div className="grid grid-cols-[repeat(auto-fill,minmax(14rem,1fr))] gap-x-6 gap-y-2">
          {libraries.map(({ code, name }) => (
            <CheckboxField
              key={code}
              id={`library-${code}`}
              label={name === code ? code : `${name} (${code})`}
              name="library"
              value={code}
              defaultChecked={query.libraries?.includes(code)}
            />
          ))}
        </div>
      </fieldset>
    </details>
  );
}
