import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { ownPath } from "#lib/server/plain-page.ts";
import { currentStaff } from "#lib/server/session.ts";
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
  return (
    <>
      <header className="grid gap-1">
        <p className="text-muted text-sm">Lethe</p>
        <h1 className="text-xl font-semibold">Sign in</h1>
      </header>
      <SignInForm next={to} />
    </>
  );
}
