import type { Metadata } from "next";
import type { ReactNode } from "react";
import { Missing } from "#app/missing.tsx";
import { Notice } from "#components/notice.tsx";
import { PageHeader } from "#components/page-header.tsx";
import { Section } from "#components/section.tsx";
import { readHold, type Hold } from "#db/queries/legal-holds.ts";
import { formatCount, formatDay } from "#lib/format.ts";
import { permits } from "#lib/permissions.ts";
import { readPage } from "#lib/server/read-page.ts";
import { requireStaff } from "#lib/server/session.ts";
import { ChangeForm } from "../change-form.tsx";
import { Held, HoldStatus } from "../hold-status-view.tsx";
import { ReleaseForm } from "../release-form.tsx";
import { holdParameter } from "../schema.ts";

export const metadata: Metadata = { title: "Legal Hold" };

interface Props {
  params: Promise<{ id: string }>;
}

export default async function LegalHoldPage({ params }: Props) {
  const staff = await requireStaff("holds.read");
  const id = holdParameter.safeParse((await params).id);
  if (!id.success) return <Missing />;
  const hold = await readPage((tx) => readHold(tx, staff, id.data));
  if (!hold) return <Missing />;
  const mayWrite = permits(staff.roles, "holds.write");
  return (
    <>
      <PageHeader
        path={["Configuration", "Legal Holds"]}
        title={`Hold ${hold.id}`}
        actions={<HoldStatus hold={hold} />}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
        {hold.isDue && (
          <Notice tone="attention">
            The review date has come. The hold stays until somebody releases it, or sets another
            date.
          </Notice>
        )}
        <Facts hold={hold} mayOpen={permits(staff.roles, "users.read")} />
        {mayWrite && hold.releasedOn === null && (
          <Section title="Reason, owner and review date">
            <ChangeForm hold={hold} />
          </Section>
        )}
        {mayWrite && (
          <Section title="Release">
            <ReleaseForm hold={hold} />
          </Section>
        )}
      </div>
    </>
  );
}

function Facts({ hold, mayOpen }: { hold: Hold; mayOpen: boolean }) {
  const by = (name: string | null, on: string) => `${formatDay(on)}, by ${name ?? "a script"}`;
  const facts: [string, ReactNode][] = [
    ["Holds", <Held key="held" hold={hold} mayOpen={mayOpen} />],
    ["Persons held by it", formatCount(hold.members)],
    [
      "Reason",
      <span key="reason" className="whitespace-pre-line">
        {hold.reason}
      </span>,
    ],
    ["Owner", hold.owner],
    ["Review date", formatDay(hold.reviewOn)],
    ["Placed", by(hold.placedBy, hold.placedOn)],
    ...(hold.releasedOn === null
      ? []
      : [["Released", by(hold.releasedBy, hold.releasedOn)] satisfies [string, ReactNode]]),
  ];
  return (
    <dl className="grid max-w-2xl grid-cols-[fit-content(10rem)_minmax(0,1fr)] gap-x-6 gap-y-2">
      {facts.map(([term, fact]) => (
        <div key={term} className="contents">
          <dt className="text-muted">{term}</dt>
          <dd className="min-w-0 break-words">{fact}</dd>
        </div>
      ))}
    </dl>
  );
}
