"use client";

import { useQuery } from "@tanstack/react-query";
import { ConfirmDialog } from "#components/confirm-dialog.tsx";
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
export function ZoneQuestion({ timeZone, close, onConfirm }: Props) {
  const { data, error } = useQuery({
    queryKey: ["zone-change", timeZone],
    queryFn: ({ signal }) =>
      getJson<Moves>(`/api/institution/zone-change?${new URLSearchParams({ timeZone })}`, signal),
    gcTime: 0,
    retry: false,
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && close()}
      title={`Count days in ${timeZone}?`}
      confirm={{ label: "Save and move the days", cancel: "Keep the zone" }}
      ready={data !== undefined}
      onConfirm={onConfirm}
    >
      <p role="status">
        {error && error.message}
        {!error && !data && "Counting what would move to another day …"}
        {data && moveSentence(data)}
      </p>
      <p>
        Rules, reports and statistics count by these days. Anonymized records keep theirs. The next
        run of each job moves to the same time of day in the new zone.
      </p>
    </ConfirmDialog>
  );
}

const moveSentence = ({ records, letters }: Moves) =>
  `${formatCountOf(records, "linked record", "linked records")} and ${formatCountOf(letters, "letter", "letters")} would move to another day.`;
