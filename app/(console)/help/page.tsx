import type { Metadata } from "next";
import Link from "next/link";
import { PageHeader } from "#components/page-header.tsx";
import { Section } from "#components/section.tsx";
import { screenName } from "#lib/help/help.ts";
import { screenGroups } from "#lib/help/screens.ts";
import { requireStaff } from "#lib/server/session.ts";

export const metadata: Metadata = { title: "Help" };

export default async function HelpPage() {
  await requireStaff("overview.read");
  return (
    <>
      <PageHeader
        path={[]}
        title="Help"
        lead="What each screen decides, and what each field on it means. The same sentences stand on the screens."
      />
      <div className="grid gap-8">
        <p className="max-w-prose">
          New here? The{" "}
          <Link className="text-link" href="/set-up-guide">
            Set-up Guide
          </Link>{" "}
          leads through the first steps, and tells at any time how each of the three clocks stands.
          Ctrl-K, or Cmd-K on a Mac, finds every screen and setting.
        </p>
        {screenGroups.map(({ title, screens }) => (
          <Section key={title} title={title ?? "Where it begins"}>
            <dl className="grid max-w-prose gap-3">
              {screens.map((screen) => (
                <div key={screen.href} className="grid gap-0.5">
                  <dt>
                    <Link
                      className="text-link font-medium"
                      href={`/help/${screenName(screen.href)}`}
                    >
                      {screen.title}
                    </Link>
                  </dt>
                  <dd className="text-muted">{screen.lead}</dd>
                </div>
              ))}
            </dl>
          </Section>
        ))}
      </div>
    </>
  );
}
