import { escapeHtml } from "./escape-html.ts";

/*
 * A letter's body comes from another system and may hold anything. It is stored as it came; what is
 * shown or handed out is this document, which runs nothing and fetches nothing, whoever opens it.
 */

/** Nothing is loaded, run, sent or followed by itself; images only where they are in the letter. */
const policy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'";

/** What a browser obeys wherever it stands, policy or not: hints to connect, refreshes, bases. */
const obeyed = /<(\/?)(link|meta|base)(?=[\s/>])/gi;

const looksLikeHtml = /<(?:!doctype|[a-z][a-z0-9]*[\s/>])/i;

const head = `<!doctype html><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta http-equiv="x-dns-prefetch-control" content="off"><meta name="referrer" content="no-referrer">
<style>:root{color-scheme:light;font:16px/1.5 system-ui,sans-serif}</style>
`;

/** A whole page that shows the letter, safe to be opened. */
export function letterDocument(body: string): string {
  const shown = looksLikeHtml.test(body)
    ? body.replace(obeyed, "<$1x-$2")
    : `<pre style="white-space:pre-wrap;font:inherit;margin:0">${escapeHtml(body)}</pre>`;
  return `${head}${shown}`;
}

/** For the header of the answer that hands a letter out: a page cannot put itself into a sandbox. */
export const letterPolicy = `${policy}; sandbox`;
