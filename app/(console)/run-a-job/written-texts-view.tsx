import type { ProposedTexts } from "#jobs/update-users/proposed-texts.ts";

/** What staff wrote for an update, as it will stand in accounts and letters. */
export function WrittenTexts({ note, blockNote, subject, body }: ProposedTexts) {
  const texts = [
    ["Note", note],
    ["Note on the block", blockNote],
    [subject, body],
  ] as const;
  return texts.map(
    ([title, text]) =>
      text !== null && (
        <figure key={title} className="max-w-prose border-l-2 pl-4">
          <figcaption className="font-medium">{title}</figcaption>
          <p className="break-words whitespace-pre-line">{text}</p>
        </figure>
      ),
  );
}
