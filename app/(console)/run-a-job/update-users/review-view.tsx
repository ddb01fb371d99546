import Link from "next/link";
import { DataTable } from "#components/data-table.tsx";
import { Section } from "#components/section.tsx";
import type { ParameterPreview, SampledUser, UpdatePreview } from "#jobs/update-users/preview.ts";
import type { Names } from "#lib/code-names.ts";
import { formatCount, formatCountOf, formatList } from "#lib/format.ts";
import { isUpdateField, updateNames, type UpdateField } from "#lib/update-fields.ts";
import { updateSentences, updateValue } from "#lib/update-sentence.ts";
import { WrittenTexts } from "../written-texts-view.tsx";
import type { Reviewed } from "./preview-query.ts";

interface Props {
  set: { id: number; name: string };
  /** Names of the user groups. */
  groups: Names;
  reviewed: Reviewed;
}

/** Who changes from what to what, in sentences, counts and a sample. */
export const Review = ({ set, groups, reviewed: { changes, preview } }: Props) => (
  <Section
    title={`Review for the members of “${set.name}”`}
    lead="What a run would do if it started now. Nothing is changed by looking."
  >
    <div className="grid max-w-prose gap-2">
      <p className="text-lg">{totalSentence(preview)}</p>
      {restSentences(preview).map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      <ul className="list-disc pl-5">
        {updateSentences(changes, groups).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </div>
    <WrittenTexts
      note={changes.addNote?.text ?? null}
      blockNote={changes.addBlock?.note || null}
      subject={changes.notify?.subject ?? null}
      body={changes.notify?.body ?? null}
    />
    <DataTable
      caption="From what to what"
      rows={preview.changes.flatMap((change) => rowsOf(change, groups))}
      rowKey={({ key }) => key}
      empty="Nothing is changed; the members are notified."
      columns={[
        { head: "Parameter", rowHeader: true, cell: ({ name }) => name },
        { head: "From", cell: ({ from }) => from },
        { head: "To", cell: ({ to }) => to },
        { head: "Users", numeric: true, cell: ({ users }) => formatCount(users) },
      ]}
    />
    <DataTable
      caption="A few of them"
      rows={preview.sample}
      rowKey={({ id }) => id}
      empty="Nobody would be changed."
      columns={[
        {
          head: "User",
          rowHeader: true,
          cell: ({ id, patron }) => (
            <Link className="text-link" href={`/users/${id}`} target="_blank">
              {patron}
            </Link>
          ),
        },
        {
          head: "What changes",
          cell: (user) => formatList(sampleTexts(user, preview.changes, groups)),
        },
      ]}
    />
  </Section>
);

function totalSentence({ confirm, users }: UpdatePreview): string {
  const of = `of ${formatCountOf(users.members, "member", "members")}`;
  if (users.updated > 0) return `${formatCount(users.updated)} ${of} would be changed.`;
  return confirm > 0
    ? `${formatCount(confirm)} ${of} would be notified, and nobody changed.`
    : `None ${of} would be changed.`;
}

const restSentences = ({ users, letters }: UpdatePreview): string[] => [
  ...(users.unchanged > 0
    ? [`${formatCountOf(users.unchanged, "stays as it is", "stay as they are")}: nothing fits.`]
    : []),
  ...users.heldBack.map(
    ({ reason, users }) =>
      `${formatCountOf(users, "is", "are")} left alone: ${reason.toLowerCase()}.`,
  ),
  ...(letters.queued > 0
    ? [`${formatCountOf(letters.queued, "letter", "letters")} would be written.`]
    : []),
  ...(letters.withoutEmail > 0
    ? [
        `${formatCountOf(letters.withoutEmail, "user gets", "users get")} no letter: there is no e-mail address.`,
      ]
    : []),
];

const target = (field: UpdateField, to: string | null, groups: Names) =>
  to === null ? "removed" : updateValue(field, to, groups);

function rowsOf({ parameter, users, from, others, to }: ParameterPreview, groups: Names) {
  const name = updateNames[parameter];
  if (!isUpdateField(parameter)) return [{ key: parameter, name, from: "–", to: "–", users }];
  const row = (from: string, users: number) => ({
    key: `${parameter} ${from}`,
    name,
    from,
    to: target(parameter, to, groups),
    users,
  });
  return [
    ...from.map(({ value, users }) => row(updateValue(parameter, value, groups), users)),
    ...(others > 0 ? [row("other values", others)] : []),
    ...(users === 0 ? [row("–", 0)] : []),
  ];
}

const sampleTexts = (
  { changes }: SampledUser,
  previews: ParameterPreview[],
  groups: Names,
): string[] =>
  changes.map(({ parameter, from }) => {
    const to = previews.find((one) => one.parameter === parameter)?.to ?? null;
    return isUpdateField(parameter)
      ? `${updateNames[parameter].toLowerCase()} from ${updateValue(parameter, from, groups)} to ${target(parameter, to, groups)}`
      : updateNames[parameter].toLowerCase();
  });
