import fc from "fast-check";
import { expect, test } from "vitest";
import { csvText } from "./csv.ts";
import { csvTextOf } from "./csv-text.ts";

const text = fc.string({ unit: fc.constantFrom(..."=+-@\t\r\n\",'a1 ＝＋－＠é") });

test("a table in the browser becomes the CSV that the server writes", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(text, text), { maxLength: 5 }), (rows) => {
      const heads = ["Library", "Would go"];
      expect(csvTextOf([heads, ...rows])).toBe(csvText(heads, rows));
    }),
    { numRuns: 500 },
  );
});
