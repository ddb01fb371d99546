import { CheckboxField } from "#components/checkbox-field.tsx";
import { fieldErrors } from "#components/field-errors.ts";
import { Field } from "#components/field.tsx";
import { TextAreaField } from "#components/text-area-field.tsx";
import type { UserPart } from "#db/queries/user-parts.ts";
import type { FormState } from "#lib/form-state.ts";
import type { FieldHelp } from "#lib/help/help.ts";
import { contactHelp, partHelp } from "#lib/help/user-details.ts";
import { userLimits, type UserPartKind } from "#lib/user-parts.ts";

interface Props<Kind extends UserPartKind> {
  state: FormState;
  /** The part that is changed; left out where one is added. */
  part?: UserPart<Kind>;
}

/** Several forms stand on one page: ids begin with the kind. */
const of =
  <Names extends string>(
    kind: UserPartKind,
    help: Readonly<Record<Names, FieldHelp>>,
    state: FormState,
  ) =>
  (name: Names) => ({
    ...help[name],
    name,
    id: `${kind}-${name}`,
    errors: fieldErrors(state, name),
  });

function ContactFields({
  kind,
  state,
  part,
}: Props<"address" | "email" | "phone"> & { kind: UserPartKind }) {
  const field = of(kind, contactHelp, state);
  return (
    <>
      <Field {...field("types")} autoComplete="off" defaultValue={part?.types.join(", ")} />
      <CheckboxField {...field("preferred")} defaultChecked={part?.preferred} />
    </>
  );
}

export const AddressFields = ({ state, part }: Props<"address">) => (
  <>
    <TextAreaField
      {...of("address", partHelp.address, state)("address")}
      defaultValue={part?.address}
      autoComplete="off"
    />
    <ContactFields kind="address" state={state} part={part} />
  </>
);

export const EmailFields = ({ state, part }: Props<"email">) => (
  <>
    <Field
      {...of("email", partHelp.email, state)("email")}
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
      {...of("phone", partHelp.phone, state)("phone")}
      defaultValue={part?.phone}
      autoComplete="off"
      maxLength={userLimits.identifier}
    />
    <ContactFields kind="phone" state={state} part={part} />
  </>
);

export function IdentifierFields({ state, part }: Props<"identifier">) {
  const field = of("identifier", partHelp.identifier, state);
  return (
    <>
      <Field
        {...field("type")}
        defaultValue={part?.type}
        autoComplete="off"
        maxLength={userLimits.code}
      />
      <Field
        {...field("value")}
        defaultValue={part?.value}
        autoComplete="off"
        maxLength={userLimits.identifier}
      />
      <CheckboxField {...field("active")} defaultChecked={part?.active ?? true} />
    </>
  );
}

export function NoteFields({ state, part }: Props<"note">) {
  const field = of("note", partHelp.note, state);
  return (
    <>
      <TextAreaField {...field("text")} defaultValue={part?.text} />
      <Field
        {...field("type")}
        defaultValue={part?.type ?? ""}
        autoComplete="off"
        maxLength={userLimits.code}
      />
      <CheckboxField {...field("userViewable")} defaultChecked={part?.userViewable} />
      <CheckboxField {...field("popup")} defaultChecked={part?.popup} />
    </>
  );
}

export function BlockFields({ state, part }: Props<"block">) {
  const field = of("block", partHelp.block, state);
  return (
    <>
      <Field
        {...field("code")}
        defaultValue={part?.code}
        autoComplete="off"
        maxLength={userLimits.code}
      />
      <Field
        {...field("type")}
        defaultValue={part?.type ?? ""}
        autoComplete="off"
        maxLength={userLimits.code}
      />
      <CheckboxField {...field("active")} defaultChecked={part?.active ?? true} />
      <TextAreaField {...field("note")} defaultValue={part?.note ?? ""} />
    </>
  );
}
