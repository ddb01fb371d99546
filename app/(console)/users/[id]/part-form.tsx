"use client";

import { type ReactNode } from "react";
import { ActionForm } from "#components/action-form.tsx";
import { Button } from "#components/button.tsx";
import { ButtonLink } from "#components/button-link.tsx";
import { useFormAction } from "#components/form-action.ts";
import { Version } from "#components/version.tsx";
import { FormFoot } from "#app/form-foot.tsx";
import type { UserPart } from "#db/queries/user-parts.ts";
import type { FormState } from "#lib/form-state.ts";
import type { UserPartKind } from "#lib/user-parts.ts";
import * as actions from "./actions.ts";
import * as fields from "./part-fields-form.tsx";

type Action = (previous: FormState, form: FormData) => Promise<FormState>;

interface FormProps {
  userId: number;
  action: Action;
  /** The part that is changed, and the tab to go back to; null where one is added. */
  changing: { id: number; version: string; tab: string } | null;
  children: (state: FormState) => ReactNode;
}

function PartForm({ userId, action, changing, children }: FormProps) {
  const [state, save, pending] = useFormAction(action);
  return (
    <ActionForm
      action={save}
      state={state}
      // What was added is in the table now.
      resets={!changing}
      className="grid gap-4 border-l-2 pl-4"
    >
      <input type="hidden" name="userId" value={userId} />
      {changing && (
        <>
          <input type="hidden" name="part" value={changing.id} />
          <Version value={changing.version} />
        </>
      )}
      {children(state)}
      <FormFoot state={state}>
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="primary" pending={pending}>
            {changing ? "Save" : "Add"}
          </Button>
          {changing && <ButtonLink href={changing.tab}>Cancel</ButtonLink>}
        </div>
      </FormFoot>
    </ActionForm>
  );
}

interface Props<Kind extends UserPartKind> {
  userId: number;
  part?: UserPart<Kind>;
  /** Address of the tab. */
  tab: string;
}

function form<Kind extends UserPartKind>(
  add: Action,
  change: Action,
  show: (props: { state: FormState; part?: UserPart<Kind> }) => ReactNode,
) {
  return function KindForm({ userId, part, tab }: Props<Kind>) {
    return (
      <PartForm
        userId={userId}
        action={part ? change : add}
        changing={part ? { id: part.id, version: part.version, tab } : null}
      >
        {(state) => show({ state, ...(part && { part }) })}
      </PartForm>
    );
  };
}

export const AddressForm = form<"address">(
  actions.addAddress,
  actions.changeAddress,
  fields.AddressFields,
);
export const EmailForm = form<"email">(actions.addEmail, actions.changeEmail, fields.EmailFields);
export const PhoneForm = form<"phone">(actions.addPhone, actions.changePhone, fields.PhoneFields);
export const IdentifierForm = form<"identifier">(
  actions.addIdentifier,
  actions.changeIdentifier,
  fields.IdentifierFields,
);
export const NoteForm = form<"note">(actions.addNote, actions.changeNote, fields.NoteFields);
export const BlockForm = form<"block">(actions.addBlock, actions.changeBlock, fields.BlockFields);
