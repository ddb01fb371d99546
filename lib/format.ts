/** How numbers, days and moments read on screen and in reports. */

const counts = new Intl.NumberFormat("en");
const shares = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 0 });

/** 41200 → "41,200" */
export const formatCount = (count: number): string => counts.format(count);

/** "42,676", "42 676" and "42'676" → 42676; NaN for what is no whole number, as "2.5". */
export const parseCount = (text: string): number =>
  /^(\d+|\d{1,3}([\s,.’'])\d{3}(\2\d{3})*)$/.test(text.trim())
    ? Number(text.replaceAll(/\D/g, ""))
    : Number.NaN;

/** "1 loan", "41,200 loans" */
export const formatCountOf = (count: number, one: string, many: string): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;

const sizes = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });

/** 4400000 → "4.4 MB", by thousands, as file managers count. */
export function formatBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), units.length - 1);
  return `${sizes.format(bytes / 1000 ** power)} ${units[power]}`;
}

/** A formatter takes far longer to make than to use. */
function once<Made>(make: (key: string) => Made): (key: string) => Made {
  const known = new Map<string, Made>();
  return (key) => {
    const made = known.get(key) ?? make(key);
    known.set(key, made);
    return made;
  };
}

const amountsIn = once(
  (currency) =>
    new Intl.NumberFormat("en", { style: "currency", currency, currencyDisplay: "code" }),
);

/** 123.5, "CHF" → "CHF 123.50" */
export const formatAmount = (amount: number, currency: string): string =>
  amountsIn(currency).format(amount).replaceAll("\u00a0", " ");

/** Ours, since the names that ICU gives differ from version to version. */
const months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** "2026-11" → "Nov 2026" */
export const formatMonth = (month: string): string =>
  `${months[Number(month.slice(5, 7)) - 1]} ${month.slice(0, 4)}`;

/** "2026-11-03" → "3 Nov 2026" */
export const formatDay = (day: string): string => `${Number(day.slice(8, 10))} ${formatMonth(day)}`;

/** "2026-11-23T02:00", a local time → "23 Nov 2026, 02:00" */
export const formatLocal = (local: string): string => `${formatDay(local)}, ${local.slice(11, 16)}`;

/** Sweden writes dates as ISO 8601 does. */
const momentsIn = once(
  (timeZone) =>
    new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" }),
);

/** A moment → "23 Nov 2026, 02:00" in the zone. */
export const formatMoment = (moment: string, timeZone: string): string =>
  formatLocal(momentsIn(timeZone).format(new Date(moment)));

/** 75.4 → "1 min 15 s" */
export function formatSeconds(seconds: number): string {
  if (seconds < 10) return `${Math.round(seconds * 10) / 10} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return joinParts(Math.floor(whole / 60), "min", whole % 60, "s");
  const minutes = Math.round(whole / 60);
  return joinParts(Math.floor(minutes / 60), "h", minutes % 60, "min");
}

const joinParts = (large: number, largeUnit: string, small: number, smallUnit: string) =>
  small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;

/** "1,200 of 4,500 (27%)"; never 100% before the end. */
export function formatProgress(done: number, all: number): string {
  if (all === 0) return `${formatCount(done)} so far`;
  return `${formatCount(Math.min(done, all))} of ${formatCount(all)} (${formatShare(done / all)})`;
}

/** 0.273 → "27%"; never 100% before the end. */
export const formatShare = (share: number): string =>
  shares.format(share >= 1 ? 1 : Math.min(share, 0.99));

/** "on_hold_shelf" → "On hold shelf"; a code in capitals stays. */
export function formatCode(code: string): string {
  return upperFirst(code.replaceAll("_", " "));
}

/** ["a", "b", "c"] → "a, b and c" */
export const formatList = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;

/** The first of many: "a, b, c and 2 more"; `more` calls the others by another name. */
export const formatFirst = (parts: readonly string[], shown: number, more = "more"): string =>
  parts.length <= shown + 1
    ? formatList(parts)
    : formatList([...parts.slice(0, shown), `${formatCount(parts.length - shown)} ${more}`]);

/** For the beginning of a sentence. */
export const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** For the middle of a sentence. */
export const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
