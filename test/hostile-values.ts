/** Values that mean something to a database, a shell, a browser or a formatter. Each is only a value. */
export const hostileValues = [
  "'; DROP TABLE patron.users; --",
  "$1",
  "\\",
  "${x}",
  "%s",
  "O'Neill",
  "<b>",
  "NULL",
  "\u202eabc",
  "ß'\"`",
];
