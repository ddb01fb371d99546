import type { ReactNode } from "react";
import Link from "next/link";
import { ConfirmNote } from "#app/confirm-run-form.tsx";
import { Notice } from "#components/notice.tsx";
import { readBackup } from "#db/queries/backups.ts";
import { backupForbids, backupSaid, backupWarning } from "#lib/backup.ts";
import { readPage } from "#lib/server/read-page.ts";

interface Props {
  /** There is more to do here than to start. */
  stays?: boolean;
  /** What starts a run that removes. */
  children: ReactNode;
}

/** What is to be said of the last verified backup to who starts what removes; where nothing may start, instead. */
export async function BackupGate({ stays = false, children }: Props) {
  const backup = await readPage(readBackup);
  const forbids = backupForbids(backup);
  const warning = backupWarning(backup);
  const said = backupSaid(backup);
  const safety = (
    <Link className="text-link" href="/monitor-jobs/safety">
      Safety
    </Link>
  );
  return (
    <div className="grid gap-3">
      {said &&
        (forbids || warning ? (
          <Notice tone={forbids ? "danger" : "attention"}>
            {said} {safety}
          </Notice>
        ) : (
          <p className="text-muted">
            {said} How a backup tool tells of one, and how this line goes: {safety}
          </p>
        ))}
      {(forbids === null || stays) && <ConfirmNote text={warning}>{children}</ConfirmNote>}
    </div>
  );
}
