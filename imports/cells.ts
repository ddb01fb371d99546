/*
 * One cell of text becomes one value, or a sentence about what is wrong with it, which never repeats the
 * cell: it is kept longer than the person may be. An empty cell never comes here: it clears.
 */

export class BadCell extends Error {}

export type CellType = (text: string) => string;

const bad = (sentence: string): never => {
  throw new BadCell(sentence);
};

const CONTROL = /[\u0000-\u001f\u007f]/;

/**
 * A number of many digits as a spreadsheet shows it, such as 3.9007E+13: its last digits are lost, and
 * others are written alike. A code such as 12E5 or 4E13 may be a real one; no program shortens to that.
 */
export const isShortened = (text: string): boolean => /^\d(?:[.,]\d+E\+?|E\+)\d+$/i.test(text);

/** A key: of a record, a person or an item. */
export const identifier: CellType = (text) => {
  if (CONTROL.test(text)) bad("This identifier holds a control character.");
  if (isShortened(text))
    bad("A spreadsheet has shortened this number; format the column as text, and export again.");
  if (text.length > 255) bad("This identifier is longer than 255 characters.");
  return text;
};

export const code: CellType = (text) => {
  if (CONTROL.test(text)) bad("This code holds a control character.");
  if (text.length > 100) bad("This code is longer than 100 characters.");
  return text;
};

/** Words for people. Line breaks and tabs may stand in them. */
export const words =
  (longest: number): CellType =>
  (text) => {
    if (text.includes("\u0000")) bad("This text holds a NUL character, which cannot be stored.");
    if (text.length > longest) bad(`This text is longer than ${longest} characters.`);
    return text;
  };

export const wholeNumber =
  (highest: number): CellType =>
  (text) => {
    if (!/^\d{1,9}$/.test(text) || Number(text) > highest)
      bad(`This is not a whole number from 0 to ${highest}.`);
    return text;
  };

const AMOUNT = /^-?\d{1,12}(\.\d+)?$/;

/** Of money, in the institution's currency: up to two decimals after a dot. */
export const signedAmount: CellType = (text) => {
  if (!AMOUNT.test(text)) bad("This is not an amount such as 12.50.");
  if (/\.\d\d\d*[1-9]/.test(text)) bad("This has more than two decimals.");
  return text;
};

/** Of money, and not negative. */
export const amount: CellType = (text) => {
  const read = signedAmount(text);
  if (read.startsWith("-") && /[1-9]/.test(read))
    bad("This is negative, which an amount cannot be.");
  return read;
};

/** One of a few words, in any case; spaces and hyphens stand for underscores. */
export const oneOf =
  (choices: readonly string[]): CellType =>
  (text) => {
    const wanted = text.toLowerCase().replace(/[\s-]+/g, "_");
    return (
      choices.find((choice) => choice === wanted) ??
      bad(`This is not one of ${choices.join(", ")}.`)
    );
  };

const DATE =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(Z|[+-](\d{2})(?::?([0-5]\d))?)?)?$/;

/**
 * ISO 8601: a day, or a day with a time, with or without an offset. Handed on as it is; PostgreSQL
 * reads what has no offset in the library's zone. Of a second six digits are kept: with more, it would
 * round a day's end into the next.
 */
export const moment: CellType = (text) => {
  const parts = DATE.exec(text);
  if (!parts) return bad("This is not a date such as 2026-03-01 or 2026-03-01T10:30:00+01:00.");
  const [, year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, , offsetHours = 0] =
    parts;
  const exists = +year >= 1000 && isDay(+year, +month, +day);
  if (!exists || +hour > 23 || +minute > 59 || +second > 59 || +offsetHours > 14)
    bad("This is not a date that exists.");
  return text.replace(/(\.\d{6})\d+/, "$1");
};

function isDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  if (month !== 2)
    return day <= (month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31);
  return day <= (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28);
}

/** `CODE;CODE`, sorted and without repeats, as a PostgreSQL text separated by semicolons. */
export const codeList: CellType = (text) => listOf(text).map(code).join(";");

/** `TYPE:CATEGORY;TYPE:CATEGORY`, sorted and without repeats. */
export const categoryList: CellType = (text) =>
  listOf(text)
    .map((entry) => {
      const colon = entry.indexOf(":");
      const [type, category] = [entry.slice(0, colon).trim(), entry.slice(colon + 1).trim()];
      if (colon < 1 || !type || !category) bad("An entry here is not TYPE:CATEGORY.");
      return `${code(type)}:${code(category)}`;
    })
    .join(";");

const listOf = (text: string) =>
  [
    ...new Set(
      text
        .split(";")
        .map((entry) => entry.trim())
        .filter((entry) => entry !== ""),
    ),
  ].sort();
