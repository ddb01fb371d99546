import { CheckboxField } from "#components/checkbox-field.tsx";
import { fieldErrors } from "#components/field-errors.ts";
import { Field } from "#components/field.tsx";
import { TextAreaField } from "#components/text-area-field.tsx";
import type { UserPart } from "#db/queries/user-parts.ts";
import type { FormState } from "#lib/form-state.ts";
import { userLimits, type UserPartKind } from "#lib/user-parts.ts";

interface Props<Kind extends UserPartKind> {
  state: FormState;
  /** The part that is changed; left out where one is added. */
  part?: UserPart<Kind>;
}

/** Several forms stand on one page: ids begin with the kind. */
const of = (kind: UserPartKind, state: FormState) => (name: string) => ({
  name,
  id: `${kind}-${name}`,
  errors: fieldErrors(state, name),
});

function ContactFields({
  kind,
  state,
  part,
}: Props<"address" | "email" | "phone"> & { kind: UserPartKind }) {
  const field = of(kind, state);
  return (
    <>
      <Field
        {...field("types")}
        label="Types"
        autoComplete="off"
        defaultValue={part?.types.join(", ")}
        help="Such as home, work; set apart by commas."
      />
      <CheckboxField {...field("preferred")} label="Preferred" defaultChecked={part?.preferred} />
    </>
  );
}

export const AddressFields = ({ state, part }: Props<"address">) => (
  <>
    <TextAreaField
      {...of("address", state)("address")}
      label="Address"
      defaultValue={part?.address}
      autoComplete="off"
      help="As on an envelope."
    />
    <ContactFields kind="address" state={state} part={part} />
  </>
);

export const EmailFields = ({ state, part }: Props<"email">) => (
  <>
    <Field
      {...of("email", state)("email")}
      label="E-mail address"
      defaultValue={part?.email}
      autoComplete="off"
      maxLength={userLimits.identifier}
    />
    <ContactFields kind="email" state={state} part={part} />
  </>
);

export const PhoneFields = ({ state, part }: Props<"phone">) => (
  <>
    <Field
      {...of("phone", state)("phone")}
      label="Phone number"
      defaultValue={part?.phone}
      autoComplete="off"
      maxLength={userLimits.identifier}
    />
    <ContactFields kind="phone" state={state} part={part} />
  </>
);

export function IdentifierFields({ state, part }: Props<"identifier">) {
  const field = of("identifier", state);
  return (
    <>
      <Field
        {...field("type")}
        label="Type"
        defaultValue={part?.type}
        autoComplete="off"
        maxLength={userLimits.code}
        help="Such as BARCODE or INST_ID."
      />
      <Field
        {...field("value")}
        label="Identifier"
        defaultValue={part?.value}
        autoComplete="off"
        maxLength={userLimits.identifier}
      />
      <CheckboxField
        {...field("active")}
        label="Active"
        defaultChecked={part?.active ?? true}
        help="Of one type no two users have the same active identifier."
      />
    </>
  );
}

export function NoteFields({ state, part }: Props<"note">) {
  const field = of("note", state);
  return (
    <>
      <TextAreaField {...field("text")} label="Note" defaultValue={part?.text} />
      <Field
        {...field("type")}
        label="Type"
        defaultValue={part?.type ?? ""}
        autoComplete="off"
        maxLength={userLimits.code}
      />
      <CheckboxField
        {...field("userViewable")}
        label="The user may see it"
        defaultChecked={part?.userViewable}
      />
      <CheckboxField {...field("popup")} label="Pop-up" defaultChecked={part?.popup} />
    </>
  );
}

export function BlockFields({ state, part }: Props<"block">) {
  const field = of("block", state);
  return (
    <>
      <Field
        {...field("code")}
        label="Block"
        defaultValue={part?.code}
        autoComplete="off"
        maxLength={userLimits.code}
      />
      <Field
        {...field("type")}
        label="Type"
        defaultValue={part?.type ?? ""}
        autoComplete="off"
        maxLength={userLimits.code}
      />
      <CheckboxField {...field("active")} label="Active" defaultChecked={part?.active ?? true} />
      <TextAreaField {...field("note")} label="Note" defaultValue={part?.note ?? ""} />
    </>
  );
}
