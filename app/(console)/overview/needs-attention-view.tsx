import Link from "next/link";
import { Notice } from "#components/notice.tsx";
import { Section } from "#components/section.tsx";
import { permits } from "#lib/permissions.ts";
import type { Staff } from "#lib/server/session.ts";
import { JobsAttention } from "../monitor-jobs/jobs-attention-view.tsx";
import { attention, countedAttention } from "./attention-query.ts";
import type { MaybeCounted, Standing } from "./overview-query.ts";

interface Props {
  standing: Standing;
  person: Staff;
  /** Undefined while it is counted. */
  counted: MaybeCounted | undefined;
}

export function NeedsAttention({ standing, person, counted }: Props) {
  const items = [...attention(standing), ...(counted ? countedAttention(standing, counted) : [])];
  const isWhole = counted?.outlook && counted.rest;
  return (
    <Section title="Needs attention">
      <JobsAttention otherwise={isWhole && items.length === 0 && <p>Nothing.</p>} />
      <ul className="grid gap-3 empty:hidden">
        {items.map(({ sentence, way }) => (
          <li key={sentence}>
            <Notice tone="attention">
              {sentence}{" "}
              {way && permits(person.roles, way.permission) && (
                <Link className="text-link" href={way.href}>
                  {way.label}
                </Link>
              )}
            </Notice>
          </li>
        ))}
        {!counted && <li className="text-muted">Counting what else there is …</li>}
        {counted && !isWhole && (
          <li className="text-muted">Not everything could be counted; see below.</li>
        )}
      </ul>
    </Section>
  );
}
