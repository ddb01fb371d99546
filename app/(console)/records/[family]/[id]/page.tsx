import type { Metadata } from "next";
import Link from "next/link";
import { Missing } from "#app/missing.tsx";
import { PageHeader } from "#components/page-header.tsx";
import { Section } from "#components/section.tsx";
import { readCodeNames } from "#db/queries/codes.ts";
import { readInstitution } from "#db/queries/institution.ts";
import { readRecord } from "#db/queries/records.ts";
import { explainRecord } from "#jobs/anonymize/explain.ts";
import { familyWords } from "#lib/families.ts";
import { upperFirst } from "#lib/format.ts";
import { NotFound } from "#lib/refusal.ts";
import { readPage } from "#lib/server/read-page.ts";
import { requireStaff } from "#lib/server/session.ts";
import { LinkState } from "../../link-state-view.tsx";
import { recordParams } from "../../schema.ts";
import { ExplanationReport } from "./explanation-view.tsx";
import { Facts } from "./facts-view.tsx";

interface Props {
  params: Promise<{ family: string; id: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: titleOf(await params) ?? "Not found" };
}

function titleOf(params: { family: string; id: string }): string | undefined {
  const asked = recordParams.safeParse(params);
  if (!asked.success) return undefined;
  const { one } = familyWords[asked.data.family];
  return `${upperFirst(one)} ${asked.data.id}`;
}

export default async function RecordPage({ params }: Props) {
  await requireStaff("anonymization.read");
  const asked = recordParams.safeParse(await params);
  if (!asked.success) return <Missing />;
  const { family, id } = asked.data;
  const found = await readPage(
    async (tx) => ({
      facts: await readRecord(tx, family, id),
      told: await explainRecord(tx, family, id),
      names: await readCodeNames(tx),
      currency: (await readInstitution(tx)).currency,
    }),
    { isolation: "repeatable read" },
  ).catch((error: unknown) => {
    if (error instanceof NotFound) return null;
    throw error;
  });
  if (!found) return <Missing />;
  return (
    <>
      <PageHeader
        path={["Jobs", "Explain a Record"]}
        title={titleOf({ family, id: String(id) }) ?? ""}
        lead={<LinkState linked={found.told.link !== null} />}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
        <ExplanationReport told={found.told} names={found.names} />
        <Section
          title="The record"
          lead="What stays for statistics, whatever is decided. It leads to no patron."
        >
          <Facts
            family={family}
            facts={found.facts}
            currency={found.currency}
            names={found.names}
          />
        </Section>
        <p>
          <Link className="text-link" href="/records">
            Find another record
          </Link>
        </p>
      </div>
    </>
  );
}
