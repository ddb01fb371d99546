import type { FieldHelp, PageHelp } from "#lib/help/help.ts";
import { screens } from "#lib/help/screens.ts";
import { chapters, type Picture } from "./pictures.ts";

/** The documentation of the screens by file name: their pictures and the words of the console's help. */
export const documentation = (): Map<string, string> =>
  new Map([
    ["README.md", index()],
    ...chapters.map(({ title, pictures }): [string, string] => [
      fileOf(title),
      [`# ${title}\n`, made, ...pictures.map(section)].join("\n"),
    ]),
  ]);

const made = "Made by `npm run screens` on the demo library; the words are those of the console.\n";

const index = () =>
  [
    "# The screens\n",
    made,
    "| Screen | Where it stands in the menu | What it decides |",
    "| --- | --- | --- |",
    ...chapters.flatMap(({ title, pictures }) =>
      pictures.map(
        (picture) =>
          `| [${picture.title}](${fileOf(title)}#${anchorOf(picture.title)}) | ${picture.path.join(" › ")} | ${picture.lead} |`,
      ),
    ),
    "",
  ].join("\n");

function section(picture: Picture): string {
  const { title, path, lead, name } = picture;
  return [
    `## ${title}\n`,
    ...(path.length > 0 ? [`*${[...path, title].join(" › ")}*\n`] : []),
    `${lead}\n`,
    `${shown(name, title, 760)} ${shown(`${name}-narrow`, `${title}, on a telephone`, 180)}\n`,
    ...explained(picture),
  ].join("\n");
}

/** Light or dark, as whoever reads has it. */
const shown = (name: string, alt: string, width: number) =>
  `<picture><source media="(prefers-color-scheme: dark)" srcset="${name}-dark.webp"><img alt="${alt}" src="${name}-light.webp" width="${width}"></picture>`;

function explained({ href, title }: Picture): string[] {
  const screen = screens.find((one) => one.href === href && one.title === title);
  const page: PageHelp | undefined =
    screen ?? screens.flatMap(({ pages = [] }) => pages).find((one) => one.title === title);
  return [
    ...(screen?.steps
      ? [`**${screen.steps.title}**\n`, ...screen.steps.steps.map((step) => `1. ${step}`), ""]
      : []),
    ...table("Field", page?.fields),
    ...table("What cannot be undone", page?.irreversible),
  ];
}

const table = (head: string, texts: Readonly<Record<string, FieldHelp>> = {}): string[] =>
  Object.keys(texts).length === 0
    ? []
    : [
        `| ${head} | What it means |`,
        "| --- | --- |",
        ...Object.values(texts).map(({ label, help }) => `| ${cell(label)} | ${cell(help)} |`),
        "",
      ];

const cell = (text: string) => text.replaceAll("|", "\\|");
const fileOf = (title: string) => `${title.toLowerCase().replaceAll(" ", "-")}.md`;
/** As the common viewers of Markdown make it. */
const anchorOf = (title: string) =>
  title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} -]/gu, "")
    .replaceAll(" ", "-");
