import { escapeHtml } from "../escape-html.ts";

interface PlainPage {
  title: string;
  /** What happened and what to do, a paragraph each. All texts are our own. */
  sentences: readonly string[];
  way: Way;
  /** Under which the log tells more. */
  id?: string;
  /** Offers to sign in as somebody else. */
  signOut?: boolean;
  /** What the person chose; the system's own when left out. */
  theme?: string;
}

interface Way {
  label: string;
  /** A path of this site; it may come from the address bar. */
  to: string;
}

/** A page for when the console itself cannot be shown, in its look, that needs nothing but itself. */
export function plainPage(status: number, page: PlainPage): Response {
  const { title, sentences, way, id, signOut, theme } = page;
  const scheme = theme === "light" || theme === "dark" ? theme : "light dark";
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${title} · Lethe</title>
<style>:root{color-scheme:${scheme}}${style}</style></head>
<body><main><p class="muted">Lethe</p><h1>${title}</h1>
${sentences.map((sentence) => `<p>${sentence}</p>`).join("\n")}
${id ? `<p class="muted">The log of the web server tells more under <code>${escapeHtml(id)}</code>.</p>` : ""}
<div class="ways"><a class="way" href="${escapeHtml(way.to)}">${way.label}</a>
${signOut ? `<form action="/sign-out" method="post"><button>Sign in as somebody else</button></form>` : ""}</div>
</main></body></html>`;
  const headers = { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" };
  return new Response(html, { status, headers });
}

/** The colours and sizes of app/globals.css, which may be what cannot be had. */
const style = `html{background:light-dark(#fff,#14171a);color:light-dark(#1a1d1f,#e8ebed)}
body{margin:0;font:1rem/1.5rem system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",Arial,sans-serif;overflow-wrap:anywhere}
main{max-width:36rem;margin:0 auto;padding:12vh 1rem}
h1{font-size:1.75rem;line-height:2.25rem;font-weight:600;margin:0 0 1rem}p{margin:0 0 .75rem}
.muted{color:light-dark(#565e63,#a5afb6);font-size:.875rem;line-height:1.25rem}
.ways{display:flex;flex-wrap:wrap;gap:.5rem;margin-top:1.5rem}
.way,button{font:inherit;font-size:.875rem;line-height:1.25rem;font-weight:600;min-height:2.25rem;box-sizing:border-box;border:1px solid light-dark(#7d878b,#7f8a92);
border-radius:.375rem;padding:.4375rem .75rem;text-decoration:none;background:none;color:inherit;cursor:pointer}
.way{background:light-dark(#0b6472,#6fc7d4);color:light-dark(#fff,#08262b);border-color:transparent}
:focus-visible{outline:2px solid light-dark(#0b6472,#6fc7d4);outline-offset:2px}`;

/** `path` when it leads to a page of our own, else the first page. */
export function ownPath(path: string | null | undefined): string {
  const base = "http://own.invalid";
  if (!path?.startsWith("/") || !URL.canParse(path, base)) return "/";
  const url = new URL(path, base);
  // "/.//elsewhere" is ours until its dot is dropped.
  if (url.origin !== base || url.pathname.startsWith("//")) return "/";
  return `${url.pathname}${url.search}`;
}
