import { afterEach, describe, expect, test, vi } from "vitest";
import { isFromOwnPage } from "./origin.ts";

afterEach(() => vi.unstubAllEnvs());
const sent = (headers: Record<string, string>) =>
  isFromOwnPage(new Headers({ host: "lethe.example", ...headers }));

describe("behind a proxy that speaks https", () => {
  test.each<[string, boolean, Record<string, string>]>([
    ["its own page", true, { origin: "https://lethe.example" }],
    [
      "its own page, as browsers say it",
      true,
      { origin: "https://lethe.example", "sec-fetch-site": "same-origin" },
    ],
    ["no Origin", false, {}],
    ["no Origin, only Sec-Fetch-Site", false, { "sec-fetch-site": "same-origin" }],
    ["the opaque origin", false, { origin: "null" }],
    ["another site", false, { origin: "https://evil.example" }],
    ["a subdomain", false, { origin: "https://a.lethe.example", "sec-fetch-site": "same-site" }],
    ["plain http", false, { origin: "http://lethe.example" }],
    ["another port", false, { origin: "https://lethe.example:8443" }],
    [
      "a forged X-Forwarded-Host",
      false,
      { origin: "https://evil.example", "x-forwarded-host": "evil.example" },
    ],
    ["a forged Host", false, { origin: "http://evil.example", host: "evil.example" }],
    [
      "an Origin against Sec-Fetch-Site",
      false,
      { origin: "https://lethe.example", "sec-fetch-site": "cross-site" },
    ],
  ])("%s: %s", (_, expected, headers) => {
    vi.stubEnv("LETHE_BASE_URL", "https://lethe.example/");
    expect(sent(headers)).toBe(expected);
  });
});

describe("on one's own machine", () => {
  test.each<[string, boolean, Record<string, string>]>([
    ["localhost", true, { host: "localhost:3000", origin: "http://localhost:3000" }],
    ["127.0.0.1", true, { host: "127.0.0.1:3000", origin: "http://127.0.0.1:3000" }],
    [
      "one name, asked by the other",
      false,
      { host: "127.0.0.1:3000", origin: "http://localhost:3000" },
    ],
    ["another program's port", false, { host: "localhost:3000", origin: "http://localhost:4000" }],
    [
      "a name that was rebound",
      false,
      { host: "evil.example:3000", origin: "http://evil.example:3000" },
    ],
  ])("%s: %s", (_, expected, headers) => {
    vi.stubEnv("LETHE_BASE_URL", "http://localhost:3000");
    expect(sent(headers)).toBe(expected);
  });
});
