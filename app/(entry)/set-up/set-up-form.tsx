"use client";

import { useEffect } from "react";
import { fieldErrors } from "#components/field-errors.ts";
import { Field } from "#components/field.tsx";
import type { FormState } from "#lib/form-state.ts";
import { passwordCharacters } from "#lib/password-characters.ts";
import { EntryForm } from "../entry-form.tsx";
import { choosePassword, makeFirstAccount } from "./actions.ts";

const labels = {
  name: "Name",
  email: "E-mail",
  password: "Password",
  repeatedPassword: "Password again",
};

interface Props {
  token: string;
  /** False: the account is there already, and only needs a password. */
  isFirst: boolean;
}

export function SetUpForm({ token, isFirst }: Props) {
  // The form carries the token on; the address bar and the history need not.
  useEffect(() => history.replaceState(null, "", "/set-up"), []);
  return (
    <EntryForm
      action={isFirst ? makeFirstAccount : choosePassword}
      labels={labels}
      submit={isFirst ? "Make the account and sign in" : "Set the password and sign in"}
      fields={(state) => (
        <>
          <input type="hidden" name="token" value={token} />
          {isFirst && <PersonFields state={state} />}
          <PasswordFields state={state} />
        </>
      )}
    />
  );
}

const PersonFields = ({ state }: { state: FormState }) => (
  <>
    <Field
      label={labels.name}
      name="name"
      autoComplete="name"
      required
      errors={fieldErrors(state, "name")}
    />
    <Field
      label={labels.email}
      name="email"
      type="email"
      autoComplete="username"
      required
      errors={fieldErrors(state, "email")}
    />
  </>
);

const PasswordFields = ({ state }: { state: FormState }) => (
  <>
    <Field
      label={labels.password}
      name="password"
      type="password"
      autoComplete="new-password"
      help={`At least ${passwordCharacters.min} characters; a sentence is easier to remember than signs.`}
      required
      errors={fieldErrors(state, "password")}
    />
    <Field
      label={labels.repeatedPassword}
      name="repeatedPassword"
      type="password"
      autoComplete="new-password"
      required
      errors={fieldErrors(state, "repeatedPassword")}
    />
  </>
);
