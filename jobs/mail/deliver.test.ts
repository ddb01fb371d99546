import { afterEach, expect, test, vi } from "vitest";
import { startSmtpServer } from "../../test/smtp-server.ts";
import { deliver } from "./deliver.ts";

const mail = { key: "1", recipient: "desk@example.org", subject: "Ended", body: "It ended." };
const patience = { answer: 300, attempt: 2_000 };
const settings = { version: 1, port: 25, username: "lethe", sender: "lethe@example.org" };

afterEach(() => vi.unstubAllEnvs());

test("a password leaves this machine by TLS alone", async () => {
  vi.stubEnv("LETHE_SMTP_PASSWORD", "a password");
  const server = { ...settings, host: "192.0.2.1", security: "none" } as const;
  expect(await deliver(mail, server, patience)).toEqual({
    problem: expect.stringContaining("STARTTLS or TLS alone") as unknown,
  });
});

test.each([
  ["smtp.example.org", "LETHE_SMTP_HOST"],
  ["127.0.0.1", undefined],
  ["", undefined],
])("where the environment names %j, 127.0.0.1 gets nothing unless it is that", async (only, no) => {
  vi.stubEnv("LETHE_SMTP_HOST", only);
  const server = await startSmtpServer();
  const here = { ...settings, host: "127.0.0.1", port: server.port, security: "none" } as const;
  const delivery = await deliver(mail, { ...here, username: null }, patience);
  expect(delivery).toEqual(no ? { problem: expect.stringContaining(no) as unknown } : "sent");
  expect(server.mails).toHaveLength(no ? 0 : 1);
  await server.close();
});
