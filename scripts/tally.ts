import fs from "node:fs";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";

/** What a step's runner counted; of each failure its name, and why. */
export type Tally = { passed: number; failed: number; failures: string[] };

type VitestReport = {
  numPassedTests: number;
  numFailedTests: number;
  testResults: {
    name: string;
    status: string;
    message: string;
    assertionResults: { fullName: string; status: string; failureMessages: string[] }[];
  }[];
};
type PlaywrightSuite = {
  suites?: PlaywrightSuite[];
  specs?: {
    title: string;
    file: string;
    line: number;
    ok: boolean;
    tests: { results: { errors: { message: string }[] }[] }[];
  }[];
};
type PlaywrightReport = PlaywrightSuite & {
  stats: { expected: number; unexpected: number; flaky: number };
};

const LINES_OF_A_FAILURE = 12;

/** A file that could not be read by the runner counts as one failure. */
export function vitestTally(report: string, exitCode: number): Tally {
  const found = read<VitestReport>(report);
  const files = (found?.testResults ?? []).map((file) => ({
    ...file,
    failed: file.assertionResults.filter(({ status }) => status === "failed"),
    isBroken: file.status === "failed" && file.assertionResults.length === 0,
  }));
  return withExitCode(exitCode, {
    passed: found?.numPassedTests ?? 0,
    failed: (found?.numFailedTests ?? 0) + files.filter(({ isBroken }) => isBroken).length,
    failures: files.flatMap(({ name, message, failed, isBroken }) => {
      const file = path.relative("", name);
      if (isBroken) return [failure(file, [message])];
      return failed.map((test) => failure(`${file} › ${test.fullName}`, test.failureMessages));
    }),
  });
}

/** There are no retries; a test that passed at a second try would have failed at the first. */
export function playwrightTally(report: string, exitCode: number): Tally {
  const found = read<PlaywrightReport>(report);
  const { expected = 0, unexpected = 0, flaky = 0 } = found?.stats ?? {};
  const failures = specsOf(found ?? {})
    .filter(({ ok }) => !ok)
    .map(({ file, line, title, tests }) =>
      failure(
        `${file}:${line} › ${title}`,
        tests.flatMap(({ results }) => results).flatMap(({ errors }) => errors.map(messageOf)),
      ),
    );
  return withExitCode(exitCode, { passed: expected, failed: unexpected + flaky, failures });
}

/** Scenarios that held, and planted faults that were caught. */
export const faultsTally = (report: string, exitCode: number): Tally =>
  withExitCode(exitCode, read<Tally>(report) ?? { passed: 0, failed: 0, failures: [] });

/** What fails outside of any test, as a server that does not start, is a failure too. */
function withExitCode(exitCode: number, { passed, failed, failures }: Tally): Tally {
  if (exitCode === 0) return { passed, failed, failures };
  const told = failures.length > 0 ? failures : [`ended with ${exitCode}, outside of any test`];
  return { passed, failed: Math.max(failed, 1), failures: told };
}

const messageOf = ({ message }: { message: string }) => message;

const specsOf = ({ suites = [], specs = [] }: PlaywrightSuite): NonNullable<typeof specs> => [
  ...specs,
  ...suites.flatMap(specsOf),
];

function failure(name: string, messages: string[]): string {
  const lines = messages.flatMap((message) => stripVTControlCharacters(message).split("\n"));
  return [name, ...lines.slice(0, LINES_OF_A_FAILURE).map((line) => `    ${line}`)].join("\n");
}

const read = <Report>(file: string) =>
  fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, "utf8")) as Report) : undefined;
