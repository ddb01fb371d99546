import type { Database, Tx } from "#db/client.ts";
import { claimLetter, endLetterAttempt } from "#db/queries/letter-outbox.ts";
import { readMailSettings } from "#db/queries/mail.ts";
import { claimMail, endAttempt, type AttemptEnd } from "#db/queries/outbox.ts";
import { stopsByFile } from "../engine/kill-switch.ts";
import { deliver, type Deliverable, type Patience } from "./deliver.ts";

const patience: Patience = { answer: 20_000, attempt: 60_000 };

interface Options {
  signal?: AbortSignal;
  patience?: Patience;
}

interface Claimed {
  mail: Deliverable;
  end: (tx: Tx, end: AttemptEnd) => Promise<void>;
}

/**
 * Sends what waits, one after the other, mails to staff before letters to patrons; any number of workers
 * may. The beginning of each attempt is committed before the server hears of it, so that nobody gets a
 * mail twice unless a person asks for it.
 */
export async function sendMails(db: Database, options: Options = {}): Promise<void> {
  while (!options.signal?.aborted) {
    const next = await db.transaction("lethe_worker", async (tx) => {
      const settings = await readMailSettings(tx);
      const claimed =
        settings.host === null ? null : ((await nextMail(tx)) ?? (await nextLetter(tx)));
      return claimed && { ...claimed, settings };
    });
    if (!next) return;
    const delivery = await deliver(next.mail, next.settings, options.patience ?? patience);
    if (delivery === "unknown") continue;
    const end = delivery === "sent" ? { sent: true as const } : delivery;
    await db.transaction("lethe_worker", (tx) => next.end(tx, end));
  }
}

async function nextMail(tx: Tx): Promise<Claimed | null> {
  const mail = await claimMail(tx);
  if (!mail) return null;
  const { id, runId, ...text } = mail;
  return { mail: { ...text, key: `${runId}-${id}` }, end: (tx, end) => endAttempt(tx, mail, end) };
}

/** None while a kill switch stops the job that writes them: by a row is for the claim itself to see. */
async function nextLetter(tx: Tx): Promise<Claimed | null> {
  if (stopsByFile("update-users")) return null;
  const letter = await claimLetter(tx);
  if (!letter) return null;
  const { id, recipient, subject, body } = letter;
  return {
    mail: { recipient, subject, body, key: `letter-${id}` },
    end: (tx, end) => endLetterAttempt(tx, letter, end),
  };
}
