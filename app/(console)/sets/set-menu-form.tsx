"use client";

import { startTransition, useState } from "react";
import { ActionMenu, MenuItem, MenuLink, MenuSeparator } from "#components/action-menu.tsx";
import { ConfirmDialog } from "#components/confirm-dialog.tsx";
import { useFormAction } from "#components/form-action.ts";
import { FormMessage } from "#components/form-message.tsx";
import type { SetRow } from "#db/queries/sets.ts";
import { setsHelp } from "#lib/help/sets.ts";
import { actOnSet } from "./actions.ts";

interface Props {
  set: Pick<SetRow, "id" | "version" | "name" | "kind">;
  mayChange: boolean;
  mayPurge: boolean;
  /** Update/Notify Users. */
  mayRun: boolean;
}

export function SetMenu({ set, mayChange, mayPurge, mayRun }: Props) {
  const [state, act, pending] = useFormAction(actOnSet);
  const [asking, setAsking] = useState<"itemize" | "delete" | null>(null);
  const send = (verb: string) => {
    const form = new FormData();
    for (const [name, value] of Object.entries({ id: set.id, version: set.version, verb })) {
      form.set(name, String(value));
    }
    startTransition(() => act(form));
  };
  const close = () => setAsking(null);
  return (
    <div className="grid sm:justify-items-end">
      <ActionMenu label={`Actions of ${set.name}`} variant="secondary">
        {mayChange && <MenuLink href={`/sets/${set.id}/edit`}>Edit</MenuLink>}
        {mayChange && set.kind === "logical" && (
          <>
            <MenuLink href={`/sets/${set.id}/query`}>Change the query</MenuLink>
            <MenuItem disabled={pending} onSelect={() => setAsking("itemize")}>
              Logical → Itemized …
            </MenuItem>
          </>
        )}
        <MenuItem disabled={pending} onSelect={() => send("duplicate")}>
          Duplicate
        </MenuItem>
        {mayRun && <MenuLink href={`/run-a-job?set=${set.id}`}>Run a job …</MenuLink>}
        {mayPurge && (
          <MenuLink href={`/purge-user-records?set=${set.id}`}>Purge its members …</MenuLink>
        )}
        {mayChange && (
          <>
            <MenuSeparator />
            <MenuItem danger disabled={pending} onSelect={() => setAsking("delete")}>
              Delete …
            </MenuItem>
          </>
        )}
      </ActionMenu>
      <div className="*:not-empty:mt-2">
        <FormMessage state={state} entered={false} />
      </div>
      <ConfirmDialog
        open={asking === "itemize"}
        onOpenChange={close}
        title={`Make “${set.name}” itemized?`}
        confirm={{ label: "Make it itemized", cancel: "Keep the query" }}
        onConfirm={() => send("itemize")}
      >
        <p>
          Whoever fits the query now stays in the set, whatever becomes of them. The query goes, and
          does not come back.
        </p>
      </ConfirmDialog>
      <ConfirmDialog
        open={asking === "delete"}
        onOpenChange={close}
        title={`Delete the set “${set.name}”?`}
        confirm={{ label: "Delete the set", cancel: "Keep it" }}
        onConfirm={() => send("delete")}
      >
        <p>{setsHelp.irreversible.delete.help} A run that has started keeps whom it took.</p>
      </ConfirmDialog>
    </div>
  );
}
