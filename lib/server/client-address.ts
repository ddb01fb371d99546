import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import { Refusal } from "#lib/refusal.ts";
import { log } from "./log.ts";
import { isServedOverHttps } from "./origin.ts";

const FORWARDED = "x-forwarded-for";

/**
 * From now on each request has one address in X-Forwarded-For before anybody reads it. What a client
 * writes there stays there otherwise, and tries to sign in would be counted by what they say of themselves.
 */
export function writeClientAddresses(): void {
  const proxies = proxiesBefore(process.env.LETHE_PROXIES);
  if (isServedOverHttps() && proxies === 0) {
    log.warn("LETHE_PROXIES is 0: all who come through a proxy are counted as one network");
  }
  subscribe("http.server.request.start", (message) => {
    const { headers, socket } = (message as { request: IncomingMessage }).request;
    const written = headers[FORWARDED];
    headers[FORWARDED] = clientAddress(socket.remoteAddress, String(written ?? ""), proxies);
  });
}

/** Each proxy adds who asked it at the end, so only as many from there on are to be believed. */
export function clientAddress(
  socket: string | undefined,
  forwarded: string,
  proxies: number,
): string {
  const written = forwarded.split(",").map((address) => address.trim());
  const hops = [...written.filter((address) => address !== ""), socket ?? ""];
  return hops.at(-1 - proxies) ?? hops[0] ?? "";
}

export function proxiesBefore(setting = "0"): number {
  if (!/^\d$/.test(setting)) {
    throw new Refusal("LETHE_PROXIES is how many proxies stand before Lethe: 0, 1, 2 …");
  }
  return Number(setting);
}
