import type { Metadata } from "next";
import Form from "next/form";
import { headers } from "next/headers";
import { Button } from "#components/button.tsx";
import { ButtonLink } from "#components/button-link.tsx";
import { EmptyState } from "#components/empty-state.tsx";
import { Field } from "#components/field.tsx";
import { apiDocument } from "#app/api/document.ts";
import { apiReferenceHelp } from "#lib/help/system.ts";
import { permits } from "#lib/permissions.ts";
import { ownOrigin } from "#lib/server/origin.ts";
import { requireStaff } from "#lib/server/session.ts";
import { ApiFrame } from "../api-frame-view.tsx";
import { referenceSearch } from "../schema.ts";
import { Introduction } from "./introduction-view.tsx";
import { OperationLine } from "./operation-line-view.tsx";
import { OperationView } from "./operation-view.tsx";
import { bySubject, entriesOf, matchingEntries } from "./reference-query.ts";

export const metadata: Metadata = { title: "API Reference" };

/** As many are shown with all they take and answer when a search finds no more; else each on a page of its own. */
const IN_FULL = 4;

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function ReferencePage({ searchParams }: Props) {
  const person = await requireStaff("overview.read");
  const { search } = referenceSearch.parse(await searchParams);
  const origin = ownOrigin(await headers());
  const found = matchingEntries(entriesOf(apiDocument()), search);
  const isInFull = search !== "" && found.length <= IN_FULL;
  return (
    <ApiFrame
      current="Reference"
      mayMakeKeys={permits(person.roles, "apiKeys.write")}
      actions={<ButtonLink href="/api/openapi.json">OpenAPI document</ButtonLink>}
    >
      <Introduction origin={origin} />
      <Form action="/api-keys/reference" className="flex flex-wrap items-start gap-4" key={search}>
        <Field
          {...apiReferenceHelp.fields.search}
          name="search"
          type="search"
          defaultValue={search}
        />
        <div className="flex gap-2 sm:pt-6.5">
          <Button type="submit">Search</Button>
          {search !== "" && (
            <ButtonLink variant="quiet" href="/api-keys/reference">
              Clear
            </ButtonLink>
          )}
        </div>
      </Form>
      {found.length === 0 && (
        <EmptyState title="Nothing of the API holds all of these words.">
          <p>Search for a path, a field or a scope, such as statistics or anonymization.run.</p>
        </EmptyState>
      )}
      {bySubject(found).map(([subject, entries]) => (
        <section
          key={subject}
          aria-label={subject}
          className="grid grid-cols-[minmax(0,1fr)] gap-2"
        >
          <h2 className="text-base font-semibold">{subject}</h2>
          <ul className="border-b">
            {entries.map((entry) => (
              <li key={entry.operation.operationId} className="border-t">
                <OperationLine {...entry} />
                {isInFull && (
                  <div className="pt-2 pb-6">
                    <OperationView entry={entry} origin={origin} />
                  </div>
                )}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </ApiFrame>
  );
}
