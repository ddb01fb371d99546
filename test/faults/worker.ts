// The real worker, and before it what a scenario tells it. A program of its own: see workers.ts.
import "./preload.ts";
import "../../worker.ts";
