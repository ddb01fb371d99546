import type { PurgePreview } from "#jobs/purge-users/preview.ts";
import { formatCount, formatCountOf } from "#lib/format.ts";
import { deletePolicyNames } from "#lib/purge-fields.ts";
import { heldBackSentence } from "../purge-user-records/sentences-view.ts";

/** Of a preview of the policy's application: who was purged earlier, and whom it reaches of them. */
export function earlierSentence(
  earlier: Pick<PurgePreview, "confirm" | "policy" | "users">,
): string {
  const { confirm, policy, users } = earlier;
  const all = confirm + users.heldBack.reduce((sum, { users: some }) => sum + some, 0);
  const who =
    all === 0
      ? "Nobody was"
      : `${formatCountOf(all, "user", "users")} ${all === 1 ? "was" : "were"}`;
  return [
    `${who} purged under a policy that leaves more than “${deletePolicyNames[policy]}”.`,
    ...(confirm < all && confirm > 0
      ? [`The policy can be applied to ${formatCount(confirm)} of them.`]
      : []),
    heldBackSentence(earlier),
  ]
    .filter(Boolean)
    .join(" ");
}
