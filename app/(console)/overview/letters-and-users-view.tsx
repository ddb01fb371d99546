import { formatCount } from "#lib/format.ts";
import type { Counted } from "./overview-query.ts";

export function LettersAndUsers({ letters, users }: Pick<Counted, "letters" | "users">) {
  const figures = [
    ["Letters past their retention period", letters.pastPeriod, "Held back or not"],
    ["Letters stored", letters.stored, ""],
    ["Users past their purge date", users.pastPurgeDate, "Held back or not"],
  ] as const;
  return (
    <dl className="grid grid-cols-[repeat(auto-fill,minmax(min(13rem,100%),1fr))] gap-4 border-y py-4">
      {figures.map(([term, figure, note]) => (
        <div key={term} className="grid content-between gap-0.5">
          <dt className="text-muted">
            {term}
            {note && <span className="block text-xs">{note}</span>}
          </dt>
          <dd className="text-lg font-semibold tabular-nums">{formatCount(figure)}</dd>
        </div>
      ))}
    </dl>
  );
}
