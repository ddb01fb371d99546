import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { dataFolder } from "#lib/data-folder.ts";
import type { Plant } from "./plant.ts";
import { plants } from "./plants.ts";
import { seeded } from "./random.ts";
import { plantText, resultText, writeReport, type PlantResult } from "./report.ts";
import type { Result, Scenario } from "./scenario.ts";
import { scenarios } from "./scenarios.ts";
import { faultServer, smallVolume, type FaultServer } from "./server.ts";
import { makeWorld } from "./world.ts";

const { values } = parseArgs({
  options: {
    short: { type: "boolean", default: false },
    only: { type: "string", multiple: true, default: [] },
    plants: { type: "boolean", default: false },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    times: { type: "string", default: "100%" },
    write: { type: "boolean", default: false },
    report: { type: "string" },
  },
});
const seed = Number(values.seed);
const share = parseFloat(values.times) / 100;
const wanted = (id: string) => values.only.length === 0 || values.only.includes(id);

async function runScenario(
  server: FaultServer,
  scenario: Scenario,
  plant?: Plant,
): Promise<Result> {
  if (scenario.settings) {
    const own = await faultServer(path.join(dataFolder(), "faults-own"), scenario.settings);
    try {
      return await runOn(own, scenario, plant);
    } finally {
      await own.stop();
    }
  }
  if (!scenario.volumeMegabytes) return runOn(server, scenario, plant);
  const volume = await smallVolume(scenario.volumeMegabytes);
  try {
    return await runOn(volume.server, scenario, plant);
  } finally {
    await volume.end();
  }
}

/** One scenario in a world of its own, with or without a fault planted in its workers. */
async function runOn(onServer: FaultServer, scenario: Scenario, plant?: Plant): Promise<Result> {
  const size = plant?.size ?? (values.short ? scenario.short : scenario.long) ?? scenario.long;
  const began = performance.now();
  const world = await makeWorld(onServer, {
    ...size,
    edits: [...(scenario.edits ?? []), ...(plant?.edits ?? [])],
    random: seeded(seed),
  });
  try {
    const times = plant ? size.times : Math.ceil(size.times * share);
    await scenario.run(world, { ...size, times }, onServer);
  } catch (error) {
    world.note("struck", [`the scenario broke off: ${(error as Error).message}`]);
  }
  await world.end();
  const seconds = (performance.now() - began) / 1_000;
  const { id, title } = scenario;
  const { counts, took } = world;
  return { id, title, seed, seconds, violations: world.violations(), counts, took };
}

function scenarioOf(plant: Plant): Scenario {
  const scenario = scenarios.find(({ id }) => id === plant.scenario);
  if (!scenario) throw new Error(`there is no scenario ${plant.scenario}`);
  return scenario;
}

async function runPlant(server: FaultServer, plant: Plant): Promise<PlantResult> {
  const scenario = scenarioOf(plant);
  const result = await runScenario(server, scenario, plant);
  const caught = result.violations.filter(
    ({ invariant, what }) => invariant !== "struck" && plant.breaks[invariant]?.test(what),
  );
  return { plant, result, caught };
}

interface Work {
  scenario: Scenario;
  run(): Promise<void>;
}

/** What may share the server goes on side by side, since workers and leases are waited for; then the rest. */
async function workAll(works: Work[], lanes: number): Promise<void> {
  const shared = works.filter(({ scenario }) => !scenario.alone);
  const lane = async () => {
    for (let next = shared.shift(); next; next = shared.shift()) await next.run();
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  for (const { scenario, run } of works) if (scenario.alone) await run();
}

const server = await faultServer();
console.log(`Seed ${seed}, ${values.short ? "short" : "long"} form`);
const results: Result[] = [];
const planted: PlantResult[] = [];
const wantedScenarios = (values.plants ? [] : scenarios).filter(
  ({ id, short }) => wanted(id) && (short || !values.short),
);
const works: Work[] = [
  ...wantedScenarios.map((scenario) => ({
    scenario,
    async run() {
      const result = await runScenario(server, scenario);
      results.push(result);
      console.log(resultText(result));
    },
  })),
  ...plants
    .filter(({ longOnly }) => !(longOnly && values.short))
    .filter(({ name, scenario }) => wanted(scenario) || wanted(name))
    .map((plant) => ({
      scenario: scenarioOf(plant),
      async run() {
        const result = await runPlant(server, plant);
        planted.push(result);
        console.log(plantText(result));
      },
    })),
];
try {
  await workAll(works, values.short ? 2 : 1);
} finally {
  await server.stop();
}
const failures = [
  ...results.filter(({ violations }) => violations.length > 0).map(resultText),
  ...planted.filter(({ caught }) => caught.length === 0).map(plantText),
].map((text) => `seed ${seed}: ${text}`);
const failed = failures.length;
const tally = { passed: results.length + planted.length - failed, failed, failures };
if (values.write) {
  const form = values.short ? "short" : "long";
  writeReport(
    results,
    planted,
    `${form} form, ${values.times} of its counts, seed ${seed}.`.replace(/^./, (first) =>
      first.toUpperCase(),
    ),
  );
}
if (values.report) {
  fs.mkdirSync(path.dirname(values.report), { recursive: true });
  fs.writeFileSync(values.report, JSON.stringify(tally));
}
console.log(`${tally.passed} passed, ${tally.failed} failed`);
process.exit(failed === 0 ? 0 : 1);
