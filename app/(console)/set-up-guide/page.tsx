import type { Metadata } from "next";
import Link from "next/link";
import { Notice } from "#components/notice.tsx";
import { PageHeader } from "#components/page-header.tsx";
import { StatusBadge } from "#components/status-badge.tsx";
import { headerOf } from "#lib/help/help.ts";
import { setUpGuideHelp } from "#lib/help/overview.ts";
import { permits } from "#lib/permissions.ts";
import { readPage } from "#lib/server/read-page.ts";
import { requireStaff, type Staff } from "#lib/server/session.ts";
import { RecommendedForm } from "./recommended-form.tsx";
import { recommended } from "./schema.ts";
import { readSetUp, type SetUpStep } from "./steps-query.ts";

export const metadata: Metadata = { title: setUpGuideHelp.title };

export default async function SetUpGuidePage() {
  const person = await requireStaff("overview.read");
  const steps = await readPage(readSetUp);
  const done = steps.filter(({ isDone }) => isDone).length;
  return (
    <>
      <PageHeader {...headerOf(setUpGuideHelp)} />
      <div className="grid gap-6">
        <div role="status">
          {done === steps.length ? (
            <Notice tone="good">
              Everything is set up. Start the first run of each job from its preview; from then on
              anonymization and the letters purge run by themselves. A user purge is run by hand
              each time.
            </Notice>
          ) : (
            <p className="font-medium">
              {done} of {steps.length} steps are done.
            </p>
          )}
        </div>
        <ol className="grid border-t">
          {steps.map((step) => (
            <Step key={step.name} step={step} person={person} />
          ))}
        </ol>
      </div>
    </>
  );
}

/** Where a clock that is set goes on: to what its first run would do. */
const previews: Partial<Record<SetUpStep["name"], string>> = {
  anonymization: "/fulfillment-jobs/preview",
  letters: "/letters/preview",
  purge: "/purge-user-records",
};

function Step({ step, person }: { step: SetUpStep; person: Staff }) {
  const { name, title, isDone, stands, way, permission } = step;
  const titleId = `step-${name}`;
  const mayAct = permits(person.roles, permission);
  const preview = previews[name];
  return (
    <li className="grid gap-2 border-b py-4">
      <div className="flex flex-wrap items-center gap-3">
        <h2 id={titleId} className="text-base font-semibold">
          {title}
        </h2>
        <StatusBadge tone={isDone ? "good" : "attention"}>{isDone ? "Done" : "To do"}</StatusBadge>
      </div>
      <p className="max-w-prose">{stands}</p>
      {mayAct ? (
        <>
          {isClock(name) && <RecommendedForm clock={name} isDone={isDone} titleId={titleId} />}
          <p className="flex flex-wrap gap-x-4">
            <Link className="text-link inline-flex min-h-6 items-center" href={way.href}>
              {isClock(name) && !isDone ? `Or by hand: ${way.label}` : way.label}
            </Link>
            {isDone && preview && preview !== way.href && (
              <Link className="text-link inline-flex min-h-6 items-center" href={preview}>
                Preview of the next run
              </Link>
            )}
          </p>
        </>
      ) : (
        !isDone && (
          <p className="text-muted">Your roles do not allow it: ask who holds {way.label}.</p>
        )
      )}
    </li>
  );
}

const isClock = (name: string): name is keyof typeof recommended => name in recommended;
