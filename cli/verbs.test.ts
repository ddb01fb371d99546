import { expect, test } from "vitest";
import { answer } from "./answer.ts";
import { WrongUsage } from "./command.ts";

/* What users and sets refuse before they look at anything. */

const refusal = async (line: string[]): Promise<string> => {
  const error: unknown = await answer(line).catch((thrown: unknown) => thrown);
  if (!(error instanceof WrongUsage)) throw error;
  return error.message;
};

test.each<[string[], RegExp]>([
  [["Smith"], /^Say users and what to do: find, show, change, delete, codes\.$/],
  [["fnd"], /Did you mean find\?$/],
  [["constructor"], /^Say users and what to do/],
  [["find", "Smith"], /^users find takes options only\. What names a patron is typed or piped in/],
  [["show", "Smith"], /^users show takes options only/],
  [["find", "--in", "Smith"], /^--in takes one of all, name/],
  [["find", "--in", "name", "--query", "-"], /^Standard input holds the words/],
  [["find", "--set", "A", "--query", "x"], /^Find by --in and --query, or/],
  [["find", "--order", "age"], /^--order takes one of name/],
  [["find", "--limit", "1001"], /^--limit takes a whole number from 1 to/],
  [["find", "--list", "loans"], /^users find has no option --list/],
  [["show", "--id", "p1"], /^--id takes a whole number/],
  [["show", "--id", "1", "--limit", "3"], /^--limit and --after are of a list/],
  [["show", "--id", "1", "--list", "debts"], /^--list takes one of loans/],
  [["show", "--id", "1", "--list", "letters", "--letter", "2"], /^Show a --list or one --letter/],
  [["change"], /^Say which file of changes/],
  [["delete", "Smith"], /^users delete takes options only/],
  [["delete", "--id", "p1"], /^--id takes a whole number/],
  [["delete", "--id", "1", "--confirm", "ID 1"], /^--confirm takes a whole number/],
])("users %j is wrong usage, and names nobody", async (args, sentence) => {
  const message = await refusal(["users", ...args]);
  expect(message).toMatch(sentence);
  expect(message).not.toContain("Smith");
});

test.each<[string[], RegExp]>([
  [[], /^Say sets and what to do: list, show/],
  [["lst"], /Did you mean list\?/],
  [["show"], /^Say which set\./],
  [["show", "A", "B"], /nothing after it/],
  [["list", "--file", "x.csv"], /^sets list has no option --file/],
  [["list", "--limit", "0"], /^--limit takes a whole number from 1 to/],
  [["list", "--after", "99999999999"], /^--after takes a whole number/],
  [["list", "--scope", "everything"], /^--scope takes one of mine, public, all/],
  [["create", " "], /^name: Give the set a name/],
  [["create", "A", "--unknown", "x"], /^--unknown stands beside --file/],
  [["create", "A", "--logical"], /^A logical set is made of a query/],
  [["create", "A", "--file", "x", "--query", "y"], /^Members come from a --file or from a search/],
  [["add", "A"], /^Say whom to add/],
  [["add", "A", "--users", "p1"], /^--users takes internal IDs/],
  [["remove", "A"], /^Say whom to remove/],
  [["combine", "A", "--first", "B"], /^Say which sets/],
  [["combine", "A", "--by", "xor"], /^--by takes one of and, or, not/],
  [["change", "A"], /^Say what to change/],
  [["members", "A", "--to", "x", "--limit", "5"], /^--to writes the whole list/],
])("sets %j is wrong usage", async (args, sentence) => {
  expect(await refusal(["sets", ...args])).toMatch(sentence);
});
