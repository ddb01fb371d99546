"use client";

import { useEffect, useRef } from "react";
import { useRouter } from "next/navigation";
import { useQuery } from "@tanstack/react-query";
import { LiveSentence } from "#components/live-sentence.tsx";
import { Facts } from "#components/facts.tsx";
import { Notice } from "#components/notice.tsx";
import { Progress } from "#components/progress.tsx";
import type { Import } from "#db/queries/imports.ts";
import { formatMoment, formatSeconds, formatShare } from "#lib/format.ts";
import { ImportStatusBadge, importStatusName } from "../import-status-view.tsx";
import { importQuery } from "../imports-query.ts";
import { outcomeSentence, progressSentence } from "../sentences-view.ts";
import { useSending } from "../uploads-query.ts";
import { ImportReport } from "./import-report-view.tsx";
import { SendingFiles } from "./sending-view.tsx";
import { DiscardForm, StartForm, StopForm, type DemoContents } from "./steering-form.tsx";

interface Props {
  initial: Import;
  timeZone: string;
  isDemo: boolean;
  /** What an import would replace, where this is a demo library. */
  demo: DemoContents | null;
}

/** An import from its upload to its report, moving by itself. */
export function ImportLive({ initial, timeZone, ...demo }: Props) {
  const { data: now, error, refetch } = useQuery(importQuery(initial));
  const sending = useSending(now.id);
  const router = useRouter();
  const isSending = sending !== null;
  const was = useRef({ endedAt: now.endedAt, isSending });
  useEffect(() => {
    // What was sent is tried now; what was imported may have changed what stands around this page.
    if (was.current.isSending && !isSending) void refetch();
    if (was.current.endedAt !== now.endedAt) router.refresh();
    was.current = { endedAt: now.endedAt, isSending };
  }, [isSending, now.endedAt, refetch, router]);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
      {error && (
        <Notice tone="attention" role="alert">
          This page stands still: {error.message}
        </Notice>
      )}
      <InShort now={now} timeZone={timeZone} />
      {now.status === "uploading" && <SendingFiles now={now} sending={sending} />}
      {now.isMoving && <Moving now={now} />}
      {now.endedAt !== null && <Ended now={now} {...demo} />}
      <LiveSentence text={`${importStatusName(now)}. ${spoken(now)}`} />
      <ImportReport now={now} />
    </div>
  );
}

const spoken = (now: Import) => {
  if (now.isMoving) return progressSentence(now);
  return now.endedAt === null ? "" : `${now.problem ?? ""} ${outcomeSentence(now)}`;
};

function InShort({ now, timeZone }: { now: Import; timeZone: string }) {
  const facts = [
    ["Status", <ImportStatusBadge key="status" of={now} />],
    ["Source", now.source],
    ["Submitted by", now.submittedBy],
    ["Sent", formatMoment(now.createdAt, timeZone)],
    ["Took", now.seconds === null ? "–" : formatSeconds(now.seconds)],
  ] as const;
  return <Facts facts={facts} />;
}

function Moving({ now }: { now: Import }) {
  const sentence = progressSentence(now);
  return (
    <div className="grid gap-4">
      <p className="text-base tabular-nums">{sentence}</p>
      {now.progress?.share != null && now.progress.step !== "waiting" && (
        <div className="max-w-xl">
          <Progress
            label="Progress of the import"
            value={now.progress.share}
            max={1}
            text={formatShare(now.progress.share)}
          />
        </div>
      )}
      <p className="text-muted max-w-prose">
        {now.dryRun
          ? "A dry run: everything is checked and counted, and nothing is imported."
          : "Each file goes in as a whole. You may leave this page; the import goes on."}
      </p>
      {now.status !== "stopping" && (
        <div className="flex flex-wrap gap-2">
          <StopForm id={now.id} />
        </div>
      )}
    </div>
  );
}

const tones = {
  completed: "good",
  completedWithRejects: "attention",
  stopped: "attention",
  failed: "danger",
} as const;

function Ended({ now, ...demo }: { now: Import } & Pick<Props, "isDemo" | "demo">) {
  const tone = now.status in tones ? tones[now.status as keyof typeof tones] : "information";
  const outcome = outcomeSentence(now);
  return (
    <div className="grid gap-5">
      <Notice tone={now.dryRun && tone === "good" ? "information" : tone}>
        <p className="text-base">
          {now.problem} {outcome}
        </p>
        {now.dryRun && !now.isComplete && (
          <p>The files are no longer here: they are kept for a day. Send them again to import.</p>
        )}
      </Notice>
      {now.dryRun && (
        <div className="flex flex-wrap gap-2">
          {now.isComplete && <StartForm now={now} {...demo} />}
          <DiscardForm now={now} />
        </div>
      )}
    </div>
  );
}
