import { ButtonLink } from "#components/button-link.tsx";
import { Failure } from "./failure.tsx";

/**
 * Given back by a page whose address leads to nothing. Next's notFound() would draw the same by the
 * page's scripts alone: without them its page is empty.
 */
export const Missing = ({ heading }: { heading?: "h1" | "h2" }) => (
  <Failure title="There is no such page" {...(heading && { heading })}>
    <p>
      The address may be mistyped, or what it showed has been deleted meanwhile. Nothing was changed
      by looking.
    </p>
    <ButtonLink href="/">Go to the Overview</ButtonLink>
  </Failure>
);
