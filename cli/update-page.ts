import type { Run } from "#db/queries/job-runs.ts";
import type { UpdatePreview } from "#jobs/update-users/preview.ts";
import { formatCount, formatCountOf } from "#lib/format.ts";
import { isUpdateField, updateNames, type UpdateField } from "#lib/update-fields.ts";
import { updateValue } from "#lib/update-sentence.ts";
import { table } from "./table.ts";

/** A preview of an update for people: who changes from what to what. */
export function updatePreviewPage({ confirm, users, letters, changes }: UpdatePreview): string {
  return [
    `The set has ${formatCountOf(users.members, "member", "members")} now.`,
    "",
    table(
      ["Parameter", "From", "To", "Users"],
      changes.flatMap(({ parameter, users, from, others, to }) => {
        if (!isUpdateField(parameter)) return [[updateNames[parameter], "", "", users]];
        return [
          ...from.map(({ value, users }) => [
            updateNames[parameter],
            updateValue(parameter, value),
            target(parameter, to),
            users,
          ]),
          ...(others > 0
            ? [[updateNames[parameter], "other values", target(parameter, to), others]]
            : []),
          ...(users === 0 ? [[updateNames[parameter], "", target(parameter, to), 0]] : []),
        ];
      }),
    ),
    "",
    `  ${formatCountOf(users.updated, "user", "users")} would change, ${formatCount(users.unchanged)} would not`,
    ...users.heldBack.map(
      ({ reason, users }) => `  ${formatCount(users)} left as they are: ${reason}`,
    ),
    ...(letters.queued + letters.withoutEmail > 0
      ? [
          `  ${formatCountOf(letters.queued, "letter", "letters")} would be queued; ${formatCountOf(letters.withoutEmail, "user has", "users have")} no e-mail address`,
        ]
      : []),
    "",
    `A run now would change or notify ${formatCountOf(confirm, "user", "users")}: confirm ${confirm}.`,
  ].join("\n");
}

const target = (field: UpdateField, to: string | null) =>
  to === null ? "removed" : updateValue(field, to);

/** What a run of the update did, as the commands print it. */
export function updatedBy({ counters, setAside }: Pick<Run, "counters" | "setAside">) {
  const of = (measure: string) => counters.filter((one) => one.measure === measure);
  const sum = (measure: string) => of(measure).reduce((total, { count }) => total + count, 0);
  return {
    users: {
      updated: sum("updated"),
      unchanged: sum("unchanged"),
      failed: setAside,
      heldBack: of("heldBack").map(({ label, count }) => ({ reason: label, users: count })),
    },
    letters: { queued: sum("letters"), withoutEmail: sum("withoutEmail") },
  };
}

export function updateTable(run: Run): string {
  const { users, letters } = updatedBy(run);
  return table(
    ["", ""],
    [
      ["users updated", users.updated],
      ["users unchanged", users.unchanged],
      ["users failed", users.failed],
      ["letters queued", letters.queued],
    ],
  );
}
