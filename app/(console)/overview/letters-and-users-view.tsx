import { formatCount } from "#lib/format.ts";
import type { Counted } from "./overview-query.ts";

export function LettersAndUsers({ letters, users }: Pick<Counted, "letters" | "users">) {
  const figures = [
    ["Letters past their retention period", letters.pastPeriod],
    ["Letters stored", letters.stored],
    ["Users past their purge date", users.pastPurgeDate],
  ] as const;
  return (
    <dl className="grid grid-cols-[repeat(auto-fill,minmax(min(13rem,100%),1fr))] gap-4 border-y py-4">
      {figures.map(([term, figure]) => (
        <div key={term} className="grid content-between gap-0.5">
          <dt className="text-muted">{term}</dt>
          <dd className="text-lg font-semibold tabular-nums">{formatCount(figure)}</dd>
        </div>
      ))}
    </dl>
  );
}
