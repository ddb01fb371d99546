import { fieldId } from "#components/field-errors.ts";
import type { PageHelp } from "#lib/help/help.ts";
import { keywords } from "#lib/help/keywords.ts";
import { screens } from "#lib/help/screens.ts";
import { permits, type StaffRole } from "#lib/permissions.ts";

export interface Entry {
  href: string;
  title: string;
  /** Where it stands: the menu path of a screen, the screen of a setting. */
  where: string;
  help: string;
  /** What else people call it; asked and not shown. */
  keywords?: string | undefined;
  /** Shown before anything is asked. */
  isScreen?: true;
}

const MOST = 12;

/** Every screen that a person may open, its pages, and the fields on them. */
export const entriesFor = (roles: readonly StaffRole[]): Entry[] =>
  screens
    .filter(({ permission }) => permits(roles, permission))
    .flatMap((screen) => [
      ...ofPage(screen, screen.path.join(" › "), true),
      ...(screen.pages ?? []).flatMap((page) => ofPage(page, screen.title)),
      {
        href: helpHref(screen.href),
        title: `Help: ${screen.title}`,
        where: "Help",
        help: `What stands on ${screen.title}, field by field.`,
      },
    ]);

const ofPage = (
  { href, opensFromRow, title, lead, fields = {} }: PageHelp,
  where: string,
  isScreen?: true,
): Entry[] => [
  {
    href,
    title,
    where,
    help: lead,
    keywords: opensFromRow ? undefined : keywords[href],
    ...(isScreen && { isScreen }),
  },
  ...Object.entries(fields).map(([name, { label, help }]) => ({
    href: opensFromRow ? href : `${href}#${fieldId(name)}`,
    title: label,
    where: title,
    help,
  })),
];

const helpHref = (href: string) => `/help/${href.slice(1) || "overview"}`;

/** What has every word that is asked for, best first: in its name, where it stands, what else it is called, its sentence. */
export function matching(entries: readonly Entry[], asked: string): Entry[] {
  const words = plain(asked).split(/\s+/).filter(Boolean);
  if (words.length === 0) return entries.filter(({ isScreen }) => isScreen);
  return (
    entries
      .map((entry) => ({ entry, rank: rankOf(entry, words) }))
      .filter(({ rank }) => rank < NOT_FOUND)
      // Of two that fit alike the screen is before its fields.
      .map(({ entry, rank }) => ({ entry, rank: entry.isScreen ? rank - 0.5 : rank }))
      .sort((one, other) => one.rank - other.rank)
      .slice(0, MOST)
      .map(({ entry }) => entry)
  );
}

const NOT_FOUND = 5;

function rankOf(
  { title, where, help, keywords: others = "" }: Entry,
  words: readonly string[],
): number {
  const name = plain(title);
  const has = (text: string) => words.every((word) => ` ${text}`.includes(` ${word}`));
  if (name.startsWith(words.join(" "))) return 0;
  if (has(name)) return 1;
  if (has(`${name} ${plain(where)}`)) return 2;
  if (has(`${name} ${plain(others)}`)) return 3;
  return has(`${name} ${plain(where)} ${plain(others)} ${plain(help)}`) ? 4 : NOT_FOUND;
}

/** In small letters, a blank before every word. */
const plain = (text: string) =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
