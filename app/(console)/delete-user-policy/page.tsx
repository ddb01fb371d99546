import type { Metadata } from "next";
import type { ReactNode } from "react";
import { ConfirmRun } from "#app/confirm-run-form.tsx";
import { PageHeader } from "#components/page-header.tsx";
import { Section } from "#components/section.tsx";
import { readDeleteUserPolicy } from "#db/queries/delete-user-policy.ts";
import { previewPurge } from "#jobs/purge-users/preview.ts";
import { formatCountOf } from "#lib/format.ts";
import { permits } from "#lib/permissions.ts";
import { deletePolicies, deletePolicyNames, type DeletePolicy } from "#lib/purge-fields.ts";
import { readPage } from "#lib/server/read-page.ts";
import { requireStaff } from "#lib/server/session.ts";
import { PREVIEW_TIMEOUT_MS } from "#lib/run-limits.ts";
import { headerOf } from "#lib/help/help.ts";
import { deleteUserPolicyHelp } from "#lib/help/delete-user-policy.ts";
import { heldBackSentence } from "../purge-user-records/sentences-view.ts";
import { applyPolicy } from "./actions.ts";
import { PolicyExample } from "./example-view.tsx";
import { PolicyForm } from "./policy-form.tsx";

export const metadata: Metadata = { title: "Delete User Policy" };

export default async function DeleteUserPolicyPage() {
  const staff = await requireStaff("purge.read");
  const { policy, earlier } = await readPage(
    async (tx) => ({
      policy: await readDeleteUserPolicy(tx),
      earlier: await previewPurge(tx, { options: { purged: "apply" }, staffId: staff.id }),
    }),
    { statementTimeoutMs: PREVIEW_TIMEOUT_MS },
  );
  const examples = Object.fromEntries(
    deletePolicies.map((one) => [one, <PolicyExample key={one} policy={one} />]),
  ) as Record<DeletePolicy, ReactNode>;
  const users = formatCountOf(earlier.confirm, "user", "users");
  const held = heldBackSentence(earlier);
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
          <p>
            {earlier.confirm === 0
              ? `Nobody was purged under a policy that leaves more than “${deletePolicyNames[policy]}”.`
              : `${users} ${earlier.confirm === 1 ? "was" : "were"} purged under a policy that leaves more than “${deletePolicyNames[policy]}”.`}
            {held && ` ${held}`}
          </p>
          {earlier.confirm > 0 && permits(staff.roles, "purge.run") && (
            <ConfirmRun
              action={applyPolicy}
              fields={{ policy }}
              confirm={earlier.confirm}
              does={`Apply the policy to ${users}`}
              keeps="Leave them as they are"
            >
              <p>
                What “{deletePolicyNames[policy]}” does not keep goes from what is left of them.
              </p>
            </ConfirmRun>
          )}
        </Section>
      </div>
    </>
  );
}
