import { fieldChanges, type FieldChange } from "#lib/audit-words.ts";
import { formatCountOf } from "#lib/format.ts";

/** More fields than these wait behind a click. */
const shown = 4;

/** Field by field what an entry changed. */
export function Changes({ before, after }: { before: unknown; after: unknown }) {
  const changes = fieldChanges(before, after);
  if (changes.length === 0) return null;
  if (changes.length <= shown) return <ChangesTable changes={changes} />;
  return (
    <details>
      <summary className="min-h-6 cursor-pointer leading-6">
        {formatCountOf(changes.length, "field", "fields")}
      </summary>
      <ChangesTable changes={changes} />
    </details>
  );
}

function ChangesTable({ changes }: { changes: FieldChange[] }) {
  const isNew = changes.every(({ before }) => before === "–");
  return (
    <table aria-label="What changed" className="text-left text-xs">
      <thead className="text-muted">
        <tr>
          <th scope="col" className={cell}>
            Field
          </th>
          {!isNew && (
            <th scope="col" className={cell}>
              Before
            </th>
          )}
          <th scope="col" className={cell}>
            {isNew ? "Value" : "After"}
          </th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ field, before, after }) => (
          <tr key={field}>
            <th scope="row" className={cell}>
              {field}
            </th>
            {!isNew && <td className={cell}>{before}</td>}
            <td className={cell}>{after}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const cell = "max-w-64 min-w-20 py-0.5 pr-4 align-top font-normal wrap-anywhere";
