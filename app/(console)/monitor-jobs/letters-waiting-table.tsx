import { DataTable } from "#components/data-table.tsx";
import { Section } from "#components/section.tsx";
import type { LetterWaiting } from "#db/queries/letter-outbox.ts";
import { formatCount } from "#lib/format.ts";
import { letterStates } from "#lib/letter-states.ts";

/** Letters to patrons that are not sent. Whom they are to stands on Attachments, for who may see users. */
export const LettersWaiting = ({ letters }: { letters: readonly LetterWaiting[] }) => (
  <Section
    title="Letters to patrons"
    lead="Notifications of Update/Notify Users that are not sent. The report of the run that wrote them can keep those that wait from it. Each stands on its user’s Attachments, sent or not."
  >
    <DataTable
      caption="Letters to patrons that are not sent"
      hiddenCaption
      rows={letters}
      rowKey={({ state }) => state}
      csv
      empty="No letter waits."
      columns={[
        { head: "State", rowHeader: true, cell: ({ state }) => letterStates[state] },
        { head: "Letters", numeric: true, cell: (row) => formatCount(row.letters) },
      ]}
    />
  </Section>
);
