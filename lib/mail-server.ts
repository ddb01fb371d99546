interface MailServer {
  host: string | null;
  security: "none" | "starttls" | "tls";
  username: string | null;
}

/**
 * Why nothing is sent through this server, null when it may be. Who sets the mail server does not know
 * its password, and must not have it sent to a server of their own: LETHE_SMTP_HOST stands beside it.
 */
export function mailServerProblem({ host, security, username }: MailServer): string | null {
  const only = process.env.LETHE_SMTP_HOST;
  if (host === null) return null;
  if (only && only.toLowerCase() !== host.toLowerCase()) {
    return `Mails go through ${only} alone: LETHE_SMTP_HOST says so. Enter it as the mail server, or have the environment changed.`;
  }
  if (username !== null && security === "none" && !isLoopback(host)) {
    return "A password is sent by STARTTLS or TLS alone. Choose one of them, or leave the user name blank.";
  }
  return null;
}

const isLoopback = (host: string) => /^(localhost|127(\.\d{1,3}){3}|::1)$/i.test(host);
