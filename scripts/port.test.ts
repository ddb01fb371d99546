import { once } from "node:events";
import net from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import { choosePort } from "./port.ts";

const host = "127.0.0.1";
const taken: net.Server[] = [];
const take = async (port: number) => {
  const server = net.createServer().listen(port, host);
  taken.push(server);
  await once(server, "listening");
  return (server.address() as net.AddressInfo).port;
};
afterEach(() => {
  vi.unstubAllEnvs();
  for (const server of taken.splice(0)) server.close();
});

test("PORT is used when it is free", async () => {
  const port = await take(0);
  taken.pop()?.close();
  vi.stubEnv("PORT", String(port));
  expect(await choosePort(host)).toBe(port);
});

test("PORT is used or nothing: where it is taken no other is", async () => {
  const port = await take(0);
  vi.stubEnv("PORT", String(port));
  await expect(choosePort(host)).rejects.toThrow(`Port ${port} is taken by another program`);
});

test.each(["http", "0", "65536", "3000.5"])("PORT=%s is refused in a sentence", async (given) => {
  vi.stubEnv("PORT", given);
  await expect(choosePort(host)).rejects.toThrow(`not “${given}”`);
});

test.each([undefined, ""])(
  "with PORT %s the first free port from 3000 on is used",
  async (given) => {
    vi.stubEnv("PORT", given);
    const first = await choosePort(host);
    expect(first).toBeGreaterThanOrEqual(3000);
    await take(first);
    expect(await choosePort(host)).toBeGreaterThan(first);
  },
);
