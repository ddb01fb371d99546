import { Readable } from "node:stream";
import MailComposer from "nodemailer/lib/mail-composer";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import type { MailSettings } from "#db/queries/mail.ts";
import { mailServerProblem } from "#lib/mail-server.ts";

/** A mail as the server gets it. */
export interface Deliverable {
  /** Its own, so that a receiving server can tell a repetition. */
  key: string;
  recipient: string;
  subject: string;
  body: string;
}

/** Milliseconds that the server may take for each answer, and for all of them together. */
export interface Patience {
  answer: number;
  attempt: number;
}

/** `unknown`: the text was handed over, and no answer to it came. It may arrive, or not. */
export type Delivery = "sent" | "unknown" | { problem: string };

/**
 * Hands one mail to the server, once. Whoever calls has committed that an attempt begins. A text that
 * was not asked for has certainly not been taken; neither has one that the server refuses.
 */
export async function deliver(
  mail: Deliverable,
  settings: MailSettings,
  patience: Patience,
): Promise<Delivery> {
  const { host, port, security, username, sender } = settings;
  if (host === null || sender === null) return { problem: "No mail server is set." };
  const problem = mailServerProblem(settings);
  if (problem !== null) return { problem };
  const password = process.env.LETHE_SMTP_PASSWORD;
  if (username !== null && !password) return { problem: "LETHE_SMTP_PASSWORD is not set." };
  const connection = new SMTPConnection({
    host,
    port,
    secure: security === "tls",
    requireTLS: security === "starttls",
    ignoreTLS: security === "none",
    connectionTimeout: patience.answer,
    greetingTimeout: patience.answer,
    socketTimeout: patience.answer,
  });
  const text = await textOf(mail, sender);
  const handed = { over: false };
  try {
    await Promise.race([
      lost(connection, patience.attempt),
      (async () => {
        await told((done) => connection.connect(done));
        if (username !== null && password) {
          await told((done) => connection.login({ user: username, pass: password }, done));
        }
        const envelope = { from: sender, to: [mail.recipient] };
        await told((done) => connection.send(envelope, readOnce(text, handed), done));
      })(),
    ]);
    connection.quit();
    return "sent";
  } catch (error) {
    connection.close();
    return handed.over && !isRefusal(error) ? "unknown" : { problem: problemOf(error) };
  }
}

const textOf = ({ key, recipient, subject, body }: Deliverable, sender: string) =>
  new MailComposer({
    from: sender,
    to: recipient,
    subject,
    text: body,
    messageId: `<lethe-${key}@${sender
      .split("@")
      .at(-1)
      ?.replaceAll(/[^\w.-]/g, "")}>`,
    headers: { "Auto-Submitted": "auto-generated" },
  })
    .compile()
    .build();

/** Read from only when the server has asked for the text. */
const readOnce = (text: Buffer, handed: { over: boolean }) =>
  new Readable({
    read() {
      handed.over = true;
      this.push(text);
      this.push(null);
    },
  });

const told = (act: (done: (error?: Error | null) => void) => void): Promise<void> =>
  new Promise((resolve, reject) => act((error) => (error ? reject(error) : resolve())));

/** Never fulfilled: fails when the connection does, or when the attempt lasts too long. */
function lost(connection: SMTPConnection, attemptMs: number): Promise<never> {
  const loss = new Promise<never>((_, reject) => {
    const timer = setTimeout(() => reject(new Error("Timeout")), attemptMs);
    connection.once("error", reject);
    connection.once("end", () => {
      clearTimeout(timer);
      reject(new Error("Connection closed"));
    });
  });
  loss.catch(() => {});
  return loss;
}

interface SmtpError {
  code?: string;
  response?: string;
  responseCode?: number;
}

/** The server answered, and it was a no. */
const isRefusal = (error: unknown) => ((error as SmtpError).responseCode ?? 0) >= 400;

const reasons: Partial<Record<string, string>> = {
  EDNS: "Its name is not known.",
  ECONNECTION: "It cannot be reached.",
  ETIMEDOUT: "It did not answer in time.",
  ETLS: "It does not offer the security that is set.",
  ESOCKET: "It cannot be reached, or not securely.",
};

/** In a sentence for the Outbox page. What the server itself said names at most the recipient. */
function problemOf(error: unknown): string {
  const { code = "", response } = error as SmtpError;
  if (isRefusal(error)) return `The mail server refused it: ${response?.slice(0, 200) ?? ""}`;
  return `The mail server did not take it. ${reasons[code] ?? "It did not answer in time."}`;
}
