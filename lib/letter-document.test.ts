import { expect, test } from "vitest";
import { letterDocument, letterPolicy } from "./letter-document.ts";

/** What stands after our own head. */
const shown = (body: string) => letterDocument(body).split("</style>\n")[1];

test("the document begins with a policy that lets nothing run, load, or be sent", () => {
  expect(letterDocument("<p>Hi</p>")).toMatch(
    /^<!doctype html><meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'">/,
  );
  expect(letterPolicy).toMatch(/; sandbox$/);
});

test("HTML is shown as it came", () => {
  const body = '<p style="color:red">Dear <b>Vera</b></p>';
  expect(shown(body)).toBe(body);
});

test.each([
  ["<meta http-equiv=refresh content='0;url=https://evil.example'>", "<x-meta http-equiv"],
  ['<LINK rel="preconnect" href="//evil.example">', "<x-LINK rel"],
  ["<base/href=//evil.example>", "<x-base/href"],
  ["<link\nrel=dns-prefetch href=//evil.example>", "<x-link\nrel"],
  ["<p></meta></p>", "<p></x-meta>"],
])("%j loses what a browser would obey", (body, begins) => {
  expect(shown(body)?.startsWith(begins)).toBe(true);
  expect(shown(body)).not.toMatch(/<\/?(link|meta|base)[\s/>]/i);
});

test("elements whose names only begin alike stay", () => {
  expect(shown("<p><metal> <linked></p>")).toBe("<p><metal> <linked></p>");
});

test.each(["Your loan of 5 < 6 days", "a <b", "mail <vera@example.org>", "1 &lt; 2"])(
  "plain text is shown to the letter: %j",
  (body) => {
    const text = shown(body)
      ?.replace(/^<pre[^>]*>|<\/pre>$/g, "")
      .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
    expect(text).toBe(body);
    expect(shown(body)).toMatch(/^<pre/);
  },
);
