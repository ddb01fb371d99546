const loopback = ["localhost", "127.0.0.1", "[::1]"];

/** The address people use, without a path. Behind a proxy `LETHE_BASE_URL` must say it. */
export function ownOrigin(headers: Headers): string {
  const asked = `http://${headers.get("host")}`;
  const base = process.env.LETHE_BASE_URL;
  if (!base) return asked;
  return isSameMachine(base, asked) ? asked : new URL(base).origin;
}

/** localhost and 127.0.0.1 are two names of one address, and both get typed. */
function isSameMachine(base: string, asked: string): boolean {
  if (!URL.canParse(asked)) return false;
  const [one, other] = [new URL(base), new URL(asked)];
  const isLoopback = loopback.includes(one.hostname) && loopback.includes(other.hostname);
  return isLoopback && one.protocol === other.protocol && one.port === other.port;
}

export const isServedOverHttps = (): boolean =>
  process.env.LETHE_BASE_URL?.startsWith("https://") ?? false;

/**
 * True when the browser itself says that one of our own pages sent this. Missing headers and the
 * opaque origin `null` say nothing, so they are refused; forwarded headers are not asked.
 */
export function isFromOwnPage(headers: Headers): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin") return false;
  return headers.get("origin") === ownOrigin(headers);
}

export const foreignRequest =
  "This request did not come from one of Lethe's own pages. Reload the page and try again.";
