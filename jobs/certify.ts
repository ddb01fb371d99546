import type { Tx } from "#db/client.ts";
import { readIssue, type Issue } from "#db/queries/certificates.ts";
import { readRun, type Run } from "#db/queries/job-runs.ts";
import { signed, signedWith, type Envelope, type Statement } from "#lib/certificate.ts";
import type { Change } from "#lib/change.ts";
import type { Erasure } from "#lib/erasure.ts";
import { NotFound, Refusal } from "#lib/refusal.ts";
import { certifiedCounts } from "./certified-counts.ts";
import { signingKey } from "./certificate-key.ts";
import { jobTitles, removes } from "./registry.ts";

/** Signs what a run has removed, and how far that is gone by now. */
export async function certify(
  tx: Tx,
  id: number,
): Promise<{ change: Change; certificate: Envelope }> {
  const run = await readRun(tx, id);
  if (!run) throw new NotFound(`There is no run ${id}.`);
  const { endedAt, erasure } = run;
  if (endedAt === null) {
    throw new Refusal(`Run ${id} has not ended. A certificate can be had once it has.`);
  }
  if (!erasure || !removes(run.job)) {
    throw new Refusal(`Run ${id} removed nothing, so there is nothing to certify.`);
  }
  const key = await signingKey(tx);
  const certificate = signed(statementOf({ ...run, endedAt, erasure }, await readIssue(tx)), key);
  return {
    change: {
      action: "run.certificate",
      subject: `run ${id}`,
      after: { key: signedWith(certificate) },
    },
    certificate,
  };
}

const statementOf = (
  run: Run & { endedAt: string; erasure: Erasure },
  { institution, auditHead, issuedAt }: Issue,
): Statement => ({
  format: 1,
  institution,
  run: {
    id: run.id,
    job: run.job,
    title: jobTitles[run.job],
    submittedVia: run.submittedVia,
    approvedBySecondPerson: run.approvedBy !== null,
    submittedAt: run.submittedAt,
    startedAt: run.startedAt,
    endedAt: run.endedAt,
    timeZone: run.timeZone,
    cutOff: run.cutOff,
    status: run.status,
    softwareVersion: run.softwareVersion,
    frozenHash: run.frozenHash,
  },
  counts: certifiedCounts(run),
  verdict: run.verdict && {
    good: run.verdict === "good",
    checks: (run.verdictChecks ?? []).map(({ name, found, good }) => ({ name, found, good })),
  },
  erasure: {
    outOfReachAt: run.endedAt,
    erasedAt: run.erasure.erasedAt,
    logsRecycledAt: run.erasure.logsRecycledAt,
    logsUnseen: run.erasure.logsUnseen,
    backupsEndOn: run.erasure.backupsEndOn,
  },
  auditHead,
  issuedAt,
});
