import { families, familyWords, type Family } from "#lib/families.ts";
import { jobOnCopy, medianRatio, onCopy, type Bench } from "./context.ts";
import { seedInPlace, seedLibrary } from "./seed.ts";
import { timeDelete, timeUpdate } from "./statements.ts";

export type OtherFamily = Exclude<Family, "loans">;
export const otherFamilies = families.filter((family) => family !== "loans");

/** Seconds; each list is in the order measured. */
export interface FamilyFigures {
  update: number[];
  delete: number[];
  job: number[];
  ratios: { updateOverJob: number; jobOverDelete: number };
}

/** Fees, requests and borrowing requests, as many as there are loans, under rules without ranks. */
export async function measureOtherFamilies(
  bench: Bench,
): Promise<Record<OtherFamily, FamilyFigures>> {
  const figures = {} as Record<OtherFamily, FamilyFigures>;
  for (const family of otherFamilies) figures[family] = await measureFamily(bench, family);
  return figures;
}

async function measureFamily(bench: Bench, family: OtherFamily): Promise<FamilyFigures> {
  const { server, loans, runs } = bench;
  const { many } = familyWords[family];
  const library = await seedLibrary(server, loans, family);
  const inPlace = await seedInPlace(server, library, family);
  const [update, deletion, job]: [number[], number[], number[]] = [[], [], []];
  for (let run = 0; run < runs; run += 1) {
    job.push(await jobOnCopy(bench, library, "plain", 1, `${many}: job, one worker`, { family }));
    deletion.push(
      await onCopy(bench, library, `${many}: bare DELETE`, (copy) =>
        timeDelete(copy, "plain", family),
      ),
    );
    update.push(
      await onCopy(bench, inPlace, `${many}: UPDATE in place`, (copy) => timeUpdate(copy, "plain")),
    );
  }
  await server.drop(inPlace);
  await server.drop(library);
  return {
    update,
    delete: deletion,
    job,
    ratios: {
      updateOverJob: medianRatio(update, job),
      jobOverDelete: medianRatio(job, deletion),
    },
  };
}
