import { ConfirmRun } from "#app/confirm-run-form.tsx";
import { CountingTookTooLong } from "#components/counting-took-too-long.tsx";
import { readCodeNames } from "#db/queries/codes.ts";
import { readDeleteUserPolicy } from "#db/queries/delete-user-policy.ts";
import { previewPurge } from "#jobs/purge-users/preview.ts";
import { formatCountOf } from "#lib/format.ts";
import { overLimitSentence } from "#lib/limit-of-one.ts";
import { permits } from "#lib/permissions.ts";
import { deletePolicyNames } from "#lib/purge-fields.ts";
import { PREVIEW_TIMEOUT_MS } from "#lib/run-limits.ts";
import { readCounts } from "#lib/server/read-page.ts";
import type { Staff } from "#lib/server/session.ts";
import { OverLimit } from "../monitor-jobs/over-limit-view.tsx";
import { BackupGate } from "../monitor-jobs/backup-gate-view.tsx";
import { heldBackSentence } from "../purge-user-records/sentences-view.ts";
import { applyPolicy } from "./actions.ts";

const seconds = PREVIEW_TIMEOUT_MS / 1_000;

/** Whom the saved policy would reach of those who were purged before; everybody who was is looked at. */
export async function PurgedEarlier({ staff }: { staff: Staff }) {
  const counted = await readCounts(
    async (tx) => ({
      policy: await readDeleteUserPolicy(tx),
      names: await readCodeNames(tx),
      earlier: await previewPurge(tx, { options: { purged: "apply" }, staffId: staff.id }),
    }),
    seconds,
  );
  if (!counted) return <CountingTookTooLong seconds={seconds} />;
  const { policy, names, earlier } = counted;
  const over = overLimitSentence("users", earlier.limitOfOne, names);
  const users = formatCountOf(earlier.confirm, "user", "users");
  const held = heldBackSentence(earlier);
  return (
    <>
      <p>
        {earlier.confirm === 0
          ? `Nobody was purged under a policy that leaves more than “${deletePolicyNames[policy]}”.`
          : `${users} ${earlier.confirm === 1 ? "was" : "were"} purged under a policy that leaves more than “${deletePolicyNames[policy]}”.`}
        {held && ` ${held}`}
      </p>
      <OverLimit sentence={over} />
      {earlier.confirm > 0 && permits(staff.roles, "purge.run") && (
        <BackupGate>
          <ConfirmRun
            action={applyPolicy}
            fields={{ policy, settingsHash: earlier.settingsHash }}
            confirm={earlier.confirm}
            does={`Apply the policy to ${users}`}
            keeps="Leave them as they are"
          >
            {over && <p>{over}</p>}
            <p>
              The policy is “{deletePolicyNames[policy]}”: all else that is left of them is removed.
            </p>
          </ConfirmRun>
        </BackupGate>
      )}
    </>
  );
}
