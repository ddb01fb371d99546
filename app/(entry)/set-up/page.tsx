import type { Metadata } from "next";
import Link from "next/link";
import { Notice } from "#components/notice.tsx";
import { deadLink, readInvitation, type Invitation } from "#lib/server/set-up.ts";
import { unlessAway } from "#lib/server/unless-away.ts";
import { SetUpForm } from "./set-up-form.tsx";

export const metadata: Metadata = { title: "Set up" };

interface Props {
  searchParams: Promise<{ token?: string | string[] }>;
}

export default async function SetUpPage({ searchParams }: Props) {
  const { token } = await searchParams;
  const given = typeof token === "string" ? token : "";
  const invitation = await unlessAway(readInvitation(given));
  if (!invitation) return <DeadLink />;
  return (
    <>
      <header className="grid gap-1">
        <p className="text-muted text-sm">Lethe</p>
        <h1 className="text-xl font-semibold">{titleOf(invitation)}</h1>
        <p className="text-muted">{leadOf(invitation)}</p>
      </header>
      <SetUpForm token={given} isFirst={invitation.kind === "first"} />
    </>
  );
}

const titleOf = (invitation: Invitation) =>
  invitation.kind === "first" ? "Make the first account" : `Welcome, ${invitation.name}`;

const leadOf = (invitation: Invitation) =>
  invitation.kind === "first"
    ? "It is a General System Administrator, who may do everything and makes the accounts of the others."
    : `Choose a password for ${invitation.email}.`;

const DeadLink = () => (
  <>
    <h1 className="text-xl font-semibold">This link does not work</h1>
    <Notice tone="attention">{deadLink}</Notice>
    <p>
      <Link className="text-link underline" href="/sign-in">
        Sign in
      </Link>
    </p>
  </>
);
