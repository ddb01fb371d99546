import type { Metadata } from "next";
import Link from "next/link";
import { Missing } from "#app/missing.tsx";
import { buttonClass } from "#components/button-class.ts";
import { Facts } from "#components/facts.tsx";
import { Section } from "#components/section.tsx";
import { today } from "#db/queries/institution.ts";
import { readLetter } from "#db/queries/letters.ts";
import { formatMoment } from "#lib/format.ts";
import { letterDocument } from "#lib/letter-document.ts";
import { letterStates } from "#lib/letter-states.ts";
import { letterChannels } from "#lib/retention.ts";
import { readPage } from "#lib/server/read-page.ts";
import { requireStaff } from "#lib/server/session.ts";
import { letterParameters } from "../schema.ts";

export const metadata: Metadata = { title: "Letter" };

interface Props {
  params: Promise<{ id: string; letter: string }>;
}

export default async function LetterPage({ params }: Props) {
  await requireStaff("users.read");
  const asked = letterParameters.safeParse(await params).data;
  if (!asked) return <Missing heading="h2" />;
  const { letter, timeZone } = await readPage(async (tx) => ({
    letter: await readLetter(tx, asked.id, asked.letter),
    timeZone: (await today(tx)).timeZone,
  }));
  if (!letter) return <Missing heading="h2" />;
  const facts: [string, string][] = [
    ["Date", formatMoment(letter.createdAt, timeZone)],
    ["Channel", letterChannels[letter.channel]],
    ["Subject", letter.subject ?? "No subject"],
    ...(letter.addresses ? [["Addresses", letter.addresses] satisfies [string, string]] : []),
    ["Status", letterStates[letter.state]],
  ];
  return (
    <Section
      title={letter.type}
      actions={
        <a
          download
          className={buttonClass()}
          href={`/users/${asked.id}/attachments/${asked.letter}/file`}
        >
          Download
        </a>
      }
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        <Facts facts={facts} />
        {letter.body === null ? (
          <p className="text-muted">This letter came without its text.</p>
        ) : (
          <>
            <p className="text-muted">
              Shown as it was sent, but for scripts, forms and images from elsewhere: nothing in it
              runs, and nobody learns that you looked.
            </p>
            <iframe
              title="Text of the letter"
              sandbox=""
              referrerPolicy="no-referrer"
              srcDoc={letterDocument(letter.body)}
              className="border-edge h-[70vh] w-full rounded-md border bg-white"
            />
          </>
        )}
        <p>
          <Link className="text-link" href={`/users/${asked.id}/attachments`}>
            Back to Attachments
          </Link>
        </p>
      </div>
    </Section>
  );
}
