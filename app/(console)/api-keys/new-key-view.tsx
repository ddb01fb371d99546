import { ButtonLink } from "#components/button-link.tsx";
import { Field } from "#components/field.tsx";
import { Notice } from "#components/notice.tsx";

/** The key a form answered with, this once. */
export const NewKey = ({ token }: { token: string }) => (
  <div className="grid gap-5">
    <div role="status" className="grid gap-5">
      <Notice tone="good">
        Keep this key where the script reads its secrets. Whoever has it can do what it can, and it
        is not shown again.
      </Notice>
      <Field
        label="Key"
        name="key"
        readOnly
        value={token}
        className="font-mono"
        onFocus={(event) => event.currentTarget.select()}
      />
    </div>
    <div className="flex flex-wrap gap-2">
      <ButtonLink href="/api-keys">Back to API</ButtonLink>
      <ButtonLink href="/api-keys/reference">See what it can do</ButtonLink>
    </div>
  </div>
);
