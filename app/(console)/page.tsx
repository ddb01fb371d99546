import type { Metadata } from "next";
import Link from "next/link";
import { Notice } from "#components/notice.tsx";
import { PageHeader } from "#components/page-header.tsx";
import { Section } from "#components/section.tsx";
import { database } from "#db/client.ts";
import { formatCount } from "#lib/format.ts";
import { permits } from "#lib/permissions.ts";
import { requireStaff, type Staff } from "#lib/server/session.ts";
import { JobsAttention } from "./monitor-jobs/jobs-attention-view.tsx";
import { attention, type Attention } from "./overview/attention-query.ts";
import { Clocks } from "./overview/clocks-view.tsx";
import { Named } from "./overview/named-view.tsx";
import { readOverview, type Overview } from "./overview/overview-query.ts";

export const metadata: Metadata = { title: "Overview" };

export default async function OverviewPage() {
  const person = await requireStaff("overview.read");
  const known = await database().transaction("lethe_web", readOverview);
  return (
    <>
      <PageHeader
        path={[]}
        title="Overview"
        lead="What still names a patron, when it is next let go, and what needs a look. Lethe works on its own store and never reaches into the library system."
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-10">
        {known.institution.isDemo && (
          <Notice tone="information">This is a demo library: every person in it is made up.</Notice>
        )}
        <NeedsAttention items={attention(known)} person={person} />
        <Named
          outlook={known.outlook}
          settings={known.settings}
          mayPreview={permits(person.roles, "anonymization.read")}
        />
        <Section title="Letters and users">
          <LettersAndUsers known={known} />
        </Section>
        <Section title="Next runs and last results">
          <Clocks schedules={known.schedules} last={known.last} />
        </Section>
      </div>
    </>
  );
}

const NeedsAttention = ({ items, person }: { items: Attention[]; person: Staff }) => (
  <Section title="Needs attention">
    <JobsAttention otherwise={items.length === 0 && <p>Nothing.</p>} />
    <ul className="grid gap-3 empty:hidden">
      {items.map(({ sentence, way }) => (
        <li key={sentence}>
          <Notice tone="attention">
            {sentence}{" "}
            {permits(person.roles, way.permission) && (
              <Link className="text-link" href={way.href}>
                {way.label}
              </Link>
            )}
          </Notice>
        </li>
      ))}
    </ul>
  </Section>
);

function LettersAndUsers({ known: { users, letters } }: { known: Overview }) {
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
