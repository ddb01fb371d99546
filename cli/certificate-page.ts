import type { Statement } from "#lib/certificate.ts";
import { erasureStages } from "#lib/erasure.ts";
import { table } from "./table.ts";

/** What a certificate says, once its signature was found right. */
export function statementPage(stated: Statement, keyid: string): string {
  const { run, verdict, counts } = stated;
  const facts: [string, string | null][] = [
    ["Institution", stated.institution],
    ["Issued", stated.issuedAt],
    ["Run", `${run.id}, ${run.title}: ${run.status}`],
    ["Submitted", `${run.submittedAt} (${run.submittedVia})`],
    ["Approved by a second person", run.approvedBySecondPerson ? "yes" : "no"],
    ["Started", run.startedAt],
    ["Ended", run.endedAt],
    ["Days counted to", `${run.cutOff} (${run.timeZone})`],
    ["Version of Lethe", run.softwareVersion],
    ["Fingerprint of what it was told", run.frozenHash],
    ["Newest entry of the audit", stated.auditHead],
    ["Verified by Lethe", verdict && (verdict.good ? "good" : "bad")],
    ...(verdict?.checks ?? []).map(({ name, found, good }): [string, string] => [
      `  ${name}`,
      `${found}, ${good ? "good" : "bad"}`,
    ]),
    ...stages(stated),
  ];
  return [
    `The signature is right: this is what was signed with key ${keyid}.`,
    "",
    table(
      ["What it says", ""],
      facts.map(([name, fact]) => [name, fact ?? "–"]),
    ),
    "",
    table(
      ["Of what", "Measure", "Rule or reason", "Count"],
      counts.map(({ part, measure, label, count }) => [part, measure, label, count]),
    ),
  ].join("\n");
}

/** As they were when it was issued. */
const stages = ({
  erasure: { outOfReachAt, ...erasure },
}: Statement): [string, string | null][] => [
  ...erasureStages({ ...erasure, waits: null }, outOfReachAt).map(
    ({ name, state, at, note }): [string, string | null] => [
      name,
      at ?? (state === "unseen" ? note : "not yet"),
    ],
  ),
  ["Backups may hold it until", erasure.backupsEndOn],
];
