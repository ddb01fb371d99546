/** The own page that a click or a search form is about to replace this one with; null when it stays. */
export function leavingTo(event: Event): string | null {
  if (event instanceof SubmitEvent) return addressOfSearch(event);
  if (!(event instanceof MouseEvent) || !(event.target instanceof Element)) return null;
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    return null;
  const link = event.target.closest<HTMLAnchorElement>("a[href]");
  if (!link || link.hasAttribute("download") || !["", "_self"].includes(link.target)) return null;
  const { origin, pathname, search, hash } = link;
  const isWithinPage = hash !== "" && pathname === location.pathname && search === location.search;
  return origin === location.origin && !isWithinPage ? `${pathname}${search}${hash}` : null;
}

/** A GET form whose action is an address; React gives the forms that save another one. */
function addressOfSearch({ target, submitter }: SubmitEvent): string | null {
  if (!(target instanceof HTMLFormElement) || target.method !== "get") return null;
  const action = target.getAttribute("action");
  if (!action?.startsWith("/")) return null;
  const entered = [...new FormData(target, submitter)].flatMap(([name, value]) =>
    typeof value === "string" ? [[name, value]] : [],
  );
  return `${action}?${new URLSearchParams(entered)}`;
}

const asking = "lethe:leave";

/** Goes on to another page by other means than a link. Unless something is unsaved: then the person is asked first. */
export function leave(go: () => void): void {
  if (window.dispatchEvent(new CustomEvent(asking, { cancelable: true, detail: go }))) go();
}

/** Hears of everybody who is about to `leave`, and may hold them back. */
export function onLeave(hold: (go: () => void) => void): () => void {
  const listener = (event: Event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    hold((event as CustomEvent<() => void>).detail);
  };
  window.addEventListener(asking, listener);
  return () => window.removeEventListener(asking, listener);
}

/** The entry that the person agreed to go to, for as long as that takes: several forms of a page ask once. */
let agreed: string | null = null;

/** The entry of the history that Back or Forward is about to show; null where it cannot be stopped, or was agreed to. */
export const leavingBackTo = ({ navigationType, cancelable, destination }: NavigateEvent) =>
  navigationType === "traverse" && cancelable && destination.key !== agreed
    ? destination.key
    : null;

export function leaveBackTo(key: string): void {
  agreed = key;
  const forget = () => (agreed = null);
  void window.navigation?.traverseTo(key).finished?.then(forget, forget);
}
