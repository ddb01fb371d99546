import { once } from "node:events";
import net from "node:net";

/**
 * How a mail server behaves: as it should; not a word; never an answer to the text; every answer twice;
 * gone once it has the text; no to the recipient; no to the text.
 */
export type Manner =
  "good" | "mute" | "silent after text" | "twice" | "drops" | "no recipient" | "no text";

export interface SmtpServer {
  port: number;
  manner: Manner;
  /** What it took hold of, whatever it answered. */
  mails: { to: string; text: string }[];
  close(): Promise<void>;
}

/** As much SMTP as it takes to be sent mails, on a port of its own. */
export async function startSmtpServer(manner: Manner = "good"): Promise<SmtpServer> {
  const sockets = new Set<net.Socket>();
  const listening = net.createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => {});
    talk(socket, server);
  });
  listening.listen(0, "127.0.0.1");
  await once(listening, "listening");
  const server: SmtpServer = {
    port: (listening.address() as net.AddressInfo).port,
    manner,
    mails: [],
    async close() {
      for (const socket of sockets) socket.destroy();
      listening.close();
      await once(listening, "close");
    },
  };
  return server;
}

function talk(socket: net.Socket, server: SmtpServer): void {
  let pending = "";
  let to = "";
  let text: string[] | null = null;
  const say = (line: string) =>
    socket.write(`${line}\r\n`.repeat(server.manner === "twice" ? 2 : 1));
  if (server.manner === "mute") return;
  // A second greeting would be taken for the answer to EHLO; everything after it is said twice.
  socket.write("220 test ESMTP\r\n");
  const hear = (line: string) => {
    if (text) {
      if (line !== ".") return text.push(line);
      server.mails.push({ to, text: text.join("\n") });
      text = null;
      if (server.manner === "drops") return socket.destroy();
      if (server.manner === "silent after text") return;
      return say(server.manner === "no text" ? "554 5.7.1 Not wanted" : "250 2.0.0 Taken");
    }
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === "EHLO") return socket.write("250-test\r\n250 8BITMIME\r\n");
    if (verb === "RCPT") {
      to = /<(.*)>/.exec(line)?.[1] ?? "";
      return say(server.manner === "no recipient" ? "550 5.1.1 Unknown" : "250 2.1.5 Known");
    }
    if (verb === "DATA") {
      text = [];
      return socket.write("354 Go on\r\n");
    }
    if (verb === "QUIT") return socket.end("221 Bye\r\n");
    return say("250 2.0.0 Well");
  };
  socket.on("data", (chunk) => {
    pending += chunk.toString();
    for (let end = pending.indexOf("\r\n"); end >= 0; end = pending.indexOf("\r\n")) {
      const line = pending.slice(0, end);
      pending = pending.slice(end + 2);
      hear(line);
    }
  });
}
