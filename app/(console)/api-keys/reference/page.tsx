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
import { OperationView } from "./operation-view.tsx";
import { bySubject, entriesOf, matchingEntries } from "./reference-query.ts";

export const metadata: Metadata = { title: "API Reference" };

/** As many as are opened when a search finds no more. */
const OPENED = 4;

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function ReferencePage({ searchParams }: Props) {
  const person = await requireStaff("overview.read");
  const { search } = referenceSearch.parse(await searchParams);
  const origin = ownOrigin(await headers());
  const found = matchingEntries(entriesOf(apiDocument()), search);
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
          <div className="border-b">
            {entries.map((entry) => (
              <OperationView
                key={entry.operation.operationId}
                entry={entry}
                origin={origin}
                isOpen={search !== "" && found.length <= OPENED}
              />
            ))}
          </div>
        </section>
      ))}
    </ApiFrame>
  );
}
