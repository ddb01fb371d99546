"use client";

import { Button } from "#components/button.tsx";
import { DataTable, type Column } from "#components/data-table.tsx";
import { useFormAction } from "#components/form-action.ts";
import { useOutcomeToast } from "#components/outcome-toast.ts";
import { unsubscribe } from "./actions.ts";

interface Props {
  job: string;
  emails: string[];
  mayWrite: boolean;
  own: string;
}

export function SubscriptionsTable({ job, emails, mayWrite, own }: Props) {
  const [state, act, pending] = useFormAction(unsubscribe);
  useOutcomeToast(state);
  const columns: Column<string>[] = [
    { head: "E-mail", rowHeader: true, cell: (email) => email },
    {
      head: "Actions",
      hiddenHead: true,
      cell: (email) =>
        (mayWrite || email === own.toLowerCase()) && (
          <form action={act}>
            <input type="hidden" name="job" value={job} />
            <input type="hidden" name="email" value={email} />
            <Button type="submit" pending={pending} aria-label={`Remove ${email}`}>
              Remove
            </Button>
          </form>
        ),
    },
  ];
  return (
    <DataTable
      caption="Subscribed addresses"
      rows={emails}
      columns={columns}
      rowKey={(email) => email}
      empty="Nobody is told."
    />
  );
}
