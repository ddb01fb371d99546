import type { Metadata } from "next";
import { Suspense, type ReactNode } from "react";
import { PageHeader } from "#components/page-header.tsx";
import { Section } from "#components/section.tsx";
import { readDeleteUserPolicy } from "#db/queries/delete-user-policy.ts";
import { permits } from "#lib/permissions.ts";
import { deletePolicies, type DeletePolicy } from "#lib/purge-fields.ts";
import { readPage } from "#lib/server/read-page.ts";
import { requireStaff } from "#lib/server/session.ts";
import { headerOf } from "#lib/help/help.ts";
import { deleteUserPolicyHelp } from "#lib/help/delete-user-policy.ts";
import { PurgedEarlier } from "./earlier-view.tsx";
import { PolicyExample } from "./example-view.tsx";
import { PolicyForm } from "./policy-form.tsx";

export const metadata: Metadata = { title: "Delete User Policy" };

export default async function DeleteUserPolicyPage() {
  const staff = await requireStaff("purge.read");
  const policy = await readPage(readDeleteUserPolicy);
  const examples = Object.fromEntries(
    deletePolicies.map((one) => [one, <PolicyExample key={one} policy={one} />]),
  ) as Record<DeletePolicy, ReactNode>;
  return (
    <>
      <PageHeader {...headerOf(deleteUserPolicyHelp)} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-10">
        <PolicyForm
          policy={policy}
          mayChange={permits(staff.roles, "purge.write")}
          examples={examples}
        />
        <Section title="Users purged earlier" lead={deleteUserPolicyHelp.irreversible.apply.help}>
          <Suspense
            key={policy}
            fallback={<p className="text-muted">Counting who was purged earlier …</p>}
          >
            <PurgedEarlier staff={staff} />
          </Suspense>
        </Section>
      </div>
    </>
  );
}
