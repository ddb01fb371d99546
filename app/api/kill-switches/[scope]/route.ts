import { z } from "zod";
import { engageSwitch, releaseSwitch } from "#db/queries/kill-switches.ts";
import { permissionOfSwitch, permissionsOfSwitches } from "#lib/permissions.ts";
import { handler } from "#lib/server/handler.ts";
import { engageBody, releaseQuery, scopeParams } from "../schema.ts";

const permissionBy = {
  among: permissionsOfSwitches(),
  of: ({ params: { scope } }: { params: { scope: string } }) => permissionOfSwitch(scope),
};

const answer = z.object({ scope: z.string(), engaged: z.boolean() });

export const PUT = handler(
  {
    permission: "anonymization.run",
    permissionBy,
    summary: "Engage a kill switch",
    details:
      "Runs of the scope pause before their next batch, none is started, and schedules wait.",
    params: scopeParams,
    body: engageBody,
    answer,
    example: { params: { scope: "anonymization" }, body: { reason: "Migration tonight" } },
  },
  async ({ params: { scope }, body: { reason }, caller: { staffId }, save }) => {
    await save((tx) => engageSwitch(tx, { scope, reason, staffId }));
    return { scope, engaged: true };
  },
);

export const DELETE = handler(
  {
    permission: "anonymization.run",
    permissionBy,
    summary: "Release a kill switch",
    details:
      "Runs that it paused stay paused until somebody resumes them; schedules that fell due begin once.",
    params: scopeParams,
    query: releaseQuery,
    answer,
    example: { params: { scope: "anonymization" } },
  },
  async ({ params: { scope }, query: { engagedAt }, save }) => {
    await save((tx) => releaseSwitch(tx, { scope, engagedAt }));
    return { scope, engaged: false };
  },
);
