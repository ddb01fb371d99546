import { ButtonLink } from "#components/button-link.tsx";
import { Failure } from "./failure.tsx";

export const Missing = () => (
  <Failure title="There is no such page">
    <p>
      The address may be mistyped, or what it showed has been deleted meanwhile. Nothing was changed
      by looking.
    </p>
    <ButtonLink href="/">Go to the Overview</ButtonLink>
  </Failure>
);
