import type { Metadata } from "next";
import { Notice } from "#components/notice.tsx";
import { Pager } from "#components/pager.tsx";
import { readInstitution } from "#db/queries/institution.ts";
import { readMailSettings } from "#db/queries/mail.ts";
import { lettersWaiting } from "#db/queries/letter-outbox.ts";
import { listOutbox } from "#db/queries/outbox.ts";
import { jobName } from "#db/schema/index.ts";
import { permitsJob } from "#lib/permissions.ts";
import { readPage } from "#lib/server/read-page.ts";
import { requireStaff } from "#lib/server/session.ts";
import { MonitorFrame } from "../monitor-frame-view.tsx";
import { LettersWaiting } from "../letters-waiting-table.tsx";
import { OutboxTable } from "../outbox-table.tsx";
import { outboxSearch } from "../schema.ts";

export const metadata: Metadata = { title: "Outbox" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function OutboxPage({ searchParams }: Props) {
  const person = await requireStaff("jobs.read");
  const { before } = outboxSearch.parse(await searchParams);
  const { page, letters, host, timeZone } = await readPage(async (tx) => ({
    page: await listOutbox(tx, before),
    letters: await lettersWaiting(tx),
    host: (await readMailSettings(tx)).host,
    timeZone: (await readInstitution(tx)).timeZone,
  }));
  return (
    <MonitorFrame current="Outbox">
      {host === null && (
        <Notice tone="information">
          No mail server is set: nothing is sent, and mails are read here. A General System
          Administrator sets one under Configuration › Mail Settings.
        </Notice>
      )}
      <div>
        <OutboxTable
          mails={page.mails}
          timeZone={timeZone}
          isSent={host !== null}
          steers={jobName.enumValues.filter((job) => permitsJob(person.roles, job, "run"))}
        />
        <Pager
          label="Outbox"
          first={before === undefined ? null : "/monitor-jobs/outbox"}
          next={page.next === null ? null : `/monitor-jobs/outbox?before=${page.next}`}
        />
      </div>
      <LettersWaiting letters={letters} />
    </MonitorFrame>
  );
}
