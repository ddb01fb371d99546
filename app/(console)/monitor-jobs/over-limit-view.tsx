import { Notice } from "#components/notice.tsx";

/** On a preview: of which library or user group too much would go, and what becomes of a run that nobody looks at. */
export const OverLimit = ({ sentence }: { sentence: string | null }) =>
  sentence && (
    <Notice tone="attention" className="max-w-prose">
      {sentence} A run that nobody confirmed with the number of this preview does not begin.
    </Notice>
  );
