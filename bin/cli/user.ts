/** `craton user`: the console's users, changed through its admin socket, so that each change is in the audit log. */
import { role as roleSchema } from "../../lib/contract/roles.ts";
import { formatTime } from "../../lib/format/time.ts";
import { type Admin, adminOf } from "./admin.ts";
import { UsageError } from "./failure.ts";
import { common, formatOf, only, readOptions } from "./options.ts";
import { print, printJson, printLine, table } from "./output.ts";

const optionTable = {
  ...common,
  role: { type: "string" },
  groups: { type: "string" },
  "no-legend": { type: "boolean" },
} as const;
export const options = `  list                     all users
  add NAME [--role=ROLE] [--groups=GROUPS]
                           a new user (default viewer); prints the one-time password
  reset NAME               a new one-time password; ends the user's sessions
  role NAME ROLE           admin, editor, viewer or auditor
  groups NAME GROUPS       groups on the embedded cluster: roles with commas between, none, or role to follow the role
  remove NAME              removes the user and ends its sessions`;

type User = {
  user: string;
  role: string;
  groups: string[];
  ownGroups: boolean;
  mustChangePassword: boolean;
  createdAt: string;
};
const at = (name: string, more = "") => `/users/${encodeURIComponent(name)}${more}`;

export async function run(argv: string[]): Promise<number> {
  const { values, positionals } = readOptions(argv, optionTable);
  const [verb, ...names] = positionals;
  const admin = adminOf(values.state);
  const format = formatOf(values.format);
  switch (verb) {
    case "list":
      if (names.length > 0) throw new UsageError("craton user list takes no argument");
      return list(admin, format, values["no-legend"] ?? false);
    case "add": {
      const user = only(names, "a name");
      const answer = await admin("POST", "/users", {
        user,
        role: roleOf(values.role ?? "viewer"),
        ...(values.groups === undefined ? {} : { groups: groupsOf(values.groups) }),
      });
      return password(answer, format);
    }
    case "reset":
      return password(await admin("POST", at(only(names, "a name"), "/reset")), format);
    case "role": {
      const [name, wanted, ...more] = names;
      if (name === undefined || wanted === undefined || more.length > 0) throw new UsageError("give a name and a role");
      await admin("POST", at(name, "/role"), { role: roleOf(wanted) });
      return 0;
    }
    case "groups": {
      const [name, wanted, ...more] = names;
      if (name === undefined || wanted === undefined || more.length > 0)
        throw new UsageError("give a name and its groups");
      await admin("POST", at(name, "/groups"), { groups: groupsOf(wanted) });
      return 0;
    }
    case "remove":
      await admin("DELETE", at(only(names, "a name")));
      return 0;
    default:
      throw new UsageError("give list, add, reset, role, groups or remove after craton user");
  }
}

function roleOf(text: string): string {
  if (!roleSchema.options.some((role) => role === text)) {
    throw new UsageError(`${text} is no role: there are ${roleSchema.options.join(", ")}`);
  }
  return text;
}

/** Null follows the role. */
function groupsOf(text: string): string[] | null {
  if (text === "role") return null;
  return text === "none" ? [] : text.split(",").map((word) => roleOf(word.trim()));
}

async function list(admin: Admin, format: ReturnType<typeof formatOf>, bare: boolean): Promise<number> {
  const { users } = (await admin("GET", "/users")) as { users: User[] };
  if (format !== "table") printJson(users, format);
  else {
    const rows = users.map((user) => [
      user.user,
      user.role,
      user.groups.join(",") || "none",
      user.mustChangePassword ? "one-time" : "own",
      formatTime(user.createdAt),
    ]);
    print(table(bare ? rows : [["USER", "ROLE", "GROUPS", "PASSWORD", "CREATED"], ...rows]));
  }
  return 0;
}

/** The one time that the password is seen. */
function password(answer: unknown, format: ReturnType<typeof formatOf>): number {
  const { user, password: word } = answer as { user: string; password: string };
  if (format === "table") printLine(`${user}  ${word}`);
  else printJson({ user, password: word }, format);
  return 0;
}
