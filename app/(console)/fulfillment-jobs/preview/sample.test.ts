import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { noNames } from "#lib/code-names.ts";
import { idParameter } from "../../records/schema.ts";
import { Sample } from "./sample-table.tsx";

test("a sampled record is named by the number that Find takes", () => {
  const record = {
    id: 12_345,
    library: "MAIN",
    userGroup: "",
    title: null,
    endedOn: "2026-01-05",
    patron: null,
  };
  const props = { family: "loans" as const, caption: "Some", sample: [record], names: noNames };
  const page = renderToStaticMarkup(createElement(Sample, props));
  const [, shown] = />Loan ([^<]*)</.exec(page) ?? [];
  expect(idParameter.parse(shown)).toBe(record.id);
});
