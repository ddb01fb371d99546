"use client";

import { useState } from "react";
import { ActionMenu, MenuItem, MenuLink, MenuSeparator } from "#components/action-menu.tsx";
import { ConfirmDialog } from "#components/confirm-dialog.tsx";
import { useToldAction } from "#components/outcome-toast.ts";
import { actOnJob } from "./actions.ts";

export function JobMenu({ id, mayChange }: { id: number; mayChange: boolean }) {
  const [act, pending] = useToldAction(actOnJob, { of: `Purge job ${id}` });
  const [asking, setAsking] = useState(false);
  const send = (verb: "duplicate" | "delete") => {
    const form = new FormData();
    form.set("id", String(id));
    form.set("verb", verb);
    act(form);
  };
  return (
    <div className="grid justify-items-end">
      <ActionMenu label={`Actions of purge job ${id}`}>
        <MenuLink href={`/purge-user-records/${id}`}>{mayChange ? "Run …" : "Preview"}</MenuLink>
        {mayChange && (
          <>
            <MenuItem disabled={pending} onSelect={() => send("duplicate")}>
              Duplicate
            </MenuItem>
            <MenuSeparator />
            <MenuItem danger disabled={pending} onSelect={() => setAsking(true)}>
              Delete …
            </MenuItem>
          </>
        )}
      </ActionMenu>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Delete purge job ${id}?`}
        confirm={{ label: "Delete the job", cancel: "Keep it" }}
        onConfirm={() => send("delete")}
      >
        <p>The description goes. Nobody is purged by this; runs it had stay in History.</p>
      </ConfirmDialog>
    </div>
  );
}
