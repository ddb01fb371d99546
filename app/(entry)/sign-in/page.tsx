import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { Notice } from "#components/notice.tsx";
import { database } from "#db/client.ts";
import { ownPath } from "#lib/server/plain-page.ts";
import { currentStaff } from "#lib/server/session.ts";
import { somebodyCanSignIn } from "#lib/server/setup-link.ts";
import { unlessAway } from "#lib/server/unless-away.ts";
import { SignInForm } from "./sign-in-form.tsx";

export const metadata: Metadata = { title: "Sign in" };

interface Props {
  searchParams: Promise<{ next?: string | string[] }>;
}

export default async function SignInPage({ searchParams }: Props) {
  const { next } = await searchParams;
  const to = ownPath(typeof next === "string" ? next : "/");
  if (await unlessAway(currentStaff())) redirect(to);
  const isFirst = !(await unlessAway(database().transaction("lethe_web", somebodyCanSignIn)));
  return (
    <>
      <header className="grid gap-1">
        <p className="text-muted text-sm">Lethe</p>
        <h1 className="text-xl font-semibold">Sign in</h1>
      </header>
      {isFirst && (
        <Notice tone="information">
          Nobody has an account yet. Make the first one with the one-time link that Lethe printed
          where it was started; each start prints a new one.
        </Notice>
      )}
      <SignInForm next={to} />
    </>
  );
}
