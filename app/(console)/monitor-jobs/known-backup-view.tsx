import type { Backup } from "#lib/backup.ts";
import { formatLocal } from "#lib/format.ts";

/** What a backup tool has told, and how it does. */
export const KnownBackup = ({ backup: { madeLocal, takenBack, tooOld } }: { backup: Backup }) => (
  <div className="grid max-w-prose gap-2">
    <p>
      {madeLocal === null
        ? `No verified backup is known${takenBack ? ": what was told of the last one was taken back" : ""}.`
        : `The last one was made on ${formatLocal(madeLocal)}${tooOld ? ", which is longer ago than the limits below want" : ""}.`}
    </p>
    <p className="text-muted">
      After its check the tool runs{" "}
      <code className="font-mono">
        npm run lethe <span className="whitespace-nowrap">-- backup verified</span>{" "}
        <span className="whitespace-nowrap">--at TIME</span>
      </code>
      , or sends <code className="font-mono">POST /api/backups</code> with a key of the scope{" "}
      backups.write. The time is that at which the copy was begun: what was removed after it is in
      the copy still. A time that was wrong is taken back by{" "}
      <code className="font-mono whitespace-nowrap">backup forget</code> or{" "}
      <code className="font-mono">DELETE /api/backups</code>.
    </p>
  </div>
);
