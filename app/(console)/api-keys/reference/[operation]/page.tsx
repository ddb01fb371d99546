import type { Metadata } from "next";
import Link from "next/link";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { PageHeader } from "#components/page-header.tsx";
import { apiDocument } from "#app/api/document.ts";
import { apiHelp, apiReferenceHelp } from "#lib/help/system.ts";
import { ownOrigin } from "#lib/server/origin.ts";
import { requireStaff } from "#lib/server/session.ts";
import { OperationView } from "../operation-view.tsx";
import { entriesOf } from "../reference-query.ts";

interface Props {
  params: Promise<{ operation: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { method, path } = (await entryOf(params)) ?? {};
  return { title: method ? `${method} ${path}` : apiReferenceHelp.title };
}

export default async function OperationPage({ params }: Props) {
  await requireStaff("overview.read");
  const entry = await entryOf(params);
  if (!entry) return notFound();
  const { method, path, operation } = entry;
  return (
    <>
      <PageHeader
        path={[...apiHelp.path, apiReferenceHelp.title]}
        title={`${method} ${path}`}
        lead={operation.summary}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        <OperationView entry={entry} origin={ownOrigin(await headers())} />
        <p>
          <Link className="text-link" href={apiReferenceHelp.href}>
            All requests
          </Link>
        </p>
      </div>
    </>
  );
}

const entryOf = async (params: Props["params"]) => {
  const { operation: id } = await params;
  return entriesOf(apiDocument()).find(({ operation }) => operation.operationId === id);
};
