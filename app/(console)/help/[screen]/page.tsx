import type { Metadata } from "next";
import Link from "next/link";
import { Missing } from "#app/missing.tsx";
import { ButtonLink } from "#components/button-link.tsx";
import { PageHeader } from "#components/page-header.tsx";
import { Section } from "#components/section.tsx";
import type { FieldHelp, PageHelp } from "#lib/help/help.ts";
import { screenNamed } from "#lib/help/screens.ts";
import { permits } from "#lib/permissions.ts";
import { requireStaff } from "#lib/server/session.ts";

interface Props {
  params: Promise<{ screen: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const screen = screenNamed((await params).screen);
  return { title: screen ? `Help: ${screen.title}` : "Not found" };
}

/** What a screen says of itself, all of it in one place. */
export default async function ScreenHelpPage({ params }: Props) {
  const person = await requireStaff("overview.read");
  const screen = screenNamed((await params).screen);
  if (!screen) return <Missing />;
  const { href, title, lead, permission, steps, pages = [] } = screen;
  return (
    <>
      <PageHeader
        path={["Help"]}
        title={`Help: ${title}`}
        lead={lead}
        actions={permits(person.roles, permission) && <ButtonLink href={href}>Open it</ButtonLink>}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-10">
        {!permits(person.roles, permission) && (
          <p className="max-w-prose">
            Your roles do not open this screen. A General System Administrator can change them under
            Staff.
          </p>
        )}
        {steps && (
          <Section title={steps.title}>
            <ol className="grid max-w-prose list-decimal gap-2 pl-5">
              {steps.steps.map((step) => (
                <li key={step}>{step}</li>
              ))}
            </ol>
          </Section>
        )}
        <Explained page={screen} />
        {pages.map((page) => (
          <Section
            key={page.title}
            title={page.title}
            lead={page.lead}
            actions={
              !page.opensFromRow &&
              permits(person.roles, permission) && (
                <Link className="text-link" href={page.href}>
                  Open<span className="sr-only"> {page.title}</span>
                </Link>
              )
            }
          >
            <Explained page={page} within />
          </Section>
        ))}
      </div>
    </>
  );
}

function Explained({ page, within = false }: { page: PageHelp; within?: boolean }) {
  const parts = [
    ["Fields", Object.values(page.fields ?? {})],
    ["What cannot be undone", Object.values(page.irreversible ?? {})],
  ] as const;
  return parts.map(
    ([title, texts]) =>
      texts.length > 0 &&
      (within ? (
        <div key={title} className="grid gap-2">
          <h3 className="font-medium">{title}</h3>
          <Texts texts={texts} />
        </div>
      ) : (
        <Section key={title} title={title}>
          <Texts texts={texts} />
        </Section>
      )),
  );
}

const Texts = ({ texts }: { texts: readonly FieldHelp[] }) => (
  <dl className="grid border-t">
    {texts.map(({ label, help }) => (
      <div
        key={label + help}
        className="grid gap-x-6 gap-y-0.5 border-b py-2 sm:grid-cols-[14rem_minmax(0,1fr)]"
      >
        <dt className="font-medium">{label}</dt>
        <dd className="text-muted max-w-prose">{help}</dd>
      </div>
    ))}
  </dl>
);
