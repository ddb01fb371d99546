import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { clientAddress, proxiesBefore, writeClientAddresses } from "./client-address.ts";

const [reader, liar, inner] = ["198.51.100.7", "203.0.113.9", "10.0.0.2"];
const proxy = "10.0.0.1";

test.each([
  ["nothing stands before Lethe", reader, "", 0, reader],
  ["a client writes an address without any proxy", reader, liar, 0, reader],
  ["a proxy says who asked", proxy, reader, 1, reader],
  ["a client writes an address that the proxy adds to", proxy, `${liar}, ${reader}`, 1, reader],
  ["two proxies say who asked", proxy, `${liar},${reader}, ${inner}`, 2, reader],
  ["somebody comes past the proxy", reader, "", 1, reader],
  ["a proxy says nothing", proxy, " , ", 1, proxy],
])("where %s, the address is the one that asked", (_, socket, forwarded, proxies, address) => {
  expect(clientAddress(socket, forwarded, proxies)).toBe(address);
});

test("no client writes the address it is counted by", async () => {
  writeClientAddresses();
  const server = createServer(({ headers }, response) => response.end(headers["x-forwarded-for"]));
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}`, { headers: { "x-forwarded-for": liar } });
  expect(await answer.text()).toBe("127.0.0.1");
  server.close();
});

test.each(["one", "-1", "1.5", ""])("%s is no number of proxies", (setting) => {
  expect(() => proxiesBefore(setting)).toThrow(/LETHE_PROXIES/);
});
