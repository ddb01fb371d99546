import type { Database } from "#db/client.ts";
import { readMailSettings } from "#db/queries/mail.ts";
import { claimMail, endAttempt } from "#db/queries/outbox.ts";
import { deliver, type Patience } from "./deliver.ts";

const patience: Patience = { answer: 20_000, attempt: 60_000 };

interface Options {
  signal?: AbortSignal;
  patience?: Patience;
}

/**
 * Sends what waits, one after the other; any number of workers may. The beginning of each attempt is
 * committed before the server hears of it, so that nobody gets a mail twice unless a person asks for it.
 */
export async function sendMails(db: Database, options: Options = {}): Promise<void> {
  while (!options.signal?.aborted) {
    const next = await db.transaction("lethe_worker", async (tx) => {
      const settings = await readMailSettings(tx);
      const mail = settings.host === null ? null : await claimMail(tx);
      return mail && { mail, settings };
    });
    if (!next) return;
    const delivery = await deliver(next.mail, next.settings, options.patience ?? patience);
    if (delivery === "unknown") continue;
    const end = delivery === "sent" ? { sent: true as const } : delivery;
    await db.transaction("lethe_worker", (tx) => endAttempt(tx, next.mail, end));
  }
}
