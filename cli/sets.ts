import { command } from "./command.ts";
import { change, copy, itemize, remove as deleteSet } from "./set-changing.ts";
import { list, members, show } from "./set-listing.ts";
import { combine, create } from "./set-making.ts";
import { add, takeOut } from "./set-membership.ts";
import { setOptions } from "./set-options.ts";
import { listFlagNames } from "./user-options.ts";
import { runVerb, type Verb } from "./verbs.ts";

const verbs: Record<string, Verb<typeof setOptions>> = {
  list: { takes: ["scope", "limit", "after"], run: list },
  show: { takes: [], run: show },
  members: { takes: listFlagNames, run: members },
  create: {
    takes: ["file", "unknown", "in", "query", "logical", "description", "note"],
    run: create,
  },
  add: { takes: ["file", "unknown", "users"], run: add },
  remove: { takes: ["users"], run: takeOut },
  combine: { takes: ["first", "by", "second", "description", "note"], run: combine },
  change: { takes: ["name", "description", "note", "public", "query"], run: change },
  itemize: { takes: [], run: itemize },
  copy: { takes: [], run: copy },
  delete: { takes: ["yes"], run: deleteSet },
};

export const sets = command({
  name: "sets",
  summary: "Make sets of users out of files, searches and other sets; list, change, delete them.",
  usage: [
    "sets list [--scope WORD] [--limit N] [--after N]",
    "sets show NAME",
    "sets members NAME [--order ORDER] [--descending] [--limit N] [--after N] [--to FILE]",
    "sets create NAME [--file FILE [--unknown FILE] | [--in FIELD] [--query FILE [--logical]]] [--description TEXT] [--note TEXT]",
    "sets add NAME --file FILE [--unknown FILE] | --users N,N…",
    "sets remove NAME --users N,N…",
    "sets combine NAME --first NAME --by and|or|not --second NAME [--description TEXT] [--note TEXT]",
    "sets change NAME [--name NAME] [--description TEXT] [--note TEXT] [--public] [--query FILE]",
    "sets itemize NAME",
    "sets copy NAME",
    "sets delete NAME [--yes]",
  ].join("\n"),
  options: setOptions,
  examples: [
    "sets create Leavers --file leavers.xlsx --unknown not-found.csv",
    "sets create 'Long expired' --query expired.json --logical",
    "sets combine 'Left for good' --first Leavers --by not --second Returners",
    "sets members Leavers --to leavers.csv",
    "sets itemize 'Long expired'",
    "sets delete Leavers --yes",
  ],
  run: (context) => runVerb("sets", verbs, context),
});
