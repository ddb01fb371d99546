import { cache } from "react";
import { CountingTookTooLong } from "#components/counting-took-too-long.tsx";
import { formatCount } from "#lib/format.ts";
import { countingSeconds, readCounts } from "#lib/server/read-page.ts";
import { Named } from "./named-view.tsx";
import { countLettersAndUsers, countNamed, type Standing } from "./overview-query.ts";

/** Counted once for a page, wherever it is shown; null when that took too long. */
export const namedRecords = cache(() => readCounts(countNamed));
export const lettersAndUsers = cache(() => readCounts(countLettersAndUsers));

export async function NamedRecords({ settings }: Pick<Standing, "settings">) {
  const outlook = await namedRecords();
  return outlook ? <Named outlook={outlook} settings={settings} /> : <TookTooLong />;
}

export async function LettersAndUsers() {
  const counted = await lettersAndUsers();
  if (!counted) return <TookTooLong />;
  const { letters, users } = counted;
  const figures = [
    ["Letters past their retention period", letters.pastPeriod],
    ["Letters stored", letters.stored],
    ["Users past their purge date", users.pastPurgeDate],
  ] as const;
  return (
    <dl className="grid grid-cols-[repeat(auto-fill,minmax(13rem,1fr))] gap-4 border-y py-4">
      {figures.map(([term, figure]) => (
        <div key={term} className="grid gap-0.5">
          <dt className="text-muted">{term}</dt>
          <dd className="text-lg font-semibold tabular-nums">{formatCount(figure)}</dd>
        </div>
      ))}
    </dl>
  );
}

const TookTooLong = () => <CountingTookTooLong seconds={countingSeconds} />;
