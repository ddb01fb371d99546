import type { Plant } from "./plant.ts";
import { plantsInBatches } from "./plants-in-batches.ts";
import { plantsOutsideBatches } from "./plants-outside-batches.ts";

export const plants: Plant[] = [...plantsInBatches, ...plantsOutsideBatches];
