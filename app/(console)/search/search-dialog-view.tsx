"use client";

import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from "react";
import { useRouter } from "next/navigation";
import clsx from "clsx";
import { Dialog } from "radix-ui";
import { controlClass } from "#components/field-frame.tsx";
import { leave } from "#components/leaving.ts";
import { formatCountOf } from "#lib/format.ts";
import type { StaffRole } from "#lib/permissions.ts";
import { arrive } from "../arrival.tsx";
import { entriesFor, matching, type Entry } from "./entries-query.ts";

interface Props {
  roles: readonly StaffRole[];
  close: () => void;
  giveFocusBack: () => void;
}

/** A combobox as the ARIA practices draw it: the focus stays in the field, the arrows move the choice. */
export function SearchDialog({ roles, close, giveFocusBack }: Props) {
  const router = useRouter();
  const chosen = useRef<string>(null);
  const go = ({ href }: Entry) => {
    const goOn = () => {
      chosen.current = href;
      router.push(href);
    };
    if (href.split("#")[0] === location.pathname) goOn();
    else leave(goOn);
    close();
  };
  // Another page receives the focus when it is there.
  const moveFocus = () => {
    const [path, field = ""] = chosen.current?.split("#") ?? [];
    if (path === undefined) giveFocusBack();
    else if (path === location.pathname) arrive(field);
  };
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && close()}>
      <Dialog.Portal>
        <Dialog.Overlay className="bg-scrim fixed inset-0 z-40" />
        <Dialog.Content
          aria-describedby={undefined}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            moveFocus();
          }}
          className="border-edge bg-canvas fixed top-[8vh] left-1/2 z-50 grid max-h-[84vh] w-[min(38rem,calc(100vw-2rem))] -translate-x-1/2 grid-rows-[auto_minmax(0,1fr)] rounded-md border"
        >
          <Dialog.Title className="sr-only">Search screens and settings</Dialog.Title>
          <Combobox roles={roles} go={go} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Combobox({ roles, go }: { roles: readonly StaffRole[]; go: (entry: Entry) => void }) {
  const id = useId();
  const [asked, setAsked] = useState("");
  const [at, setAt] = useState(0);
  const entries = useMemo(() => entriesFor(roles), [roles]);
  const found = useMemo(() => matching(entries, asked), [entries, asked]);
  const chosen = found[at];
  useEffect(() => {
    document.getElementById(`${id}-${at}`)?.scrollIntoView({ block: "nearest" });
  }, [id, at]);
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && found.length > 0) setAt((at + step + found.length) % found.length);
    else if (event.key === "Enter" && chosen && !event.nativeEvent.isComposing) go(chosen);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <div className="border-b p-3">
        <input
          role="combobox"
          aria-label="Search screens and settings"
          aria-expanded={found.length > 0}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={chosen && `${id}-${at}`}
          placeholder="Screen, setting, or what it does"
          autoComplete="off"
          spellCheck={false}
          className={controlClass}
          value={asked}
          onChange={({ target }) => {
            setAsked(target.value);
            setAt(0);
          }}
          onKeyDown={press}
        />
        <p role="status" className={found.length > 0 ? "sr-only" : "text-muted px-1 pt-2"}>
          {found.length > 0
            ? formatCountOf(found.length, "result", "results")
            : "Nothing is called so, and no sentence of help says it. Try another word."}
        </p>
      </div>
      <div role="listbox" id={`${id}-list`} aria-label="Results" className="overflow-y-auto p-1.5">
        {found.map((entry, index) => (
          // The keys are the field's, which keeps the focus.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
          <div
            key={`${entry.where} ${entry.title}`}
            role="option"
            tabIndex={-1}
            id={`${id}-${index}`}
            aria-selected={index === at}
            onClick={() => go(entry)}
            onPointerMove={() => setAt(index)}
            className={clsx(
              "grid cursor-pointer gap-0.5 rounded-md border-l-2 px-2.5 py-1.5",
              index === at ? "border-accent bg-accent-soft" : "border-transparent",
            )}
          >
            <span className="flex flex-wrap items-baseline justify-between gap-x-3">
              <span className="font-medium">{entry.title}</span>
              <span className="text-muted text-xs">{entry.where}</span>
            </span>
            <span className="text-muted line-clamp-2 text-xs">{entry.help}</span>
          </div>
        ))}
      </div>
    </>
  );
}
