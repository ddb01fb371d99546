"use client";

import { Button } from "#components/button.tsx";
import { LiveSentence } from "#components/live-sentence.tsx";
import { Notice } from "#components/notice.tsx";
import { Progress } from "#components/progress.tsx";
import type { Import, Upload } from "#db/queries/imports.ts";
import { formatBytes } from "#lib/format.ts";
import { stopSending, type Sending } from "../uploads-query.ts";
import { ContinueButton, ResumeForm } from "./resume-form.tsx";
import { DiscardForm, StartForm } from "./steering-form.tsx";

/** Files that arrive from this browser, from another, or not any more. */
export function SendingFiles({ now, sending }: { now: Import; sending: Sending | null }) {
  const uploads = now.uploads.map((upload) => ({
    ...upload,
    received:
      sending?.files.find(({ number }) => number === upload.number)?.received ?? upload.received,
  }));
  const [arrived, size] = [sum(uploads, "received"), sum(uploads, "size")];
  const text = `${formatBytes(arrived)} of ${formatBytes(size)} sent`;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <p className="text-base">{sentence(now, sending)}</p>
      <div className="grid max-w-xl gap-3">
        {uploads.map((upload) => (
          <div key={upload.number} className="grid gap-1">
            <span className="font-medium break-all">{upload.name}</span>
            <Progress
              label={`Upload of ${upload.name}`}
              value={upload.received}
              max={upload.size}
              text={`${formatBytes(upload.received)} of ${formatBytes(upload.size)}`}
            />
          </div>
        ))}
      </div>
      <div role="alert" className="empty:-mb-6">
        {sending?.problem && <Notice tone="danger">{sending.problem}</Notice>}
      </div>
      {!sending && !now.isComplete && <ResumeForm id={now.id} uploads={now.uploads} />}
      <div className="flex flex-wrap gap-2">
        {sending?.problem && <ContinueButton id={now.id} files={sending.files} />}
        {!sending && now.isComplete && <StartForm now={now} demo={null} isDemo={false} />}
        {sending && !sending.problem ? (
          <Button onClick={() => stopSending(now.id)}>Stop sending</Button>
        ) : (
          <DiscardForm now={now} onDiscard={() => stopSending(now.id)} />
        )}
      </div>
      <LiveSentence text={text} />
    </div>
  );
}

const sum = (uploads: Upload[], what: "received" | "size") =>
  uploads.reduce((all, upload) => all + upload[what], 0);

function sentence({ isComplete }: Import, sending: Sending | null): string {
  if (sending && !sending.problem) {
    return "Sending. You may look at other screens of Lethe meanwhile; do not close this tab.";
  }
  if (sending) return "The upload stands still.";
  return isComplete
    ? "All files have arrived, and nothing was done with them yet."
    : "This upload is not complete. If no other tab is sending it, choose the files again: it goes on where it was cut off.";
}
