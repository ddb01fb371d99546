"use client";

import { useState, type FormEvent } from "react";
import { Button } from "#components/button.tsx";
import { FormMessage } from "#components/form-message.tsx";
import { handOut } from "#components/hand-out.ts";
import type { Envelope } from "#lib/certificate.ts";
import { fetchJson } from "#lib/fetch-json.ts";
import type { FormState } from "#lib/form-state.ts";

/** Without JavaScript the browser itself asks, and saves what it gets. */
export function CertificateForm({ run, isGone }: { run: number; isGone: boolean }) {
  const [state, setState] = useState<FormState>({ status: "idle" });
  const [pending, setPending] = useState(false);
  const address = `/api/job-runs/${run}/certificate`;

  const issue = async (event: FormEvent) => {
    event.preventDefault();
    if (pending) return;
    setPending(true);
    setState(await certificateOf(address, `run-${run}-certificate.json`));
    setPending(false);
  };

  return (
    <form
      action={address}
      method="post"
      onSubmit={(event) => void issue(event)}
      className="grid justify-items-start gap-2"
    >
      <Button type="submit" pending={pending}>
        Certificate
      </Button>
      <p className="text-muted max-w-prose">
        A signed file that names nobody; anybody can check it with{" "}
        <code>lethe certificate verify</code>.
        {!isGone && " It says how far the erasure is now: a later one will say more."}
      </p>
      <FormMessage state={state} entered={false} />
    </form>
  );
}

async function certificateOf(address: string, fileName: string): Promise<FormState> {
  try {
    const certificate = await fetchJson<Envelope>(address, { method: "POST" });
    handOut(fileName, "application/json", JSON.stringify(certificate));
    return { status: "saved", message: `Signed with key ${certificate.signatures[0]?.keyid}.` };
  } catch (error) {
    const message = error instanceof Error ? error.message : "It could not be signed.";
    return { status: "refused", message };
  }
}
