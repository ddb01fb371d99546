import { expect, test } from "vitest";
import { statisticsAddress, statisticsSearch, statisticsState } from "./schema.ts";

/** As Next gives an address: a repeated name is a list. */
const asked = (address: string) => {
  const search = new URLSearchParams(address);
  return Object.fromEntries(
    [...new Set(search.keys())].map((name) => {
      const values = search.getAll(name);
      return [name, values.length > 1 ? values : values[0]];
    }),
  );
};

test("a choice survives the way into its address and back", () => {
  const choice = {
    family: "fees",
    by: ["month", "userGroup"],
    from: "2026-01-01",
    to: "2026-06-30",
    libraries: ["MAIN", "LAW & ORDER"],
  } as const;
  const address = `family=fees&${statisticsAddress(choice)}`;
  expect(statisticsState.parse(asked(address))).toEqual(choice);
});

test.each([
  ["", { family: "loans", by: ["month"] }],
  ["family=people&by=name", { family: "loans", by: ["month"] }],
  ["family=fees&by=location", { family: "fees", by: ["month"] }],
  ["family=loans&by=category", { family: "loans", by: ["category"] }],
  [
    "family=lendingRequests&by=userGroup&by=partner",
    { family: "lendingRequests", by: ["partner"] },
  ],
  ["by=userGroup&by=month", { family: "loans", by: ["month", "userGroup"] }],
  ["from=2026-02-30&to=", { family: "loans", by: ["month"] }],
])("the address %j shows %j", (address, shown) => {
  expect(statisticsState.parse(asked(address))).toEqual({ ...shown, libraries: [] });
});

test.each(["by=name", "from=yesterday", "month=2026-01", "library="])(
  "a script is told that %j does not fit",
  (address) => {
    expect(statisticsSearch.safeParse(asked(address)).success).toBe(false);
  },
);
