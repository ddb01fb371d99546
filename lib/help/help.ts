import type { Permission } from "#lib/permissions.ts";

/** A field's word and its sentence: the form, the search and the Help page take both from here. */
export interface FieldHelp {
  label: string;
  help: string;
}
export type Fields = Readonly<Record<string, FieldHelp>>;

/** What cannot be undone, and what it leaves. */
export type Irreversible = Readonly<Record<string, FieldHelp>>;

/** A page that has a heading of its own within a screen. */
export interface PageHelp {
  href: string;
  /** It has no address of its own: `href` is the list from whose rows it opens. */
  opensFromRow?: true;
  title: string;
  lead: string;
  fields?: Fields;
  irreversible?: Irreversible;
}

export interface ScreenHelp extends PageHelp {
  /** The menu path as staff know it, without the screen itself. */
  path: readonly string[];
  /** Its name in the menu, where that is shorter. */
  menu?: string;
  permission: Permission;
  /** What one comes here to do, one step after the other. */
  steps?: { title: string; steps: readonly string[] };
  pages?: readonly PageHelp[];
}

/** For the summary of a form's errors. */
export const labelsOf = <Names extends string>(fields: Readonly<Record<Names, FieldHelp>>) =>
  Object.fromEntries(
    Object.entries<FieldHelp>(fields).map(([name, { label }]) => [name, label]),
  ) as Record<Names, string>;

/** What the page header of a screen takes. */
export const headerOf = ({ path, title, lead }: ScreenHelp) => ({ path, title, lead });

/** A screen's folder; its Help page stands under the same name. */
export const screenName = (path: string): string => path.split("/")[1] || "overview";
