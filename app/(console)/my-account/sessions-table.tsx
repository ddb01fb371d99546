import { DataTable } from "#components/data-table.tsx";
import { When } from "#components/when.tsx";
import type { StaffSession } from "#db/queries/staff-sessions.ts";
import { formatMoment } from "#lib/format.ts";
import { browserName } from "#lib/user-agent.ts";

interface Props {
  sessions: StaffSession[];
  /** Of who looks. */
  sessionId: string;
  timeZone: string;
}

export function SessionsTable({ sessions, sessionId, timeZone }: Props) {
  const moment = (at: string) => <When>{formatMoment(at, timeZone)}</When>;
  return (
    <DataTable
      caption="Sessions"
      hiddenCaption
      rows={sessions}
      rowKey={({ id }) => id}
      empty="You are signed in nowhere."
      columns={[
        {
          head: "Browser",
          rowHeader: true,
          cell: ({ id, userAgent }) =>
            `${browserName(userAgent)}${id === sessionId ? ", here" : ""}`,
        },
        { head: "Network address", cell: ({ address }) => address ?? "Not known" },
        { head: "Signed in", cell: ({ since }) => moment(since) },
        { head: "Last active", cell: ({ activeAt }) => moment(activeAt) },
      ]}
    />
  );
}
