import type { Metadata } from "next";
import { ButtonLink } from "#components/button-link.tsx";
import { listApiKeys } from "#db/queries/api-keys.ts";
import { readInstitution } from "#db/queries/institution.ts";
import { readPage } from "#lib/server/read-page.ts";
import { requireStaff } from "#lib/server/session.ts";
import { ApiFrame } from "./api-frame-view.tsx";
import { ApiKeysTable } from "./api-keys-table.tsx";

export const metadata: Metadata = { title: "API" };

export default async function ApiKeysPage() {
  await requireStaff("apiKeys.write");
  const { rows, timeZone } = await readPage(async (tx) => ({
    rows: await listApiKeys(tx),
    timeZone: (await readInstitution(tx)).timeZone,
  }));
  return (
    <ApiFrame
      current="Keys"
      mayMakeKeys
      actions={
        <ButtonLink variant="primary" href="/api-keys/add">
          Make a Key
        </ButtonLink>
      }
    >
      <ApiKeysTable rows={rows} timeZone={timeZone} />
    </ApiFrame>
  );
}
