"use client";

import { useRef, type SubmitEvent } from "react";
import { useRouter } from "next/navigation";
import { ActionForm } from "#components/action-form.tsx";
import { Button } from "#components/button.tsx";
import { fieldErrors } from "#components/field-errors.ts";
import { Field } from "#components/field.tsx";
import { useFormAction } from "#components/form-action.ts";
import { Notice } from "#components/notice.tsx";
import { Section } from "#components/section.tsx";
import { TextAreaField } from "#components/text-area-field.tsx";
import { FormFoot } from "#app/form-foot.tsx";
import type { SetUpload } from "#db/queries/set-uploads.ts";
import { fetchJson } from "#lib/fetch-json.ts";
import { membersHelp } from "#lib/help/sets.ts";
import { useAskedUntilLeft } from "../asked-until-left.ts";
import { addByHand } from "./actions.ts";

export function AddMembers({ set }: { set: number }) {
  return (
    <>
      <Section
        title="Add from a file"
        lead="CSV, TXT or XLSX. The first column is headed Primary ID, USERNAME or User name; other columns are passed over. IDs are text: leading zeros count."
      >
        <UploadForm set={set} />
      </Section>
      <Section
        title="Add by hand"
        lead="Or search under Manage Users, and add whom you find there."
      >
        <ByHandForm set={set} />
      </Section>
    </>
  );
}

/** Sends the file's bytes as they are; the answer is shown by the page that it leads to. */
function UploadForm({ set }: { set: number }) {
  const router = useRouter();
  const file = useRef<HTMLInputElement>(null);
  const { mutate, isPending, error } = useAskedUntilLeft((chosen: File | undefined, signal) =>
    chosen ? upload(set, chosen, signal) : Promise.reject(new Error("Choose a file.")),
  );
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    if (isPending) return;
    mutate(file.current?.files?.[0], {
      // Not called once the page is left.
      onSuccess: ({ id }) => {
        router.push(`/sets/${set}?upload=${id}`);
        router.refresh();
        if (file.current) file.current.value = "";
      },
    });
  };
  return (
    <form onSubmit={send} className="grid gap-4">
      <Field ref={file} {...membersHelp.file} name="file" type="file" accept=".csv,.txt,.xlsx" />
      <div>
        <div role="alert" className="*:mb-4">
          {error && <Notice tone="danger">{error.message}</Notice>}
        </div>
        <Button type="submit" pending={isPending}>
          Upload
        </Button>
      </div>
      <noscript>Sending a file needs JavaScript; IDs can be entered by hand without.</noscript>
    </form>
  );
}

const upload = (set: number, file: File, signal: AbortSignal): Promise<SetUpload> =>
  fetchJson(`/api/sets/${set}/uploads`, {
    method: "POST",
    body: file,
    signal,
    headers: { "content-type": "application/octet-stream" },
  });

function ByHandForm({ set }: { set: number }) {
  const [state, add, pending] = useFormAction(addByHand);
  return (
    <ActionForm action={add} state={state} resets className="grid gap-4">
      <input type="hidden" name="id" value={set} />
      <TextAreaField
        {...membersHelp.ids}
        name="ids"
        spellCheck={false}
        autoComplete="off"
        errors={fieldErrors(state, "ids")}
      />
      <FormFoot state={state}>
        <Button type="submit" pending={pending}>
          Add
        </Button>
      </FormFoot>
    </ActionForm>
  );
}
