import type { Metadata } from "next";
import type { ReactNode } from "react";
import { Notice } from "#components/notice.tsx";
import { PageHeader } from "#components/page-header.tsx";
import { formatDay } from "#lib/format.ts";
import { requireStaff } from "#lib/server/session.ts";
import { recordTypeNames } from "#lib/user-fields.ts";
import { userName } from "#lib/user-name.ts";
import { UserStatusBadge } from "../user-status-view.tsx";
import { userOf, type UserParams } from "./user-page-query.ts";
import { UserTabs } from "./user-tabs-view.tsx";

export const metadata: Metadata = { title: "User Details" };

export default async function UserDetailsLayout({
  params,
  children,
}: UserParams & { children: ReactNode }) {
  await requireStaff("users.read");
  const user = await userOf((await params).id);
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
        actions={<UserStatusBadge status={user.status} />}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
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
