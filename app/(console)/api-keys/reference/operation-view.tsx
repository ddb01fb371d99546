import { DataTable, type Column } from "#components/data-table.tsx";
import type { ApiOperation } from "#lib/server/api-document.ts";
import { Code } from "./code-view.tsx";
import { curlOf } from "./curl-view.ts";
import { fieldRows, typeText, type FieldRow } from "./fields-view.ts";
import type { Entry } from "./reference-query.ts";

/** What an operation takes and answers. */
export function OperationView({ entry, origin }: { entry: Entry; origin: string }) {
  const { method, path, operation } = entry;
  const name = `${method} ${path}`;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <div className="grid max-w-prose gap-2">
        {operation.description && <p>{operation.description}</p>}
        <Scopes security={operation.security} />
      </div>
      <Code label={`Example of ${name}`}>{curlOf(entry, origin)}</Code>
      <Fields caption={`What ${name} takes`} requiredHead="Needed" rows={takenBy(operation)} />
      <Answer name={name} operation={operation} />
    </div>
  );
}

/** All of one list, or one of several lists, which the description tells apart. */
function Scopes({ security }: Pick<ApiOperation, "security">) {
  const scopes = security.flatMap(({ apiKey }) => apiKey);
  if (scopes.length === 0) return <p>Needs no key.</p>;
  const takesAll = security.length === 1;
  const list = new Intl.ListFormat("en-GB", { type: takesAll ? "conjunction" : "disjunction" });
  return (
    <p>
      {takesAll && scopes.length > 1 ? "Scopes" : "Scope"}:{" "}
      {list.formatToParts(scopes).map(({ type, value }) =>
        type === "element" ? (
          <code key={value} className="font-mono">
            {value}
          </code>
        ) : (
          value
        ),
      )}
    </p>
  );
}

const places = { path: "in the path", query: "in the query", header: "header" };

const takenBy = ({ parameters, requestBody }: ApiOperation): FieldRow[] => [
  ...parameters.map(({ name, in: place, schema, required, description }) => ({
    place: `${name} (${places[place]})`,
    type: typeText(schema),
    isRequired: required,
    description: description ?? "",
  })),
  ...Object.entries(requestBody?.content ?? {}).flatMap(([type, content]) =>
    content?.schema
      ? fieldRows(content.schema)
      : [{ place: "The body", type, isRequired: true, description: "" }],
  ),
];

function Answer({ name, operation }: { name: string; operation: ApiOperation }) {
  const [status, response] =
    Object.entries(operation.responses).find(([, one]) => "content" in one) ?? [];
  if (!response || !("content" in response)) return null;
  const { "application/json": json, "text/csv": csv } = response.content;
  return (
    <>
      {json?.schema && (
        <Fields
          caption={`What ${name} answers, with ${status}`}
          requiredHead="Always there"
          rows={fieldRows(json.schema)}
        />
      )}
      {csv && (
        <p className="max-w-prose">
          {json ? "With format=csv, it answers with CSV. " : "Answers with CSV. "}
          {csv.schema?.description}
        </p>
      )}
    </>
  );
}

interface FieldsProps {
  caption: string;
  requiredHead: string;
  rows: FieldRow[];
}

function Fields({ caption, requiredHead, rows }: FieldsProps) {
  if (rows.length === 0) return null;
  return (
    <DataTable
      caption={caption}
      stacks
      columns={columns(requiredHead)}
      rows={rows}
      rowKey={({ place, type }) => `${place} ${type}`}
      empty=""
    />
  );
}

const columns = (requiredHead: string): Column<FieldRow>[] => [
  {
    head: "Field",
    rowHeader: true,
    cell: ({ place }) => <span className="font-mono font-normal">{place}</span>,
  },
  { head: "Type", cell: ({ type }) => type },
  { head: requiredHead, cell: ({ isRequired }) => (isRequired ? "Yes" : "") },
  { head: "About", cell: ({ description }) => description },
];
