import { expect, test } from "vitest";
import { looksAgain } from "./undisturbed.ts";

test("only servers that look again whether a row has moved do without locks", () => {
  const versions = [150020, 160010, 160011, 170006, 170007, 180000, 180001, 180004, 190000];
  expect(versions.filter(looksAgain)).toEqual([160011, 170007, 180001, 180004, 190000]);
});
