import { addMembers, removeMembers } from "#db/queries/set-members.ts";
import { uploadIds } from "#db/queries/set-uploads.ts";
import { formatCountOf } from "#lib/format.ts";
import { onlyOperand } from "./arguments.ts";
import { WrongUsage, type Result } from "./command.ts";
import { idsOf, keeping, refuseAlone, uploadLines } from "./set-files.ts";
import { save } from "./save.ts";
import { setNamed } from "./set-listing.ts";
import { userIds, type SetContext } from "./set-options.ts";

const user = "operator";

export async function add({ values, positionals, connect }: SetContext): Promise<Result> {
  const name = onlyOperand(positionals, "which set");
  const { file, unknown, users } = values;
  refuseAlone(unknown, file);
  if ((file === undefined) === (users === undefined)) {
    throw new WrongUsage("Say whom to add: a --file of primary IDs, or --users by internal IDs.");
  }
  if (users !== undefined) {
    const ids = userIds(users);
    const connection = await connect();
    const { id } = await setNamed(connection, name);
    const { added } = await save(connection, (tx) => addMembers(tx, user, { id, users: ids }));
    return {
      json: { id, added, upload: null },
      text: `${formatCountOf(added, "user was", "users were")} added.`,
    };
  }
  const sent = await idsOf(file ?? "");
  const connection = await connect();
  const { id } = await setNamed(connection, name);
  const { upload } = await keeping(unknown, (keep) =>
    save(connection, async (tx) => {
      const made = await uploadIds(tx, user, { id, sent });
      await keep(tx, made.upload);
      return made;
    }),
  );
  return {
    json: { id, added: upload.added, upload },
    text: uploadLines(upload, unknown).join("\n"),
  };
}

export async function takeOut({ values, positionals, connect }: SetContext): Promise<Result> {
  const name = onlyOperand(positionals, "which set");
  if (values.users === undefined) throw new WrongUsage("Say whom to remove: --users N,N…");
  const users = userIds(values.users);
  const connection = await connect();
  const { id } = await setNamed(connection, name);
  const { removed } = await save(connection, (tx) => removeMembers(tx, user, { id, users }));
  return {
    json: { id, removed },
    text: `${formatCountOf(removed, "user was", "users were")} removed. The accounts stay as they are.`,
  };
}
