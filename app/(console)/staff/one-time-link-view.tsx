import { Field } from "#components/field.tsx";
import { Notice } from "#components/notice.tsx";
import type { FormState } from "#lib/form-state.ts";
import { linkHelp } from "#lib/help/system.ts";

/** The link a form answered with, this once. */
export function OneTimeLink({ state }: { state: FormState }) {
  return (
    <>
      <div role="status" className="grid gap-3 empty:hidden">
        {state.status === "saved" && state.message !== undefined && (
          <>
            <Notice tone="good">Give this link to the person, and to nobody else.</Notice>
            <Field
              {...linkHelp}
              name="link"
              readOnly
              value={state.message}
              onFocus={(event) => event.currentTarget.select()}
            />
          </>
        )}
      </div>
      <div role="alert" className="empty:hidden">
        {state.status === "refused" && <Notice tone="danger">{state.message}</Notice>}
      </div>
    </>
  );
}
