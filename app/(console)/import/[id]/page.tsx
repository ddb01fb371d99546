import type { Metadata } from "next";
import Link from "next/link";
import { Missing } from "#app/missing.tsx";
import { PageHeader } from "#components/page-header.tsx";
import { countDemo } from "#db/demo/empty.ts";
import { readImport } from "#db/queries/imports.ts";
import { readInstitution } from "#db/queries/institution.ts";
import { readPage } from "#lib/server/read-page.ts";
import { requireStaff } from "#lib/server/session.ts";
import { importId } from "../schema.ts";
import { nameList } from "../sentences-view.ts";
import { ImportLive } from "./import-live-view.tsx";

export const metadata: Metadata = { title: "Import" };

interface Props {
  params: Promise<{ id: string }>;
}

export default async function OneImportPage({ params }: Props) {
  await requireStaff("imports.write");
  const id = importId.safeParse((await params).id).data;
  if (id === undefined) return <Missing />;
  const { found, timeZone, isDemo, demo } = await readPage(async (tx) => {
    const found = await readImport(tx, id);
    // While a demo is tried to be replaced, nobody else can count it.
    const isTried = found?.dryRun && found.endedAt !== null;
    return {
      found,
      demo: isTried ? await countDemo(tx) : null,
      ...(await readInstitution(tx)),
    };
  });
  if (!found) return <Missing />;
  return (
    <>
      <PageHeader path={["System", "Import"]} title={nameList(found.names)} />
      <ImportLive key={found.id} initial={found} timeZone={timeZone} isDemo={isDemo} demo={demo} />
      <p className="pt-6">
        <Link className="text-link" href="/import">
          Back to Import
        </Link>
      </p>
    </>
  );
}
