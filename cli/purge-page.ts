import type { Run } from "#db/queries/job-runs.ts";
import type { PurgePreview } from "#jobs/purge-users/preview.ts";
import { formatCount, formatCountOf } from "#lib/format.ts";
import { deletePolicyNames } from "#lib/purge-fields.ts";
import { noNames } from "#lib/code-names.ts";
import { overLimitSentence } from "#lib/limit-of-one.ts";
import { table } from "./table.ts";

/** A preview of a purge for people: who goes, who stays and why, what is settled. */
export function purgePreviewPage(found: PurgePreview): string {
  const { confirm, cutOff, policy, users, fees, requests, oldest, newest, limitOfOne, sample } =
    found;
  const over = overLimitSentence("users", limitOfOne, noNames);
  return [
    `Days are counted to ${cutOff}. Nothing was changed.`,
    `Delete User Policy: ${deletePolicyNames[policy]}.`,
    "",
    table(
      ["User group", "Purged", "Held back"],
      users.byUserGroup.map(({ userGroup, purged, heldBack }) => [
        userGroup || "none",
        purged,
        heldBack,
      ]),
    ),
    "",
    ...users.heldBack.map(({ reason, users }) => `  ${formatCount(users)} held back: ${reason}`),
    `  ${formatCountOf(fees.waived, "fee", "fees")} would be waived: ${fees.amount.toFixed(2)}`,
    `  ${formatCountOf(requests.cancelled, "request", "requests")} would be cancelled`,
    ...(oldest ? [`  purge dates between ${oldest} and ${newest ?? oldest}`] : []),
    ...(sample.length > 0 ? ["", sampleTable(sample)] : []),
    ...(over ? ["", `Attention: ${over}`] : []),
    "",
    `A run now would purge ${formatCountOf(confirm, "user", "users")}: confirm ${confirm}.`,
  ].join("\n");
}

const sampleTable = (sample: PurgePreview["sample"]): string =>
  table(
    ["Some of them", "User, masked", "User group", "Purge date"],
    sample.map(({ id, patron, userGroup, purgeDate }) => [
      `ID ${id}`,
      patron,
      userGroup || "none",
      purgeDate ?? "",
    ]),
  );

/** What a run of the purge did, as the commands print it. */
export function purgedBy({ counters }: Pick<Run, "counters">) {
  const of = (measure: string) => counters.filter((one) => one.measure === measure);
  const sum = (measure: string) => of(measure).reduce((total, { count }) => total + count, 0);
  return {
    users: {
      purged: sum("records"),
      heldBack: of("heldBack").map(({ label, count }) => ({ reason: label, users: count })),
    },
    fees: { waived: sum("feesWaived"), amount: sum("hundredthsWaived") / 100 },
    requests: { cancelled: sum("requestsCancelled") },
  };
}

export function purgeTable(run: Run): string {
  const { users, fees, requests } = purgedBy(run);
  return table(
    ["", ""],
    [
      ["users purged", users.purged],
      ["fees waived", fees.waived],
      ["requests cancelled", requests.cancelled],
    ],
  );
}
