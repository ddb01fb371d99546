"use client";

import { useId, useState, type ClipboardEvent, type KeyboardEvent } from "react";
import { Plus } from "lucide-react";
import { Button } from "./button.tsx";
import { controlClass, type describedControl } from "./field-frame.tsx";
import { formatCount, formatCountOf } from "#lib/format.ts";
import type { Code } from "#lib/rule-words.ts";
import { matching, pasted } from "#lib/code-list.ts";

const SHOWN = 60;

interface Props {
  control: Omit<ReturnType<typeof describedControl>, "name">;
  label: string;
  known: Code[];
  /** Codes that do not exist may be entered too. */
  takesFreeCodes: boolean;
  chosen: string[];
  onChange: (chosen: string[]) => void;
}

/** Codes out of those that exist, and free ones for what an import will bring. */
export function CodePicker({ control, label, known, takesFreeCodes, chosen, onChange }: Props) {
  const [search, setSearch] = useState("");
  const summaryId = useId();
  const free = chosen
    .filter((code) => known.every((one) => one.code !== code))
    .map((code) => ({ code, name: "does not exist" }));
  const all = [...free, ...known];
  const found = matching(all, search);
  const wanted = search.trim();
  const isFree = takesFreeCodes && wanted !== "" && all.every(({ code }) => code !== wanted);
  const toggle = (code: string) =>
    onChange(chosen.includes(code) ? chosen.filter((one) => one !== code) : [...chosen, code]);
  const addFree = () => {
    onChange([...new Set([...chosen, wanted])]);
    setSearch("");
  };
  const enter = (event: KeyboardEvent) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    const [only] = found;
    if (wanted === "") return;
    if (all.some(({ code }) => code === wanted)) toggle(wanted);
    else if (found.length === 1 && only) toggle(only.code);
    else return;
    setSearch("");
  };
  const paste = (event: ClipboardEvent) => {
    const codes = pasted(event.clipboardData.getData("text"));
    if (codes.length < 2 || !takesFreeCodes) return;
    event.preventDefault();
    onChange([...new Set([...chosen, ...codes])]);
  };
  return (
    <div className="grid w-full max-w-md gap-1.5">
      <input
        {...control}
        type="search"
        aria-label={`Search ${label}`}
        placeholder={takesFreeCodes ? "Search, or paste a list" : "Search"}
        autoComplete="off"
        spellCheck={false}
        className={controlClass}
        value={search}
        onChange={({ target }) => setSearch(target.value)}
        onKeyDown={enter}
        onPaste={paste}
      />
      <fieldset
        aria-labelledby={summaryId}
        className="border-edge grid max-h-48 overflow-y-auto rounded-md border px-3 py-1.5"
      >
        {found.slice(0, SHOWN).map(({ code, name }) => (
          <label key={code} className="flex min-h-7 items-center gap-2.5">
            <input
              type="checkbox"
              className="accent-accent size-4 shrink-0"
              checked={chosen.includes(code)}
              onChange={() => toggle(code)}
            />
            <span>{code}</span>
            {name !== code && <span className="text-muted text-xs">{name}</span>}
          </label>
        ))}
        {found.length > SHOWN && (
          <p className="text-muted py-1 text-xs">
            {formatCount(found.length - SHOWN)} more: search to narrow the list.
          </p>
        )}
        {found.length === 0 && !isFree && (
          <p className="text-muted py-1 text-xs">
            {known.length === 0 ? "None exist yet." : "None is called so."}
          </p>
        )}
        {isFree && (
          <Button variant="quiet" className="justify-self-start px-1" onClick={addFree}>
            <Plus aria-hidden className="size-4" />
            Add {wanted}, which does not exist yet
          </Button>
        )}
      </fieldset>
      <p id={summaryId} role="status" className="text-muted text-xs">
        <span className="sr-only">{label}: </span>
        {chosen.length === 0 ? "Nothing chosen" : `${formatCount(chosen.length)} chosen`}
        {free.length > 0 &&
          `, ${formatCountOf(free.length, "of them does not exist", "of them do not exist")}`}
      </p>
    </div>
  );
}
