import type { Code, KnownCodes } from "./rule-words.ts";

export type Names = ReadonlyMap<string, string>;

/** By code, what screens call it; records, scripts and files say the code. */
export type CodeNames = Record<"library" | "location" | "userGroup" | "letterType", Names>;

export const noNames: CodeNames = {
  library: new Map(),
  location: new Map(),
  userGroup: new Map(),
  letterType: new Map(),
};

/** A name that several share stands with its code: nobody could tell them apart else. */
export function namesOf(codes: readonly Code[]): Names {
  const met = new Set<string>();
  const shared = new Set<string>();
  for (const { name } of codes) (met.has(name) ? shared : met).add(name);
  return new Map(
    codes.map(({ code, name }) => [code, shared.has(name) ? `${name} (${code})` : name]),
  );
}

export const codeNamesOf = (
  { library, location, userGroup }: KnownCodes,
  letterTypes: readonly Code[] = [],
): CodeNames => ({
  library: namesOf(library),
  location: namesOf(location),
  userGroup: namesOf(userGroup),
  letterType: namesOf(letterTypes),
});

/** What is not known any more is called by its code. */
export const nameIn = (names: Names, code: string): string => names.get(code) ?? code;
