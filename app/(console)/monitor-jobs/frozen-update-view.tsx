import type { FrozenUpdate } from "#jobs/update-users/frozen.ts";
import { updateSentences } from "#lib/update-sentence.ts";

/** What an update was told. A set by its number, and no text that staff wrote: they may name a person. */
export function FrozenUpdateSettings({ told: { set, changes } }: { told: FrozenUpdate }) {
  return (
    <div className="grid max-w-prose gap-2">
      <p>About the members of set {set}.</p>
      <ul className="list-disc pl-5">
        {updateSentences(changes).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </div>
  );
}
