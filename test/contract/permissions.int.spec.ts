import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Permission } from '#libs/platform';
import { CALLERS, type Caller, isLetIn } from './permissions/callers.js';
import { NARROWED } from './permissions/narrowed.js';
import { type KnownRoute, type Request, RequestMaker, routesOf } from './permissions/requests.js';
import { OF_CITY_BODIES, givenBy } from './permissions/given.js';
import { PERMISSIONS, tableOf } from './permissions/table.js';
import { type World, openWorld } from './permissions/world.js';

const AT_ONCE = 16;
const BUSY = 503;
const TRIES = 5;
/** Thousands of requests; on a machine that does nothing else they take 20 seconds. */
const PATIENCE_MS = 300_000;

/** Parameters and members of bodies by which a request names a city, or what belongs to one. */
const OF_CITY = /:(cityId|entryId|clarificationId|attachmentId|paperId|a)\b/;

describe('who may do what', () => {
  let world: World;
  let routes: KnownRoute[];
  beforeAll(async () => {
    world = await openWorld();
    routes = routesOf(world);
  });
  afterAll(() => world?.close());

  it(
    'is, route by route and for every kind of caller, what the permissions say',
    async () => {
      const requests = new RequestMaker(world, givenBy(world));
      const answers: string[] = [];
      const ask = async ({ route, request }: { route: KnownRoute; request: Request }, caller: Caller | null) => {
        const expected = expectedOf(route, caller);
        const known = caller && world.callers.get(caller.name)!;
        const { url, headers, body } = request;
        const onBehalfOf = actsForCity(route, caller) ? { 'x-on-behalf-of': world.things['ownerId']! } : {};
        const send = () =>
          fetch(url, {
            method: route.method,
            headers: { ...keyed(headers), ...onBehalfOf, ...(known ? { 'x-api-key': known.key } : {}) },
            ...(body !== undefined && route.method !== 'GET' ? { body } : {}),
            redirect: 'manual',
          });
        // Who is refused never gets as far as the commit: two of the others were in each other's way.
        const tries = expected === 'let in' ? 0 : TRIES;
        let answer = await send();
        for (let again = 0; answer.status === BUSY && again < tries; again += 1) answer = await send();
        const isStream = answer.headers.get('content-type')?.startsWith('text/event-stream');
        const text = isStream ? '' : (await answer.text()).slice(0, 300);
        if (isStream) await answer.body?.cancel();
        const found = verdictOf(route, answer.status);
        if (found !== expected)
          answers.push(
            `${route.name} (${route.method} ${route.path}): ${caller?.name ?? 'nobody'} is ${found}, not ${expected}: ${answer.status} ${text}`,
          );
      };
      const unfilled = routes.flatMap((route) => requests.missing(route));
      expect(unfilled).toEqual([]);
      const made = routes.map((route) => ({ route, request: requests.requestOf(route) }));
      const asked = made.flatMap((one) => callersOf(one.route).map((caller) => () => ask(one, caller)));
      const inTurn = async (): Promise<void> => {
        for (let next = asked.shift(); next; next = asked.shift()) await next();
      };
      await Promise.all(Array.from({ length: AT_ONCE }, inTurn));
      expect(answers.toSorted()).toEqual([]);
    },
    PATIENCE_MS,
  );

  it('stands in docs/permissions.md', async () => {
    const path = join(import.meta.dirname, '../../docs/permissions.md');
    const table = tableOf(routes);
    if (process.env['UPDATE_REFERENCE'] !== undefined) await writeFile(path, table);
    expect(await readFile(path, 'utf8')).toBe(table);
  });

  it('is said of each permission by its own name, and of no route that is not there', () => {
    const named = Object.values(PERMISSIONS).flatMap((permissions) => Object.values(permissions));
    expect(new Set(named.map(({ name }) => name)).size).toBe(named.length);
    const unknown = routes.filter(({ access }) => typeof access === 'object' && !named.includes(access));
    expect(unknown.map(({ name }) => name)).toEqual([]);
    const names = new Set(routes.map(({ name }) => name));
    expect(Object.keys(NARROWED).filter((name) => !names.has(name))).toEqual([]);
  });
});

/** A new Idempotency-Key for each request. */
const keyed = (headers: Request['headers']) => ({
  ...headers,
  ...('idempotency-key' in headers ? { 'idempotency-key': randomUUID() } : {}),
});

/** What is open to all is asked by nobody and by somebody without a role. */
const callersOf = ({ access }: KnownRoute): (Caller | null)[] => [
  null,
  ...(access === 'public' ? CALLERS.slice(0, 1) : CALLERS),
];

type Verdict = 'let in' | 'refused' | 'not signed in';

/** What the table says. */
function expectedOf({ name, path, access }: KnownRoute, caller: Caller | null): Verdict {
  if (access === 'public') return 'let in';
  if (!caller) return 'not signed in';
  if (access === 'signed-in') return 'let in';
  const ofCity = OF_CITY.test(path) || OF_CITY_BODIES.has(name);
  // Without a thing, it is a list of what the caller may see. A body names the programme where the path does not.
  const isList = !isOfThing(path) && (access.about === 'cycle' || access.about === 'city');
  const about = isList ? 'own' : access.about;
  return isLetIn(caller, { ...access, about, ...NARROWED[name]?.as }, ofCity) ? 'let in' : 'refused';
}

/**
 * What the answer says. Where the path names neither cycle nor programme, a thing that may not be seen is answered as
 * one that is not there; the world has all of them.
 */
function verdictOf({ name, path, access }: KnownRoute, status: number): Verdict {
  if (status === 401) return 'not signed in';
  if (status === 403) return 'refused';
  const isHidden =
    typeof access === 'object' && (OF_CITY_BODIES.has(name) || (isOfThing(path) && !isSaidByPath(path, access)));
  return status === 404 && isHidden ? 'refused' : 'let in';
}

const isOfThing = (path: string) => path.includes(':');

const isSaidByPath = (path: string, { about }: Permission) =>
  about === 'installation' || path.includes(':cycleId') || path.includes(':programme');

/** The secretariat does what binds a city for somebody of it. */
const actsForCity = ({ access }: KnownRoute, caller: Caller | null) =>
  caller?.role === 'secretariat' &&
  typeof access === 'object' &&
  access.roles.includes('city') &&
  access.cityNeed !== 'read';
