"use client";

import { startTransition, useState } from "react";
import { ActionMenu, MenuItem, MenuLink, MenuSeparator } from "#components/action-menu.tsx";
import { ConfirmDialog } from "#components/confirm-dialog.tsx";
import { familyWords } from "#lib/families.ts";
import { rowData, type RowProps } from "./row-form.tsx";
import type { RuleVerb } from "./schema.ts";

export function RuleMenu({ count, ...row }: RowProps & { count: number }) {
  const [isAsking, setIsAsking] = useState(false);
  const { rule, family, act, pending } = row;
  const send = (verb: RuleVerb) => startTransition(() => act(rowData(row, verb)));
  return (
    <>
      <ActionMenu label={`Actions of ${rule.name}`}>
        <MenuLink href={`/fulfillment-jobs/rules/${family}/${rule.id}`}>Edit</MenuLink>
        <MenuItem disabled={pending} onSelect={() => send("duplicate")}>
          Duplicate
        </MenuItem>
        <MenuItem disabled={pending || rule.position === 1} onSelect={() => send("up")}>
          Move up
        </MenuItem>
        <MenuItem disabled={pending || rule.position === count} onSelect={() => send("down")}>
          Move down
        </MenuItem>
        <MenuSeparator />
        <MenuItem danger disabled={pending} onSelect={() => setIsAsking(true)}>
          Delete …
        </MenuItem>
      </ActionMenu>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title={`Delete the rule “${rule.name}”?`}
        confirm={{ label: "Delete the rule", cancel: "Keep it" }}
        onConfirm={() => send("delete")}
      >
        <p>{rule.sentence}</p>
        <p>
          From the next run on, the rules below it decide about the {familyWords[family].many} that
          it matched. A run under way keeps the rules it started with.
        </p>
      </ConfirmDialog>
    </>
  );
}
