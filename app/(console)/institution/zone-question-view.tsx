"use client";

import { CountedQuestion } from "#components/counted-question.tsx";
import { getJson } from "#lib/fetch-json.ts";
import { formatCountOf } from "#lib/format.ts";

interface Props {
  timeZone: string;
  close: () => void;
  onConfirm: () => void;
}

interface Moves {
  records: number;
  letters: number;
}

/** Says what another zone moves, before it does. */
export const ZoneQuestion = ({ timeZone, ...answers }: Props) => (
  <CountedQuestion
    {...answers}
    title={`Count days in ${timeZone}?`}
    confirm={{ label: "Save and move the days", cancel: "Keep the zone" }}
    queryKey={["zone-change", timeZone]}
    count={(signal) =>
      getJson<Moves>(`/api/institution/zone-change?${new URLSearchParams({ timeZone })}`, signal)
    }
    counting="Counting what would move to another day …"
    told={moveSentence}
    uncounted="How many would move is not known."
  >
    <p>
      Rules, reports and statistics count by these days. Anonymized records keep theirs. The next
      run of each job moves to the same time of day in the new zone.
    </p>
  </CountedQuestion>
);

const moveSentence = ({ records, letters }: Moves) =>
  `${formatCountOf(records, "linked record", "linked records")} and ${formatCountOf(letters, "letter", "letters")} would move to another day.`;
