import { expect, test } from "vitest";
import { answer, explain } from "./answer.ts";

test.each([
  [["prevew"], "There is no command prevew. Did you mean preview? `help` lists the commands."],
  [["run", "anonymisation"], "There is no job anonymisation. Did you mean anonymization?"],
  [
    ["run", "anonymization", "--confrim", "3"],
    "run has no option --confrim. Did you mean --confirm?",
  ],
  [["statistics", "loan"], "There are no statistics of loan. Did you mean loans?"],
  [
    ["statistics", "loans", "--by", "months"],
    /^loans cannot be counted by months.*Did you mean month\?$/,
  ],
  [["config", "exprot"], "There is no config exprot. Did you mean export?"],
  [["demo", "--loans", "many"], "--loans takes a whole number of 0 or more, not many."],
  [["runs", "twelve"], "A run has a number, not twelve. `runs` lists them."],
  [["import"], "Say which files or folders to import."],
])("%j is wrong usage, told before anything is touched", async (args, sentence) => {
  const refusal = await answer([...args, "--json"]).catch(explain);
  expect(refusal).toMatchObject({ code: 2 });
  expect((refusal as { message: string }).message).toMatch(sentence);
});

test("help lists every command, and each has a page with an example", async () => {
  const { json } = await answer(["help"]);
  const names = (json as { commands: { name: string }[] }).commands.map(({ name }) => name);
  expect(names).toEqual([
    ...[
      "migrate",
      "import",
      "config",
      "users",
      "sets",
      "preview",
      "run",
      "runs",
      "pause",
      "resume",
      "abort",
      "withhold",
    ],
    ...[
      "proposals",
      "certificate",
      "backup",
      "maintain",
      "statistics",
      "demo",
      "database-url",
      "stop",
      "doctor",
    ],
  ]);
  for (const name of names) {
    const { text } = await answer([name, "--help"]);
    expect(text).toMatch(/Usage: npm run lethe -- [^]*Example/);
  }
});
