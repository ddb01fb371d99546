import Link from "next/link";
import { DataTable, type Column } from "#components/data-table.tsx";
import { StatusBadge } from "#components/status-badge.tsx";
import type { MailState, OutboxMail } from "#db/queries/outbox.ts";
import { formatMoment } from "#lib/format.ts";
import { ResendForm } from "./resend-form.tsx";

interface Props {
  mails: OutboxMail[];
  timeZone: string;
  /** A mail server is set. */
  isSent: boolean;
  /** Jobs whose mails the person may have sent again. */
  steers: readonly string[];
}

export const OutboxTable = ({ mails, timeZone, isSent, steers }: Props) => {
  const columns: Column<OutboxMail>[] = [
    {
      head: "Written",
      cell: ({ createdAt }) => (
        <span className="tabular-nums">{formatMoment(createdAt, timeZone)}</span>
      ),
    },
    { head: "Mail", rowHeader: true, cell: (mail) => <Mail mail={mail} /> },
    { head: "To", cell: ({ recipient }) => recipient },
    { head: "State", cell: (mail) => <State mail={mail} isSent={isSent} /> },
    {
      head: "Actions",
      hiddenHead: true,
      cell: ({ id, job, recipient, state }) =>
        isSent &&
        steers.includes(job) &&
        ["failed", "unknown"].includes(state) && <ResendForm id={id} recipient={recipient} />,
    },
  ];
  return (
    <DataTable
      caption="Mails about runs that have ended, newest first"
      hiddenCaption
      columns={columns}
      rows={mails}
      rowKey={({ id }) => id}
      csv="page"
      empty="No mail was written yet. Subscriptions are under Scheduled."
    />
  );
};

const Mail = ({ mail: { subject, body, runId } }: { mail: OutboxMail }) => (
  <details className="max-w-prose min-w-48">
    <summary>{subject}</summary>
    <pre className="py-2 font-sans font-normal whitespace-pre-wrap">{body}</pre>
    <Link className="text-link font-normal" href={`/monitor-jobs/${runId}`}>
      Report of the run
    </Link>
  </details>
);

const states: Record<MailState, { name: string; tone: Parameters<typeof StatusBadge>[0]["tone"] }> =
  {
    sent: { name: "Sent", tone: "good" },
    sending: { name: "Being sent", tone: "information" },
    waiting: { name: "Waiting", tone: "neutral" },
    failed: { name: "Not sent", tone: "danger" },
    unknown: { name: "Not known", tone: "attention" },
    kept: { name: "Not sent", tone: "neutral" },
  };

function State({ mail, isSent }: { mail: OutboxMail; isSent: boolean }) {
  const { state, problem, attempts } = mail;
  const { name, tone } = isSent || state !== "waiting" ? states[state] : readHere;
  const said = {
    sent: "",
    sending: "",
    kept: "",
    waiting: problem && `${problem} It is tried again (${attempts} so far).`,
    failed: problem && `${problem} Tried ${attempts} times.`,
    unknown: "It was handed over and no answer came: it may have arrived.",
  }[state];
  return (
    <div className="grid max-w-xs justify-items-start gap-1">
      <StatusBadge tone={tone}>{name}</StatusBadge>
      {said && <span className="text-muted text-xs">{said}</span>}
    </div>
  );
}

const readHere = { name: "Read here", tone: "neutral" } as const;
