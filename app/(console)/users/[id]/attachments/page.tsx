import type { Metadata } from "next";
import Link from "next/link";
import { Missing } from "#app/missing.tsx";
import { DataTable, type Column } from "#components/data-table.tsx";
import { Section } from "#components/section.tsx";
import { Pager } from "#components/pager.tsx";
import { StatusBadge } from "#components/status-badge.tsx";
import { today } from "#db/queries/institution.ts";
import { listLetters, userExists, type LetterRow } from "#db/queries/letters.ts";
import { formatMoment } from "#lib/format.ts";
import { letterStates } from "#lib/letter-states.ts";
import { letterChannels } from "#lib/retention.ts";
import { readPage } from "#lib/server/read-page.ts";
import { requireStaff } from "#lib/server/session.ts";
import { attachmentsSearch, userParameters } from "./schema.ts";

export const metadata: Metadata = { title: "Attachments" };

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function AttachmentsPage({ params, searchParams }: Props) {
  await requireStaff("users.read");
  const user = userParameters.safeParse(await params).data?.id;
  if (user === undefined) return <Missing />;
  const { before } = attachmentsSearch.parse(await searchParams);
  const found = await readPage(async (tx) =>
    (await userExists(tx, user))
      ? {
          ...(await listLetters(tx, user, before)),
          timeZone: (await today(tx)).timeZone,
        }
      : null,
  );
  if (!found) return <Missing />;
  const here = `/users/${user}/attachments`;
  return (
    <Section
      title="Attachments"
      lead="Letters to this user. Each is kept as long as its type's retention period says."
    >
      <DataTable
        caption="Letters, newest first"
        hiddenCaption
        rows={found.letters}
        rowKey={({ id }) => id}
        columns={columns(user, found.timeZone)}
        empty="There is no letter to this user, or none any more."
      />
      <Pager
        label="letters"
        first={before === undefined ? null : here}
        next={found.next === null ? null : `${here}?before=${found.next}`}
      />
    </Section>
  );
}

const columns = (user: number, timeZone: string): Column<LetterRow>[] => [
  {
    head: "Date",
    cell: ({ createdAt, state }) => (
      <span className="inline-flex flex-wrap items-center gap-2 whitespace-nowrap tabular-nums">
        {formatMoment(createdAt, timeZone)}
        {state !== "sent" && <StatusBadge tone="neutral">{letterStates[state]}</StatusBadge>}
      </span>
    ),
  },
  {
    head: "Type",
    rowHeader: true,
    cell: ({ id, type }) => (
      <Link className="text-link" href={`/users/${user}/attachments/${id}`} prefetch={false}>
        {type}
      </Link>
    ),
  },
  {
    head: "Subject",
    cell: ({ subject }) => subject ?? <span className="text-muted">No subject</span>,
  },
  { head: "Channel", cell: ({ channel }) => letterChannels[channel] },
  {
    head: "Actions",
    hiddenHead: true,
    cell: ({ id, type, createdAt }) => {
      const which = `${type} of ${formatMoment(createdAt, timeZone)}`;
      return (
        <span className="flex gap-4 whitespace-nowrap">
          <Link
            className="text-link inline-flex min-h-6 items-center"
            href={`/users/${user}/attachments/${id}`}
            prefetch={false}
            aria-label={`View ${which}`}
          >
            View
          </Link>
          <a
            download
            className="text-link inline-flex min-h-6 items-center"
            href={`/users/${user}/attachments/${id}/file`}
            aria-label={`Download ${which}`}
          >
            Download
          </a>
        </span>
      );
    },
  },
];
