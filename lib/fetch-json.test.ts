import { once } from "node:events";
import net, { type AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { fetchJson, Unreached } from "./fetch-json.ts";

/** Where nobody listens. */
async function deadAddress(): Promise<string> {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return `http://127.0.0.1:${port}/`;
}

test("where nothing answers, that is said in a sentence; what was ended is told as that", async () => {
  const address = await deadAddress();
  await expect(fetchJson(address, {})).rejects.toThrow(Unreached);
  await expect(fetchJson(address, {})).rejects.toThrow("Lethe cannot be reached.");
  const ended = fetchJson(address, { signal: AbortSignal.abort() });
  await expect(ended).rejects.toThrow(expect.objectContaining({ name: "AbortError" }));
});
