import Link from "next/link";
import { CountingTookTooLong } from "#components/counting-took-too-long.tsx";
import { Section } from "#components/section.tsx";
import { Skeleton } from "#components/skeleton.tsx";
import { permits } from "#lib/permissions.ts";
import { countingSeconds, readCounts } from "#lib/server/read-page.ts";
import type { Staff } from "#lib/server/session.ts";
import { Clocks } from "./clocks-view.tsx";
import { LettersAndUsers } from "./letters-and-users-view.tsx";
import { Named } from "./named-view.tsx";
import { NeedsAttention } from "./needs-attention-view.tsx";
import {
  countLettersAndUsers,
  countNamed,
  type MaybeCounted,
  type Standing,
} from "./overview-query.ts";

interface Props {
  standing: Standing;
  person: Staff;
  /** Left out while it is counted. */
  counted?: MaybeCounted;
}

/** The first page below its notices. It is whole without its counts, and whole again with them. */
export const Body = ({ standing, person, counted }: Props) => (
  <>
    <NeedsAttention standing={standing} person={person} counted={counted} />
    <Section
      title="Finished records that still name a patron"
      lead="Records in use are never touched. What was anonymized already is no longer among these; Statistics counts it on."
      actions={
        permits(person.roles, "anonymization.read") && (
          <Link className="text-link" href="/fulfillment-jobs/preview">
            Preview of the next run
          </Link>
        )
      }
    >
      {!counted && <Skeleton lines={14} />}
      {counted?.outlook && <Named outlook={counted.outlook} settings={standing.settings} />}
      {counted?.outlook === null && <CountingTookTooLong seconds={countingSeconds} />}
    </Section>
    <Section title="Letters and users">
      {!counted && <Skeleton lines={2} />}
      {counted?.rest && <LettersAndUsers {...counted.rest} />}
      {counted?.rest === null && <CountingTookTooLong seconds={countingSeconds} />}
    </Section>
    <Section title="Next runs and last results">
      <Clocks schedules={standing.schedules} last={standing.last} />
      <p className="text-muted max-w-prose">
        The third clock, the user purge, has no schedule: a purge job is described under Purge User
        Records and run from there. How all three stand is told by the{" "}
        <Link className="text-link" href="/set-up-guide">
          guide to the three clocks
        </Link>
        .
      </p>
    </Section>
  </>
);

/** In place of the body without counts, as a whole: nothing that is read already moves. */
export async function CountedBody(props: Props) {
  const [outlook, rest] = await Promise.all([
    readCounts(countNamed),
    readCounts(countLettersAndUsers),
  ]);
  return <Body {...props} counted={{ outlook, rest }} />;
}
