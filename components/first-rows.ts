import { startTransition, useEffect, useState } from "react";
import { useServed } from "./hydrated.ts";

/** More than a screen shows at once. */
const FIRST = 24;

/**
 * Of many rows the first ones, and all of them once those are painted: nobody waits for what is further
 * down. What the server writes is whole, and a browser takes it over as it is.
 */
export function useFirstRows<Row>(rows: readonly Row[]): readonly Row[] {
  const isServed = useServed();
  const [isWhole, setWhole] = useState(isServed);
  useEffect(() => {
    if (!isWhole) startTransition(() => setWhole(true));
  }, [isWhole]);
  return isWhole ? rows : rows.slice(0, FIRST);
}
