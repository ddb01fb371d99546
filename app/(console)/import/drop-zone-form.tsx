"use client";

import { useId, useState, type DragEvent, type ReactNode } from "react";
import clsx from "clsx";
import { fileClass } from "#components/field-frame.tsx";

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
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <input
        id={id}
        type="file"
        multiple
        aria-describedby={`${id}-help`}
        className={fileClass}
        onChange={({ currentTarget }) => {
          onFiles([...(currentTarget.files ?? [])]);
          // The same file may be chosen again after it was mended.
          currentTarget.value = "";
        }}
      />
      <p id={`${id}-help`} className="text-muted text-xs">
        {help}
      </p>
    </div>
  );
}
