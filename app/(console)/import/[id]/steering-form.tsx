"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Button } from "#components/button.tsx";
import { ConfirmDialog } from "#components/confirm-dialog.tsx";
import type { FormAction } from "#components/form-action.ts";
import { useToldAction } from "#components/outcome-toast.ts";
import type { Import } from "#db/queries/imports.ts";
import { formatBytes, formatCountOf, formatList } from "#lib/format.ts";
import { discard, start, stop } from "../actions.ts";
import { importKey } from "../imports-query.ts";
import { nameList } from "../sentences-view.ts";

/** What replacing a demo library takes away. */
export interface DemoContents {
  users: number;
  records: number;
  runs: number;
}

/** An action of this import, and whether it is under way. */
function useSteering(action: FormAction, id: string) {
  const queries = useQueryClient();
  const [send, pending] = useToldAction(action, {
    hears: () => void queries.invalidateQueries({ queryKey: importKey(id) }),
  });
  const ask = (more: Record<string, string> = {}) => {
    const form = new FormData();
    for (const [name, value] of Object.entries({ id, ...more })) form.set(name, value);
    send(form);
  };
  return { ask, pending };
}

interface StartProps {
  now: Import;
  isDemo: boolean;
  /** Null while it is being counted, and where there is no demo. */
  demo: DemoContents | null;
}

/** Tries the files, or imports what was tried. */
export function StartForm({ now, isDemo, demo }: StartProps) {
  const { ask, pending } = useSteering(start, now.id);
  const isTried = now.status === "completed" || now.status === "completedWithRejects";
  const startNow = () => ask({ dryRun: "false", replaceDemo: String(isDemo) });
  return (
    <>
      {!isTried && (
        <Button
          variant={now.status === "uploading" ? "primary" : "secondary"}
          pending={pending}
          onClick={() => ask({ dryRun: "true", replaceDemo: "false" })}
        >
          {now.status === "uploading" ? "Check" : "Check again"}
        </Button>
      )}
      {isTried && isDemo && <ReplaceDemo demo={demo} pending={pending} onConfirm={startNow} />}
      {isTried && !isDemo && (
        <Button variant="primary" pending={pending} onClick={startNow}>
          Import now
        </Button>
      )}
    </>
  );
}

interface ReplaceProps {
  demo: DemoContents | null;
  pending: boolean;
  onConfirm: () => void;
}

function ReplaceDemo({ demo, pending, onConfirm }: ReplaceProps) {
  const goes =
    demo &&
    formatList([
      formatCountOf(demo.users, "user", "users"),
      formatCountOf(demo.records, "record", "records"),
      `${formatCountOf(demo.runs, "run", "runs")} of jobs with their reports`,
    ]);
  return (
    <ConfirmDialog
      trigger={
        <Button variant="danger" pending={pending} disabled={demo === null}>
          {demo ? "Replace the demo library" : "Counting the demo …"}
        </Button>
      }
      title="Replace the demo library by these files?"
      confirm={{ label: "Replace the demo library", cancel: "Keep the demo" }}
      onConfirm={onConfirm}
    >
      <p>
        All of the demo goes: {goes}, and what was made of them, such as sets, legal holds and purge
        jobs. That cannot be undone.
      </p>
      <p>
        Settings, rules, staff and the audit stay. Every job becomes inactive, so that nothing runs
        on your records by itself until you switch it on.
      </p>
    </ConfirmDialog>
  );
}

export function StopForm({ id }: { id: string }) {
  const { ask, pending } = useSteering(stop, id);
  return (
    <Button variant="danger" pending={pending} onClick={() => ask()}>
      Stop
    </Button>
  );
}

interface DiscardProps {
  now: Import;
  /** What has to end first. */
  onDiscard?: () => void;
}

export function DiscardForm({ now, onDiscard }: DiscardProps) {
  const { ask, pending } = useSteering(discard, now.id);
  const arrived = now.uploads.reduce((sum, { received }) => sum + received, 0);
  return (
    <ConfirmDialog
      trigger={<Button pending={pending}>Discard the files</Button>}
      title="Discard the files?"
      confirm={{ label: "Discard the files", cancel: "Keep them" }}
      onConfirm={() => {
        onDiscard?.();
        ask();
      }}
    >
      <p>
        {nameList(now.names)}, {formatBytes(arrived)}, and all that was found out about them. To
        check or import them they have to be sent again.
      </p>
    </ConfirmDialog>
  );
}
