import { createHash } from "node:crypto";
import type { z } from "zod";
import { database, type Tx } from "#db/client.ts";
import {
  holdRunRequest,
  outcomeBefore,
  rememberRunRequest,
  type Outcome,
  type RunRequestKey,
} from "#db/queries/run-requests.ts";
import { recordChange } from "#db/queries/audit.ts";
import { outcomeOf } from "#jobs/engine/propose.ts";
import { requestConfirmed } from "#jobs/engine/request-confirmed.ts";
import { previews } from "#jobs/previews.ts";
import { jobPermissions, permissionsOfJobs } from "#lib/permissions.ts";
import type { Caller } from "#lib/server/caller.ts";
import { handler } from "#lib/server/handler.ts";
import { runSearch } from "#app/(console)/monitor-jobs/schema.ts";
import { readRunPage } from "#app/(console)/monitor-jobs/titled-runs-query.ts";
import { historyCsv } from "./history-csv.ts";
import { idempotencyHeader, runPage, startedRun, startRequest } from "./schema.ts";

export const GET = handler(
  {
    permission: "jobs.read",
    summary: "List runs, newest first",
    query: runSearch,
    answer: runPage,
    csv: "Every run that fits: who asked for it, when it began and ended, and how much it did.",
    example: { query: { job: "anonymization", status: "completed" } },
  },
  async ({ query: { before, format, ...filter } }) =>
    format === "json" ? readRunPage(filter, before) : historyCsv(filter, before),
);

export const POST = handler(
  {
    permission: "anonymization.run",
    permissionBy: {
      among: permissionsOfJobs("run"),
      of: ({ body: { job } }) => jobPermissions[job].run,
    },
    summary: "Start a run",
    details:
      "Queues it and answers at once, or makes a proposal where the limits ask for a second person. Refused while a run of the job is active or a kill switch is engaged, and when confirm is not what the preview says now. Without confirm a run that would remove too large a share is stopped before it begins.",
    headers: idempotencyHeader,
    body: startRequest,
    answer: startedRun,
    status: 202,
    example: { body: { job: "anonymization", confirm: 1204 } },
  },
  async ({ caller, body, headers, answerHeaders }) => {
    const request = requestKey(caller, headers["idempotency-key"], body);
    const before = request && (await asWeb((tx) => outcomeBefore(tx, request)));
    const started = before ?? (await start(caller, body, request));
    answerHeaders.set(
      "Location",
      started.id === null
        ? `/api/run-proposals/${started.proposal}`
        : `/api/job-runs/${started.id}`,
    );
    return started;
  },
);

type StartRequest = z.output<typeof startRequest>;
const asWeb = <T>(work: (tx: Tx) => Promise<T>) => database().transaction("lethe_web", work);

async function start(
  { actor, staffId, apiKeyId }: Caller,
  body: StartRequest,
  request: RunRequestKey | undefined,
): Promise<Outcome> {
  return asWeb(async (tx) => {
    if (request) {
      await holdRunRequest(tx, request);
      const before = await outcomeBefore(tx, request);
      if (before) return before;
    }
    const requested = await requestConfirmed(tx, previews[body.job], {
      ...body,
      submittedVia: "api",
      staffId,
      apiKeyId,
      exactly: true,
    });
    await recordChange(tx, actor, requested.change);
    const started = outcomeOf(requested);
    if (request) await rememberRunRequest(tx, request, started);
    return started;
  });
}

/** Bound to who asks: two scripts may count their requests alike. */
const requestKey = (
  { actor }: Caller,
  key: string | undefined,
  body: StartRequest,
): RunRequestKey | undefined =>
  key === undefined
    ? undefined
    : {
        digest: sha256([actor, key]),
        contentHash: sha256([
          body.job,
          body.confirm,
          body.asOf,
          body.options,
          body.policy,
          body.settingsHash,
        ]),
      };

const sha256 = (parts: unknown[]) => createHash("sha256").update(JSON.stringify(parts)).digest();
