import { ConfirmRun } from "#app/confirm-run-form.tsx";
import { NotCounted } from "#components/counting-took-too-long.tsx";
import { readCodeNames } from "#db/queries/codes.ts";
import { previewPurge } from "#jobs/purge-users/preview.ts";
import { formatCountOf } from "#lib/format.ts";
import { policyLeaves } from "#lib/help/delete-user-policy.ts";
import { overLimitSentence } from "#lib/limit-of-one.ts";
import { permits } from "#lib/permissions.ts";
import { deletePolicyNames } from "#lib/purge-fields.ts";
import { PREVIEW_TIMEOUT_MS } from "#lib/run-limits.ts";
import { readPart } from "#lib/server/read-page.ts";
import type { Staff } from "#lib/server/session.ts";
import { OverLimit } from "../monitor-jobs/over-limit-view.tsx";
import { BackupGate } from "../monitor-jobs/backup-gate-view.tsx";
import { applyPolicy } from "./actions.ts";
import { earlierSentence } from "./sentences-view.ts";

/** Whom the saved policy would reach of those who were purged before; everybody who was is looked at. */
export async function PurgedEarlier({ staff }: { staff: Staff }) {
  const counted = await readPart(
    async (tx) => ({
      names: await readCodeNames(tx),
      earlier: await previewPurge(tx, { options: { purged: "apply" }, staffId: staff.id }),
    }),
    { statementTimeoutMs: PREVIEW_TIMEOUT_MS },
  );
  if ("sentence" in counted) return <NotCounted>{counted.sentence}</NotCounted>;
  const { names, earlier } = counted.read;
  const { policy } = earlier;
  const over = overLimitSentence("users", earlier.limitOfOne, names);
  const users = formatCountOf(earlier.confirm, "user", "users");
  return (
    <>
      <p>{earlierSentence(earlier)}</p>
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
              The policy is “{deletePolicyNames[policy]}”. {policyLeaves[policy]}
            </p>
          </ConfirmRun>
        </BackupGate>
      )}
    </>
  );
}
