"use client";

import { useId, useState, type DragEvent, type ReactNode } from "react";
import clsx from "clsx";
import { buttonClass } from "#components/button-class.ts";

interface Props {
  label: string;
  help: ReactNode;
  onFiles: (files: File[]) => void;
  onRefused: (sentence: string) => void;
}

/** Files may be dropped here; the input within does the same by mouse, finger or keyboard. */
export function DropZone({ label, help, onFiles, onRefused }: Props) {
  const [isOver, setOver] = useState(false);
  const id = useId();
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const isFolder = [...event.dataTransfer.items].some(
      (item) => item.webkitGetAsEntry()?.isDirectory,
    );
    if (isFolder) onRefused("Drop the files that are in the folder, not the folder.");
    else onFiles([...event.dataTransfer.files]);
  };
  return (
    // The input within is what is operated; dropping on its surroundings is a help for the mouse.
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={clsx(
        "grid grid-cols-[minmax(0,1fr)] gap-2 rounded-md border border-dashed px-5 py-6",
        isOver ? "border-accent bg-accent-soft" : "border-edge",
      )}
    >
      <span id={`${id}-label`} className="font-medium">
        {label}
      </span>
      {/* What is chosen stands in a table of its own: the browser's words beside its button know only the last choice. */}
      <label
        className={clsx(
          buttonClass(),
          "has-focus-visible:outline-accent relative cursor-pointer justify-self-start has-focus-visible:outline-2 has-focus-visible:outline-offset-2",
        )}
      >
        <span id={`${id}-button`}>Choose files</span>
        <input
          id={id}
          type="file"
          multiple
          aria-labelledby={`${id}-label ${id}-button`}
          aria-describedby={`${id}-help`}
          className="sr-only"
          onClick={({ currentTarget }) => {
            // The same file may be chosen again after it was mended.
            currentTarget.value = "";
          }}
          onChange={({ currentTarget }) => onFiles([...(currentTarget.files ?? [])])}
        />
      </label>
      <p id={`${id}-help`} className="text-muted text-xs">
        {help}
      </p>
    </div>
  );
}
