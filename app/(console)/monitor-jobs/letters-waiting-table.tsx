import { DataTable } from "#components/data-table.tsx";
import { Section } from "#components/section.tsx";
import type { LetterWaiting } from "#db/queries/letter-outbox.ts";
import { formatCount } from "#lib/format.ts";

const states: Record<LetterWaiting["state"], string> = {
  waiting: "Waiting to be sent",
  sending: "Being sent",
  failed: "Not sent: the mail server refused them five times",
  unknown: "Not known: they were handed over and no answer came",
  withheld: "Not sent: somebody decided so",
  kept: "Not sent within a day, and not any more",
};

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
        { head: "State", rowHeader: true, cell: ({ state }) => states[state] },
        { head: "Letters", numeric: true, cell: (row) => formatCount(row.letters) },
      ]}
    />
  </Section>
);
