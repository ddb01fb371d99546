import type { PurgeJob } from "#db/queries/purge-jobs.ts";
import type { PurgePreview } from "#jobs/purge-users/preview.ts";
import { nameIn, type CodeNames } from "#lib/code-names.ts";
import { formatAmount, formatCount, formatCountOf, formatList, lowerFirst } from "#lib/format.ts";
import { recordTypeNames } from "#lib/user-fields.ts";

/** "12 stay: active loan (10) and legal hold (2)." */
export function heldBackSentence({ users: { heldBack } }: Pick<PurgePreview, "users">): string {
  const staying = heldBack.reduce((sum, { users }) => sum + users, 0);
  if (staying === 0) return "";
  const reasons = heldBack.map(
    ({ reason, users }) => `${lowerFirst(reason)} (${formatCount(users)})`,
  );
  return `${formatCountOf(staying, "stays", "stay")}: ${formatList(reasons)}.`;
}

/** Whom a purge job is about: "Public users of Students, 30 days past their purge date". */
export function criteriaSentence(job: PurgeJob, { userGroup: groups }: CodeNames): string {
  const { recordType, userGroup, set, daysAfterPurgeDate: days } = job;
  const whom = set
    ? `Members of ${set.name === null ? `set ${set.id}` : `“${set.name}”`}`
    : `${recordType ? recordTypeNames[recordType] : ""} users${userGroup === null ? "" : ` of ${nameIn(groups, userGroup)}`}`;
  const when =
    days === 0
      ? "past their purge date"
      : `${formatCountOf(days, "day", "days")} past their purge date`;
  return `${whom}, ${when}`;
}

/** How it goes about it, as far as that is said. */
export function wayOf(job: PurgeJob, currency: string): string[] {
  return [
    `Fees up to ${formatAmount(job.waiveThreshold, currency)} are waived`,
    ...(job.skipActiveRequests ? ["Users with active requests stay"] : []),
    ...(job.skipUnexpired ? ["Users who have not expired stay"] : []),
  ];
}

/** What a run settles on its way: "3 fees would be waived, CHF 12.50 in all. 1 request would be cancelled." */
export function settlingSentences({ fees, requests }: PurgePreview, currency: string): string[] {
  return [
    ...(fees.waived > 0
      ? [
          `${formatCountOf(fees.waived, "fee", "fees")} would be waived, ${formatAmount(fees.amount, currency)} in all.`,
        ]
      : []),
    ...(requests.cancelled > 0
      ? [`${formatCountOf(requests.cancelled, "request", "requests")} would be cancelled.`]
      : []),
  ];
}
