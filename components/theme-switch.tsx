"use client";

import { useId } from "react";
import { themeCookie, themes, type Theme } from "./theme.ts";

const names: Record<Theme, string> = { system: "System", light: "Light", dark: "Dark" };
const yearSeconds = 31_536_000;

export function ThemeSwitch({ theme }: { theme: Theme }) {
  const id = useId();
  const choose = (chosen: string) => {
    document.documentElement.dataset.theme = chosen;
    document.cookie = `${themeCookie}=${chosen}; path=/; max-age=${yearSeconds}; samesite=lax`;
  };
  return (
    <div className="flex items-center justify-between gap-2">
      <label htmlFor={id} className="text-muted">
        Theme
      </label>
      <select
        id={id}
        defaultValue={theme}
        onChange={(event) => choose(event.target.value)}
        className="border-edge bg-canvas min-h-8 rounded-md border px-2"
      >
        {themes.map((one) => (
          <option key={one} value={one}>
            {names[one]}
          </option>
        ))}
      </select>
    </div>
  );
}
