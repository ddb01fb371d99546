import fs from "node:fs";

export type Tally = { passed: number; failed: number };

type VitestReport = {
  numPassedTests: number;
  numFailedTests: number;
  testResults: { status: string; assertionResults: unknown[] }[];
};
type PlaywrightReport = { stats: { expected: number; unexpected: number; flaky: number } };

/** A file that could not be read by the runner counts as one failure. */
export function vitestTally(report: string, exitCode: number): Tally {
  const found = read<VitestReport>(report);
  const broken = found?.testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  );
  return withExitCode(exitCode, {
    passed: found?.numPassedTests ?? 0,
    failed: (found?.numFailedTests ?? 0) + (broken?.length ?? 0),
  });
}

/** There are no retries; a test that passed at a second try would have failed at the first. */
export function playwrightTally(report: string, exitCode: number): Tally {
  const { expected = 0, unexpected = 0, flaky = 0 } = read<PlaywrightReport>(report)?.stats ?? {};
  return withExitCode(exitCode, { passed: expected, failed: unexpected + flaky });
}

/** Scenarios that held, and planted faults that were caught. */
export const faultsTally = (report: string, exitCode: number): Tally =>
  withExitCode(exitCode, read<Tally>(report) ?? { passed: 0, failed: 0 });

/** What fails outside of any test, as a server that does not start, is a failure too. */
function withExitCode(exitCode: number, { passed, failed }: Tally): Tally {
  return { passed, failed: exitCode === 0 ? failed : Math.max(failed, 1) };
}

const read = <Report>(file: string) =>
  fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, "utf8")) as Report) : undefined;
