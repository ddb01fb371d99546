import { CopyButton } from "#components/copy-button.tsx";
import { fieldId } from "#components/field-errors.ts";
import { Field } from "#components/field.tsx";
import { Notice } from "#components/notice.tsx";
import type { FormState } from "#lib/form-state.ts";
import { linkHelp } from "#lib/help/system.ts";

/** The link a form answered with, this once. */
export function OneTimeLink({ state }: { state: FormState }) {
  const link = state.status === "saved" ? state.message : undefined;
  const select = () => document.getElementById(fieldId("link"))?.focus();
  return (
    <>
      <div role="status" className="grid gap-3 empty:hidden">
        {link !== undefined && (
          <>
            <Notice tone="good">Give this link to the person, and to nobody else.</Notice>
            <Field
              {...linkHelp}
              name="link"
              readOnly
              value={link}
              onFocus={(event) => event.currentTarget.select()}
            />
          </>
        )}
      </div>
      {link !== undefined && <CopyButton key={link} text={link} what="link" select={select} />}
      <div role="alert" className="empty:hidden">
        {state.status === "refused" && <Notice tone="danger">{state.message}</Notice>}
      </div>
    </>
  );
}
