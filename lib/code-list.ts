import type { Code } from "./rule-words.ts";

/** Codes whose code or name holds what is searched, in their order. */
export function matching(codes: Code[], search: string): Code[] {
  const wanted = search.trim().toLowerCase();
  return wanted === ""
    ? codes
    : codes.filter(({ code, name }) => `${code}\n${name}`.toLowerCase().includes(wanted));
}

/** The codes of a pasted list: one a line, or set apart by comma, semicolon or tab. */
export const pasted = (text: string): string[] => [
  ...new Set(
    text
      .split(/[\n\r,;\t]+/)
      .map((code) => code.trim())
      .filter(Boolean),
  ),
];
