import { z } from "zod";
import { setListSearch, setParameter } from "../sets/schema.ts";

/** A set that the wizard was opened with. */
export const wizardSearch = z.object({ set: setParameter.optional().catch(undefined) });

export const chooseSetSearch = setListSearch.extend(wizardSearch.shape);
