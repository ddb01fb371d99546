/** The address people use, without a path. Behind a proxy `LETHE_BASE_URL` must say it. */
export function ownOrigin(headers: Headers): string {
  const base = process.env.LETHE_BASE_URL;
  return base ? new URL(base).origin : `http://${headers.get("host")}`;
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
