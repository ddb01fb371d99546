"use client";

import { fieldErrors } from "#components/field-errors.ts";
import { Field } from "#components/field.tsx";
import { EntryForm } from "../entry-form.tsx";
import { enter } from "./actions.ts";

const labels = { email: "E-mail", password: "Password" };

export const SignInForm = ({ next }: { next: string }) => (
  <EntryForm
    action={enter}
    labels={labels}
    submit="Sign in"
    fields={(state) => (
      <>
        <input type="hidden" name="next" value={next} />
        <Field
          label={labels.email}
          name="email"
          type="email"
          autoComplete="username"
          required
          errors={fieldErrors(state, "email")}
        />
        <Field
          label={labels.password}
          name="password"
          type="password"
          autoComplete="current-password"
          required
          errors={fieldErrors(state, "password")}
        />
      </>
    )}
  />
);
