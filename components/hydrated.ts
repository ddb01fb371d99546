import { useState, useSyncExternalStore } from "react";

/** False on the server and until JavaScript has taken over: for what does nothing without it. */
export const useHydrated = (): boolean =>
  useSyncExternalStore(
    subscribeToNothing,
    () => true,
    () => false,
  );

/** Whether it was the server that wrote what is on the screen, which somebody may have changed before JavaScript took over. */
export function useServed(): boolean {
  const isHydrated = useHydrated();
  const [isServed] = useState(!isHydrated);
  return isServed;
}

const subscribeToNothing = () => () => {};
