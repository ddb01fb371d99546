import type { Metadata } from "next";
import Link from "next/link";
import { Notice } from "#components/notice.tsx";
import { Section } from "#components/section.tsx";
import { previewPerson } from "#jobs/purge-users/request.ts";
import { lowerFirst } from "#lib/format.ts";
import { usersHelp } from "#lib/help/users.ts";
import { readPage } from "#lib/server/read-page.ts";
import { requireStaff } from "#lib/server/session.ts";
import { userOf, type UserParams } from "../user-page-query.ts";
import { DeleteForm } from "./delete-form.tsx";

export const metadata: Metadata = { title: "Delete a User" };

export default async function DeletionPage({ params }: UserParams) {
  const staff = await requireStaff("purge.run");
  const { id } = await userOf((await params).id);
  const { users, fees, requests } = await readPage((tx) =>
    previewPerson(tx, { userId: id, how: "erase" }, { staffId: staff.id }),
  );
  const [kept] = users.heldBack;
  return (
    <Section
      title="Delete this user"
      lead="Removes the person fully, whatever the Delete User Policy says: account, contact, notes, letters, memberships, and every link to what they borrowed. Records and statistics stay, and lead to nobody."
    >
      {kept ? (
        <Notice tone="attention">
          This user cannot be deleted now: {lowerFirst(kept.reason)}.
        </Notice>
      ) : (
        <>
          {requests.cancelled > 0 && <p>Their open requests are cancelled.</p>}
          {fees.waived > 0 && <p>Their open fees are waived.</p>}
          <DeleteForm id={id} happens={usersHelp.irreversible.delete.help} />
        </>
      )}
      <p>
        <Link className="text-link" href={`/users/${id}`}>
          Back to the user
        </Link>
      </p>
    </Section>
  );
}
