"use client";

import { useId } from "react";
import { tablesCookie, type Density } from "./tables.ts";
import { themeCookie, type Theme } from "./theme.ts";

const yearSeconds = 31_536_000;

interface Props {
  label: string;
  cookie: string;
  /** Of the document, as globals.css asks for it. */
  attribute: "theme" | "tables";
  names: Record<string, string>;
  chosen: string;
}

/** One choice of how Lethe looks, kept in a cookie and seen at once. */
function LookSwitch({ label, cookie, attribute, names, chosen }: Props) {
  const id = useId();
  const choose = (value: string) => {
    document.documentElement.dataset[attribute] = value;
    document.cookie = `${cookie}=${value}; path=/; max-age=${yearSeconds}; samesite=lax`;
  };
  return (
    <div className="flex items-center justify-between gap-2">
      <label htmlFor={id} className="text-muted">
        {label}
      </label>
      <select
        id={id}
        defaultValue={chosen}
        onChange={(event) => choose(event.target.value)}
        className="border-edge bg-canvas min-h-7 w-32 rounded-md border px-2"
      >
        {Object.entries(names).map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}

const themeNames: Record<Theme, string> = { system: "System", light: "Light", dark: "Dark" };
const densityNames: Record<Density, string> = { comfortable: "Comfortable", compact: "Compact" };

export const ThemeSwitch = ({ theme }: { theme: Theme }) => (
  <LookSwitch
    label="Theme"
    cookie={themeCookie}
    attribute="theme"
    names={themeNames}
    chosen={theme}
  />
);

export const TablesSwitch = ({ density }: { density: Density }) => (
  <LookSwitch
    label="Tables"
    cookie={tablesCookie}
    attribute="tables"
    names={densityNames}
    chosen={density}
  />
);
