/** A page of one sentence for when the console itself cannot be shown. Both texts are our own. */
export function plainPage(status: number, title: string, sentence: string, way: Way): Response {
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${title} – Lethe</title>
<style>:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:40rem;margin:15vh auto;padding:0 1.5rem}h1{font-size:28px}</style>
</head><body><main><h1>${title}</h1><p>${sentence}</p><p><a href="${escape(way.to)}">${way.label}</a></p></main></body></html>`;
  const headers = { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" };
  return new Response(html, { status, headers });
}

interface Way {
  label: string;
  /** A path of this site; it may come from the address bar. */
  to: string;
}

const escape = (text: string) =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** `path` when it leads to a page of our own, else the first page. */
export function ownPath(path: string | null | undefined): string {
  const base = "http://own.invalid";
  if (!path?.startsWith("/") || !URL.canParse(path, base)) return "/";
  const url = new URL(path, base);
  return url.origin === base ? `${url.pathname}${url.search}` : "/";
}
