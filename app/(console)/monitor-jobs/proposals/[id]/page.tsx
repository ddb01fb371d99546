import type { Metadata } from "next";
import type { ReactNode } from "react";
import Link from "next/link";
import { Missing } from "#app/missing.tsx";
import { PageHeader } from "#components/page-header.tsx";
import { Facts, Fingerprint } from "#components/facts.tsx";
import { readCodeNames } from "#db/queries/codes.ts";
import { readRunLimits } from "#db/queries/run-limits.ts";
import { readProposal } from "#db/queries/run-proposals.ts";
import { deedOf, jobTitles, removes, thingsOfOne } from "#jobs/registry.ts";
import { readProposedTexts } from "#jobs/update-users/proposed-texts.ts";
import { formatDay, formatMoment } from "#lib/format.ts";
import { limitOfOne, ones } from "#lib/limit-of-one.ts";
import { permits, permitsJob } from "#lib/permissions.ts";
import { readPage } from "#lib/server/read-page.ts";
import { requireStaff } from "#lib/server/session.ts";
import { BackupGate } from "../../backup-gate-view.tsx";
import { FrozenSettings } from "../../frozen-settings-view.tsx";
import { ProposalForm } from "./proposal-form.tsx";
import { ProposedTexts } from "./proposed-texts-view.tsx";
import { previewHref } from "../../preview-href-view.ts";
import { runId } from "../../schema.ts";
import { readToldSet } from "../../told-set-query.ts";

export const metadata: Metadata = { title: "A run that waits" };

interface Props {
  params: Promise<{ id: string }>;
}

export default async function ProposalPage({ params }: Props) {
  const person = await requireStaff("jobs.read");
  const id = runId.safeParse((await params).id).data;
  const proposal = id === undefined ? null : await readPage((tx) => readProposal(tx, id));
  if (!proposal) return <Missing />;
  const { set, texts, names, limits } = await readPage(async (tx) => ({
    set: await readToldSet(tx, person, proposal),
    texts: await readProposedTexts(tx, proposal, {
      staffId: person.id,
      holds: (permission) => permits(person.roles, permission),
    }),
    names: await readCodeNames(tx),
    limits: await readRunLimits(tx),
  }));
  const { job, expected, timeZone, askedFor, ...told } = proposal;
  const things = limitOfOne(limits) && thingsOfOne(job);
  const facts: [string, ReactNode][] = [
    ["Would", deedOf(job, expected)],
    ["Asked by", proposal.proposedBy ?? "Command line"],
    ["Asked", formatMoment(told.createdAt, timeZone)],
    ["Waits until", formatMoment(told.expiresAt, timeZone)],
    ["Days are counted to", `${formatDay(told.cutOff)} (${timeZone})`],
  ];
  const form = (
    <ProposalForm
      key={told.decision}
      id={told.id}
      hash={told.hash}
      expected={expected}
      decision={told.decision}
      runId={told.runId}
      role={roleOf(permitsJob(person.roles, job, "run"), askedFor === person.id)}
    />
  );
  return (
    <>
      <PageHeader
        path={["Admin", "Manage Jobs and Sets", "Monitor Jobs", "Safety"]}
        title={`Approve a run: ${jobTitles[job]}`}
        lead="Exactly what is shown here starts, or nothing. A run of this size needs a second person."
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
        <Facts facts={facts}>
          <Fingerprint of="all of it" hash={told.hash} />
        </Facts>
        {/* Of an update there is none: what it asks for stands here alone. */}
        {job !== "update-users" && (
          <p>
            <Link className="text-link" href={previewHref(job)}>
              The preview as it is now
            </Link>
            {things &&
              ` names any ${ones[things]} of which it would take more than the limits let. Who approves, approves that too.`}
          </p>
        )}
        {texts && <ProposedTexts texts={texts} />}
        {proposal.decision === null && removes(job) ? <BackupGate stays>{form}</BackupGate> : form}
        <FrozenSettings run={proposal} isProposed set={set} names={names} />
      </div>
    </>
  );
}

const roleOf = (mayRun: boolean, asked: boolean) =>
  asked ? "asked" : mayRun ? "second" : "reader";
