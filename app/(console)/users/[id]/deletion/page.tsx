import type { Metadata } from "next";
import Link from "next/link";
import { Notice } from "#components/notice.tsx";
import { Section } from "#components/section.tsx";
import { holdsOn } from "#db/queries/legal-holds.ts";
import { previewPerson } from "#jobs/purge-users/request.ts";
import { lowerFirst } from "#lib/format.ts";
import { usersHelp } from "#lib/help/users.ts";
import { permits } from "#lib/permissions.ts";
import { reasonCalled, type PurgeReason } from "#lib/purge-fields.ts";
import { readPage } from "#lib/server/read-page.ts";
import { requireStaff } from "#lib/server/session.ts";
import { userName } from "#lib/user-name.ts";
import { BackupGate } from "../../../monitor-jobs/backup-gate-view.tsx";
import { HoldLinks } from "../hold-links-view.tsx";
import { tabOfReason } from "../keeping-view.ts";
import { userOf, type UserParams } from "../user-page-query.ts";
import { DeleteForm } from "./delete-form.tsx";

export const metadata: Metadata = { title: "Delete a User" };

export default async function DeletionPage({ params }: UserParams) {
  const staff = await requireStaff("purge.run");
  const user = await userOf((await params).id);
  const { id, primaryId } = user;
  const { preview, holds } = await readPage(async (tx) => ({
    preview: await previewPerson(tx, { userId: id, how: "erase" }, { staffId: staff.id }),
    holds: await holdsOn(tx, id),
  }));
  const { users, requests } = preview;
  const [kept] = users.heldBack;
  return (
    <Section
      title="Delete this user"
      lead="Removes the person fully, whatever the Delete User Policy says: account, contact, notes, letters, memberships, and every link to what they borrowed. Records and statistics stay, and lead to nobody."
    >
      {kept ? (
        <Notice tone="attention">
          <p>This user cannot be deleted now: {lowerFirst(kept.reason)}.</p>
          <Keeping
            id={id}
            reason={reasonCalled(kept.reason)}
            holds={holds}
            mayOpen={permits(staff.roles, "holds.read")}
          />
        </Notice>
      ) : (
        <>
          {requests.cancelled > 0 && <p>Their open requests are cancelled.</p>}
          <BackupGate>
            <DeleteForm
              id={id}
              person={[userName(user), primaryId && `(${primaryId})`].filter(Boolean).join(" ")}
              happens={usersHelp.irreversible.delete.help}
            />
          </BackupGate>
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

interface KeepingProps {
  id: number;
  reason: PurgeReason | undefined;
  holds: readonly number[];
  mayOpen: boolean;
}

/** The way to what keeps somebody. */
function Keeping({ id, reason, holds, mayOpen }: KeepingProps) {
  if (reason === undefined || reason === "isRunning" || reason === "alreadyDeleted") return null;
  if (reason === "legalHold") {
    return (
      <p>
        They stay until <HoldLinks holds={holds} mayOpen={mayOpen} />.
      </p>
    );
  }
  const { tab, name } = tabOfReason[reason];
  return (
    <p>
      What keeps them stands under{" "}
      <Link className="text-link" href={`/users/${id}${tab}`}>
        {name}
      </Link>
      .
    </p>
  );
}
