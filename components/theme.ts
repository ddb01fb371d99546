export const themeCookie = "lethe-theme";
export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

/** What a cookie says, or the system's own. */
export const themeOf = (value: string | undefined): Theme =>
  themes.find((theme) => theme === value) ?? "system";
