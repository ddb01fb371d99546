/** The first that stands in what a browser says of itself; each says the names of those before it too. */
const browsers = {
  "Edg/": "Edge",
  "Firefox/": "Firefox",
  "Chrome/": "Chrome",
  "Safari/": "Safari",
};
const systems = {
  Android: "Android",
  iPhone: "iPhone",
  iPad: "iPad",
  Windows: "Windows",
  Macintosh: "macOS",
  Linux: "Linux",
};

/** "Firefox on Linux", for people to know their own sessions by. */
export function browserName(userAgent: string | null): string {
  const named = (names: Record<string, string>) =>
    Object.entries(names).find(([sign]) => userAgent?.includes(sign))?.[1];
  const [browser = "Another program", system] = [named(browsers), named(systems)];
  return system ? `${browser} on ${system}` : browser;
}
