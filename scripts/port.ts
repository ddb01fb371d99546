import net from "node:net";

const DEFAULT_PORT = 3000;
const TRIES = 100;

/** PORT if given, and then nothing else; otherwise the first free one from 3000 on. */
export async function choosePort(host: string): Promise<number> {
  const given = process.env.PORT;
  if (given) {
    const port = Number(given);
    if (!Number.isInteger(port) || port < 1 || port > 65_535) {
      throw new Error(`PORT must be a number from 1 to 65535, not “${given}”.`);
    }
    if (await isFree(port, host)) return port;
    throw new Error(`Port ${port} is taken by another program; set PORT to a free one.`);
  }
  for (let port = DEFAULT_PORT; port < DEFAULT_PORT + TRIES; port++) {
    if (!(await isFree(port, host))) continue;
    if (port !== DEFAULT_PORT) console.log(`Port ${DEFAULT_PORT} is taken; ${port} is used.`);
    return port;
  }
  throw new Error(`No port from ${DEFAULT_PORT} on is free; set PORT to a free one.`);
}

const isFree = (port: number, host: string) =>
  new Promise<boolean>((resolve) => {
    const server = net.createServer();
    server.once("error", () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
