import { Suspense } from "react";
import Link from "next/link";
import { Notice } from "#components/notice.tsx";
import { Section } from "#components/section.tsx";
import { permits } from "#lib/permissions.ts";
import type { Staff } from "#lib/server/session.ts";
import { JobsAttention } from "../monitor-jobs/jobs-attention-view.tsx";
import { attention, countedAttention, type Attention } from "./attention-query.ts";
import { lettersAndUsers, namedRecords } from "./counted-view.tsx";
import type { Standing } from "./overview-query.ts";

interface Props {
  standing: Standing;
  person: Staff;
}

export function NeedsAttention({ standing, person }: Props) {
  const items = attention(standing);
  return (
    <Section title="Needs attention">
      <JobsAttention
        otherwise={
          items.length === 0 && (
            <Suspense fallback={null}>
              <NothingElse standing={standing} />
            </Suspense>
          )
        }
      />
      <ul className="grid gap-3 empty:hidden">
        <Items items={items} person={person} />
        <Suspense fallback={<li className="text-muted">Counting what else there is …</li>}>
          <CountedItems standing={standing} person={person} />
        </Suspense>
      </ul>
    </Section>
  );
}

async function NothingElse({ standing }: Pick<Props, "standing">) {
  const counted = await everythingCounted();
  return counted && countedAttention(standing, counted).length === 0 && <p>Nothing.</p>;
}

async function CountedItems({ standing, person }: Props) {
  const counted = await everythingCounted();
  return counted && <Items items={countedAttention(standing, counted)} person={person} />;
}

/** Null when a part took too long, which is said where its figures would stand. */
async function everythingCounted() {
  const [outlook, rest] = await Promise.all([namedRecords(), lettersAndUsers()]);
  return outlook && rest && { outlook, ...rest };
}

const Items = ({ items, person }: { items: Attention[]; person: Staff }) =>
  items.map(({ sentence, way }) => (
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
  ));
