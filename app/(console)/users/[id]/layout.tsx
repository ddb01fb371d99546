import type { Metadata } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { Missing } from "#app/missing.tsx";
import { Notice } from "#components/notice.tsx";
import { PageHeader } from "#components/page-header.tsx";
import { StatusBadge } from "#components/status-badge.tsx";
import { holdsOn } from "#db/queries/legal-holds.ts";
import { formatDay } from "#lib/format.ts";
import { permits } from "#lib/permissions.ts";
import { readPage } from "#lib/server/read-page.ts";
import { requireStaff } from "#lib/server/session.ts";
import { recordTypeNames } from "#lib/user-fields.ts";
import { userName } from "#lib/user-name.ts";
import { UserStatusBadge } from "../user-status-view.tsx";
import { findUser, type UserParams } from "./user-page-query.ts";
import { HoldLinks } from "./hold-links-view.tsx";
import { UserTabs } from "./user-tabs-view.tsx";

export const metadata: Metadata = { title: "User Details" };

export default async function UserDetailsLayout({
  params,
  children,
}: UserParams & { children: ReactNode }) {
  const staff = await requireStaff("users.read");
  const user = await findUser((await params).id);
  if (!user) return <Missing />;
  const holds = await readPage((tx) => holdsOn(tx, user.id));
  const held = holds.length > 0;
  const facts = [
    user.primaryId,
    recordTypeNames[user.recordType],
    user.userGroupName,
    user.status !== "deleted" && `ID ${user.id}`,
  ].filter(Boolean);
  return (
    <>
      <PageHeader
        path={["Users", "Manage Users", "User Details"]}
        title={userName(user)}
        lead={facts.join(" · ")}
        actions={
          <>
            {held && <StatusBadge tone="information">On legal hold</StatusBadge>}
            <UserStatusBadge status={user.status} />
          </>
        }
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        {held && (
          <Notice tone="information">
            On legal hold: nothing of this person is anonymized or purged until{" "}
            <HoldLinks holds={holds} mayOpen={permits(staff.roles, "holds.read")} />.
          </Notice>
        )}
        <p className="flex flex-wrap gap-x-6 gap-y-1 empty:hidden">
          {!held && permits(staff.roles, "holds.write") && (
            <Link className="text-link" href={`/legal-holds/add?user=${user.id}`} prefetch={false}>
              Place a legal hold
            </Link>
          )}
          {!held && permits(staff.roles, "purge.run") && (
            <Link className="text-link" href={`/users/${user.id}/deletion`} prefetch={false}>
              Delete this user
            </Link>
          )}
        </p>
        {user.deletedOn && (
          <Notice tone="information">
            This user was purged on {formatDay(user.deletedOn)}. What is left is what the Delete
            User Policy kept; it cannot be changed.
          </Notice>
        )}
        <UserTabs id={user.id} />
        {children}
      </div>
    </>
  );
}
