"use client";

import { Button } from "#components/button.tsx";
import { DataTable, type Column } from "#components/data-table.tsx";
import { fieldErrors } from "#components/field-errors.ts";
import { useFormAction } from "#components/form-action.ts";
import { useLatest } from "#components/latest-outcome.ts";
import { Section } from "#components/section.tsx";
import { SelectField } from "#components/select-field.tsx";
import { FormFoot } from "#app/form-foot.tsx";
import { categoryHelp } from "#lib/help/user-details.ts";
import { dropCategory, saveCategory } from "./actions.ts";

interface Props {
  userId: number;
  categories: string[];
  /** Categories that can be added; null where nothing can be changed. */
  choices: string[] | null;
}

export function CategoriesForm({ userId, categories, choices }: Props) {
  const [saved, save, saving] = useFormAction(saveCategory);
  const [dropped, drop, dropping] = useFormAction(dropCategory);
  const latest = useLatest(saved, dropped);
  const columns: Column<string>[] = [
    { head: "Category", rowHeader: true, cell: (code) => code },
    {
      head: "Actions",
      hiddenHead: true,
      cell: (code) =>
        choices && (
          <form action={drop} className="flex justify-end">
            <input type="hidden" name="userId" value={userId} />
            <input type="hidden" name="category" value={code} />
            <Button type="submit" variant="quiet" pending={dropping}>
              Remove<span className="sr-only"> {code}</span>
            </Button>
          </form>
        ),
    },
  ];
  return (
    <Section
      title="Statistical categories"
      lead="What the user's next loans and requests count under. Those there are keep the categories they had."
    >
      <DataTable
        caption="Statistical categories"
        hiddenCaption
        columns={columns}
        rows={categories}
        rowKey={(code) => code}
        empty="The user has no statistical category."
      />
      <FormFoot state={latest}>
        {choices && choices.length > 0 && (
          <form action={save} className="flex flex-wrap items-start gap-4">
            <input type="hidden" name="userId" value={userId} />
            <SelectField
              {...categoryHelp}
              name="category"
              options={choices.map((code) => ({ value: code, label: code }))}
              errors={fieldErrors(saved, "category")}
            />
            <div className="sm:pt-6.5">
              <Button type="submit" pending={saving}>
                Add the Category
              </Button>
            </div>
          </form>
        )}
      </FormFoot>
    </Section>
  );
}
