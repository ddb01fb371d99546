import { Section } from "#components/section.tsx";
import type { ProposedTexts as Texts } from "#jobs/update-users/proposed-texts.ts";
import { WrittenTexts } from "../../../run-a-job/written-texts-view.tsx";

interface Props {
  texts: Texts | "withheld";
}

/** What staff wrote for an update that waits: whoever approves it has read it. */
export const ProposedTexts = ({ texts }: Props) =>
  texts === "withheld" ? (
    <Section title="What was written for it">
      <p className="max-w-prose">
        The text of the note, the block or the letter is not shown to you. It is shown to the person
        who asked for this run, and to those who may approve it and see users.
      </p>
    </Section>
  ) : (
    <Section
      title="What was written for it"
      lead="Exactly this goes into accounts and letters. Nobody can change it any more."
    >
      <WrittenTexts {...texts} />
    </Section>
  );
