import type { FrozenUpdate } from "#jobs/update-users/frozen.ts";
import type { CodeNames } from "#lib/code-names.ts";
import { updateSentences } from "#lib/update-sentence.ts";
import type { ToldSet } from "./told-set-query.ts";
import { MembersOf } from "./told-set-view.tsx";

interface Props {
  told: FrozenUpdate;
  set: ToldSet;
  names: CodeNames;
}

/** What an update was told; no text that staff wrote, which may name a person. */
export function FrozenUpdateSettings({ told: { changes }, set, names }: Props) {
  return (
    <div className="grid max-w-prose gap-2">
      <p>
        About <MembersOf set={set} />.
      </p>
      <ul className="list-disc pl-5">
        {updateSentences(changes, names.userGroup).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </div>
  );
}
