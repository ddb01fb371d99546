import type { ReactNode } from "react";
import Link from "next/link";
import { Notice } from "#components/notice.tsx";
import { BackupGate } from "./backup-gate-view.tsx";

interface Props {
  /** The run of this job that has not ended. */
  activeRun: number | null;
  /** What a run now would remove. */
  confirm: number;
  mayRun: boolean;
  /** The button that asks and starts. */
  children: ReactNode;
}

/** Where a run that removes is started, on top of its preview; or why there is nothing to start. */
export function RunEntrance({ activeRun, confirm, mayRun, children }: Props) {
  return (
    <div id="run" className="scroll-mt-4">
      {activeRun !== null ? (
        <Notice tone="information">
          This job runs now, and runs once at a time.{" "}
          <Link className="text-link" href={`/monitor-jobs/${activeRun}`}>
            Watch run {activeRun}
          </Link>
        </Notice>
      ) : !mayRun ? (
        <p className="text-muted">Your roles let you look, and not start it.</p>
      ) : confirm === 0 ? (
        <p>There is nothing to run now.</p>
      ) : (
        <BackupGate>{children}</BackupGate>
      )}
    </div>
  );
}
