import { ROLES } from '#libs/contracts';
import { cyclePermissions } from '#libs/cycles';
import { entryPermissions } from '#libs/entries';
import { identityPermissions } from '#libs/identity';
import { judgingPermissions } from '#libs/judging';
import { notificationPermissions } from '#libs/notifications';
import { type Permission, operationPermissions } from '#libs/platform';
import { transparencyPermissions } from '#libs/transparency';
import { NARROWED } from './narrowed.js';
import type { KnownRoute } from './requests.js';

/** The named permissions of each lib. */
export const PERMISSIONS: Readonly<Record<string, Readonly<Record<string, Permission>>>> = {
  platform: operationPermissions,
  identity: identityPermissions,
  cycles: cyclePermissions,
  entries: entryPermissions,
  judging: judgingPermissions,
  notifications: notificationPermissions,
  transparency: transparencyPermissions,
};

const HEAD = `<!-- Generated from libs/<lib>/src/permissions.ts and the routes of the API: run
     test/contract/permissions.int.spec.ts with UPDATE_REFERENCE=1 after a change of either. -->
# Who may do what

Each permission is named once, in \`libs/<lib>/src/permissions.ts\`; routes and services ask for it by that name. It needs one of
the roles that are marked, held for what the permission is about:

| about | a role counts that is held for |
| --- | --- |
| installation | all programmes |
| programme | that programme, or all |
| cycle | that cycle, its programme, or all |
| city | a programme or cycle that the city takes part in, or all; a role \`city\`, for that city |
| own | anything: the thing is the caller's own, or a list of what the caller may see |

The role \`city\` is always held for one city. Where a permission says \`edit\`, readers of the city are not let in; where it says
\`bind\`, only its owners are. The secretariat acts for a city on behalf of one of its people, whom it names (\`x-on-behalf-of\`).

\`test/contract/permissions.int.spec.ts\` sends every route a request of every kind of caller, staff of another programme and of
another cycle among them, and compares the answers with this table. A state, a seat on a panel or a certifier's place may refuse
more; it never lets in anybody else.
`;

/** The whole of docs/permissions.md. */
export function tableOf(routes: readonly KnownRoute[]): string {
  const libs = Object.entries(PERMISSIONS).map(([lib, permissions]) => {
    const rows = Object.values(permissions).map((permission) => rowOf(permission, routes));
    const roles = ROLES.join(' | ');
    return `\n## ${lib}\n\n| permission | about | ${roles} | routes |\n| --- | --- |${' --- |'.repeat(ROLES.length + 1)}\n${rows.join('\n')}\n`;
  });
  const open = (['signed-in', 'public'] as const).map((access) => {
    const who = access === 'public' ? 'everybody' : 'whoever is signed in, also without a role';
    return `\n## For ${who}\n\n${shown(routes.filter((route) => route.access === access))
      .map((route) => `- ${route}\n`)
      .join('')}`;
  });
  return [HEAD, ...libs, ...open].join('');
}

function rowOf(permission: Permission, routes: readonly KnownRoute[]): string {
  const { name, about, roles, cityNeed } = permission;
  const marks = ROLES.map((role) =>
    roles.includes(role) ? (role === 'city' && about !== 'own' ? cityNeed : 'yes') : '',
  );
  const own = shown(routes.filter(({ access }) => access === permission)).join('<br>');
  return `| \`${name}\` | ${about} | ${marks.join(' | ')} | ${own || 'asked by services'} |`;
}

/** Those of the API's description, as it writes them. */
const shown = (routes: readonly KnownRoute[]): string[] =>
  routes
    .filter(({ isHidden }) => !isHidden)
    .map(({ name, method, path }) => ({ method, path: path.replaceAll(/:(\w+)/g, '{$1}'), why: NARROWED[name]?.why }))
    .toSorted((one, other) => compare(one.path, other.path) || compare(one.method, other.method))
    .map(({ method, path, why }) => `\`${method} ${path}\`${why ? ` (${why})` : ''}`);

const compare = (one: string, other: string): number => (one < other ? -1 : Number(one > other));
