import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WEIGHTS } from '#libs/platform';
import { type KnownRoute, routesOf } from './permissions/requests.js';
import { type Api, openApi } from './permissions/world.js';

/** Last words of addresses whose request plays something through, compares, looks for likeness or reads a whole. */
const DEAR_WORDS =
  /\/(bulk-checks|bulk-previews|check|decisions|diff|doctor|dry-runs|explanation|exports|mend|preview|searches)$/;
/** Types of answers that hold everything of something. */
const WHOLE = ['application/jsonl', 'text/csv', 'application/zip'];
/** Ends like a dear one and is none: lists the decisions of one stage. */
const ORDINARY = ['SupersessionController.all'];

const isDear = ({ name, path, method, produces }: KnownRoute) =>
  !ORDINARY.includes(name) &&
  method !== 'DELETE' &&
  (DEAR_WORDS.test(path) || produces.some((type) => WHOLE.includes(type)));

describe('what counts against the rate limit', () => {
  let api: Api;
  let routes: KnownRoute[];

  beforeAll(async () => {
    api = await openApi();
    routes = routesOf(api);
  });
  afterAll(() => api?.close());

  it('has a weight on every dear route', () => {
    const dear = routes.filter(isDear);
    expect(dear.filter(({ weight }) => weight < WEIGHTS.check).map(({ name }) => name)).toEqual([]);
    expect(dear.length).toBeGreaterThan(15);
  });

  it('weighs one on every other route', () => {
    const others = routes.filter((route) => !isDear(route));
    expect(others.filter(({ weight }) => weight !== 1).map(({ name }) => name)).toEqual([]);
    expect(others.length).toBeGreaterThan(150);
  });
});
