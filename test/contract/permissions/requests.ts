import { randomUUID } from 'node:crypto';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { type Access, type Route, Routes, openApiDocument } from '#libs/platform';
import { type Schema, smallest } from './bodies.js';
import type { World } from './world.js';

/** A route of the running API, with a request to a thing of cycle A1. */
export interface KnownRoute {
  /** `CycleController.draft` */
  name: string;
  method: string;
  /** `/v1/cycles/:cycleId` */
  path: string;
  access: Access;
  /** Is it left out of the API's description? */
  isHidden: boolean;
  /** As how many requests it counts against the rate limit. */
  weight: number;
  /** The types of an answer that is not JSON. */
  produces: string[];
}

/** A request as it is sent. */
export interface Request {
  url: string;
  headers: Record<string, string>;
  body: string | undefined;
}

interface Operation {
  parameters?: { name: string; in: string; required?: boolean; schema: Schema }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
}

/** Every route of the API's controllers, hidden ones too. */
export function routesOf({ app }: Pick<World, 'app'>): KnownRoute[] {
  return app
    .get(Routes, { strict: false })
    .all()
    .map((route) => {
      const { name, method, access, endpoint } = route;
      const { hidden = false, weight = 1, produces = [] } = endpoint ?? {};
      const path = pathOf(route);
      return { name, method, path, access: access!, isHidden: hidden, weight, produces: [produces].flat() };
    });
}

function pathOf({ controller, name }: Route): string {
  const handler = controller.prototype[name.split('.')[1]!] as object;
  if (Reflect.getMetadata(METHOD_METADATA, handler) === undefined) throw new Error(`${name} is no route.`);
  const parts = [Reflect.getMetadata(PATH_METADATA, controller), Reflect.getMetadata(PATH_METADATA, handler)];
  const path = parts
    .flatMap((part: string | string[]) => [part].flat()[0]!.split('/'))
    .filter((part) => part !== '')
    .join('/');
  return `/${path}`;
}

/** What the world, and what is said of a single route, has for a parameter. */
type Given = Readonly<Record<string, Partial<Record<string, unknown>>>>;

/** Makes requests: what paths name are things of the world, bodies and queries the smallest that the API describes. */
export class RequestMaker {
  private readonly document: ReturnType<typeof openApiDocument>;
  private readonly components: Record<string, Schema>;

  constructor(
    private readonly world: World,
    private readonly given: Given,
  ) {
    this.document = openApiDocument(world.app, { version: '0', url: undefined });
    this.components = this.document.components!.schemas as Record<string, Schema>;
  }

  /** What has to be added to the world before a route can be asked. */
  missing({ name, method, path }: KnownRoute): string[] {
    const known = this.known(name);
    return [...path.matchAll(/:(\w+)/g)]
      .filter(([, parameter]) => known[parameter!] === undefined)
      .map(([, parameter]) => `${method} ${path}: put "${parameter}" of cycle A1 into the things of world.ts`);
  }

  requestOf({ name, method, path }: KnownRoute): Request {
    const known = this.known(name);
    const filled = path.replaceAll(/:(\w+)/g, (_, parameter: string) => encodeURIComponent(String(known[parameter])));
    const { parameters = [], requestBody } = this.operationOf(method, path);
    const query = parameters
      .filter((one) => one.in === 'query' && (one.required || one.name in (this.given[name] ?? {})))
      .map((one): [string, string] => [one.name, String(known[one.name] ?? smallest(one.schema, this.components))]);
    const [[type, media] = []] = Object.entries(requestBody?.content ?? {});
    const body = media && { ...(smallest(media.schema, this.components) as object), ...(known['body'] as object) };
    return {
      url: `${this.world.url}${filled}${query.length > 0 ? `?${new URLSearchParams(query)}` : ''}`,
      headers: {
        ...(type ? { 'content-type': type } : {}),
        ...(method === 'POST' ? { 'idempotency-key': randomUUID() } : {}),
        ...(parameters.some((one) => one.name === 'If-Match') ? { 'if-match': '"999"' } : {}),
      },
      body:
        body && (type === 'application/json' ? JSON.stringify(body) : new URLSearchParams(body as never).toString()),
    };
  }

  private known(name: string): Record<string, unknown> {
    return { ...this.world.things, ...this.given[name] };
  }

  private operationOf(method: string, path: string): Operation {
    const described = this.document.paths[path.replaceAll(/:(\w+)/g, '{$1}')] as Record<string, Operation> | undefined;
    return described?.[method.toLowerCase()] ?? {};
  }
}
