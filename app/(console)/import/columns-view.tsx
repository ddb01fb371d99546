import { columnsOf } from "#imports/import-file.ts";
import { takenFormats } from "#imports/formats.ts";

/** Which columns a file may have, with an example to download, folded away. */
export const FileColumns = () => (
  <div className="grid gap-1 border-t pt-4">
    {takenFormats.map((format) => (
      <details key={format}>
        <summary className="cursor-pointer py-1 font-medium">Columns of {format}.csv</summary>
        <ul className="flex flex-wrap gap-x-3 gap-y-1 py-2 font-mono text-xs">
          {columnsOf(format).map(({ name, required }) => (
            <li key={name}>
              {required ? <strong>{name}</strong> : name}
              {required && <span className="sr-only"> (required)</span>}
            </li>
          ))}
        </ul>
        <p className="pb-2 text-xs">
          <a className="text-link" href={`/examples/${format}.csv`} download>
            Download an example of {format}.csv
          </a>
        </p>
      </details>
    ))}
    <p className="text-muted max-w-prose text-xs">
      The first line names the columns, in any order; those in bold must be there. Write dates as
      2026-11-27, with a time as 2026-11-27T14:30:00Z; a plain date is a day in the library’s zone.
      Amounts are decimals, as 12.50. A column left out leaves its fields alone, an empty cell
      clears them.
    </p>
  </div>
);
