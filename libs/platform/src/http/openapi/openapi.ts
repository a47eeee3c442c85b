import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { z } from 'zod';
import { PROBLEMS, type ProblemCode, problemTitle } from '#libs/contracts';
import { jsonSchemaOf } from './json-schema.js';
import { ProblemSchema } from './problem-schema.js';
import { type Route, Routes } from '../routes/routes.js';

type Operation = Record<string, unknown> & {
  parameters?: Parameter[];
  requestBody?: { content: Record<string, unknown> };
};
interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  schema: unknown;
  description?: string;
}
type Components = Record<string, unknown>;

/** The OpenAPI 3.1 document of all routes: paths and parameters from Nest, the rest from what each route declares. */
export function openApiDocument(
  app: INestApplication,
  info: { version: string; url?: string | undefined },
): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Laureate')
    .setDescription('Runs an international award from the call for entries to the ceremony.')
    .setVersion(info.version)
    .addApiKey({ type: 'apiKey', in: 'header', name: 'x-api-key' }, 'apiKey')
    .addCookieAuth('laureate.session_token', { type: 'apiKey', in: 'cookie' }, 'session');
  if (info.url) builder.addServer(info.url);
  const document = SwaggerModule.createDocument(app, builder.build(), {
    operationIdFactory: (controller, method) => `${controller}.${method}`,
    standardSchemaConverter: (schema, { schemaType }) => jsonSchemaOf(schema as z.ZodType, schemaType),
    autoTagControllers: false,
  });
  const routes = new Map(
    app
      .get(Routes, { strict: false })
      .all()
      .map((route) => [route.name, route]),
  );
  const schemas = ((document.components ??= {}).schemas ??= {}) as Components;
  for (const [path, item] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(item as Record<string, Operation>)) {
      const route = routes.get(String(operation['operationId']));
      if (!route || route.endpoint?.hidden) delete (item as Record<string, unknown>)[method];
      else describeOperation(operation, route, path, schemas);
    }
    if (Object.keys(item).length === 0) delete document.paths[path];
  }
  return document;
}

function describeOperation(operation: Operation, route: Route, path: string, schemas: Components): void {
  const { endpoint: spec, access, controller, name } = route;
  const noun = controller.name.replace(/Controller$/, '');
  operation['operationId'] = `${noun[0]!.toLowerCase()}${noun.slice(1)}_${name.split('.')[1]}`;
  operation['tags'] = [path.split('/').find((part) => part !== '' && !/^v\d+$/.test(part)) ?? 'root'];
  operation['summary'] = spec?.summary ?? '';
  if (spec?.description) operation['description'] = spec.description;
  operation['x-roles'] = typeof access === 'object' ? [...access.roles] : [access ?? ''];
  operation['security'] = access === 'public' ? [] : [{ apiKey: [] }, { session: [] }];
  const known = operation.parameters ?? [];
  // A header that a handler reads helps when it is there; those that are needed are declared.
  const optional = known.map((one) => (one.in === 'header' ? { ...one, required: false } : one));
  operation.parameters = [...unread(path, known), ...optional, ...headersOf(route)];
  if (spec?.form && operation.requestBody) {
    const [media] = Object.values(operation.requestBody.content);
    operation.requestBody.content = { 'application/x-www-form-urlencoded': media };
  }
  const page = typeof spec?.produces === 'string' && spec.produces !== 'text/event-stream' ? spec.produces : undefined;
  operation['responses'] = {
    ...answersOf(route, schemas),
    ...problemAnswers(problemsOf(route, operation), schemas, page),
  };
}

/** Parameters of the path that the handler does not read; an address without them would be incomplete. */
function unread(path: string, known: Parameter[]): Parameter[] {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
  return names
    .filter((name) => !known.some((parameter) => parameter.in === 'path' && parameter.name === name))
    .map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
}

function headersOf({ endpoint: spec, access }: Route): Parameter[] {
  const headers: Parameter[] = [];
  if (spec?.idempotent === true || spec?.idempotent === 'handler') {
    headers.push({
      name: 'Idempotency-Key',
      in: 'header',
      required: true,
      description: 'New for a new request, the same when it is repeated',
      schema: { type: 'string', minLength: 1, maxLength: 200, pattern: '^[\\x21-\\x7e]+$' },
    });
  }
  if (spec?.ifMatch) {
    headers.push({
      name: 'If-Match',
      in: 'header',
      required: true,
      description: 'ETag of the version you have read',
      schema: { type: 'string', pattern: '^"[0-9]{1,9}"$' },
    });
  }
  if (typeof access === 'object' && access.roles.includes('secretariat')) {
    headers.push({
      name: 'x-on-behalf-of',
      in: 'header',
      description: 'Person the secretariat acts for; both are recorded',
      schema: { type: 'string', format: 'uuid' },
    });
  }
  return headers;
}

function answersOf({ endpoint: spec, method }: Route, schemas: Components): Record<string, unknown> {
  const content = (schema: z.ZodType) => {
    const converted = jsonSchemaOf(schema, 'output');
    Object.assign(schemas, converted.components);
    return { 'application/json': { schema: converted.schema } };
  };
  const text =
    spec?.produces && Object.fromEntries([spec.produces].flat().map((type) => [type, { schema: { type: 'string' } }]));
  const body = spec?.response ? content(spec.response) : text;
  const status = spec?.status ?? (body ? (method === 'POST' ? 201 : 200) : 204);
  const headers = {
    ...(spec?.etag ? { ETag: { description: 'The version', schema: { type: 'string' } } } : {}),
    ...(spec?.idempotent === true
      ? { 'Idempotency-Replayed': { description: '`true` on a repetition', schema: { type: 'string' } } }
      : {}),
  };
  return {
    [status]: { description: spec?.summary ?? '', headers, ...(body ? { content: body } : {}) },
    ...(spec?.accepted ? { 202: { description: 'Taken on; not yet done', content: content(spec.accepted) } } : {}),
  };
}

/** What a route can answer with besides its answer: what follows from its declaration, and what it names. */
function problemsOf({ endpoint: spec, access, method }: Route, operation: Operation): ProblemCode[] {
  const inPath = operation.parameters?.some((parameter) => parameter.in === 'path');
  const writes = spec?.idempotent === true || spec?.ifMatch;
  return [
    'invalid-request',
    ...(access === 'public' ? [] : (['unauthenticated', 'forbidden'] as const)),
    ...(inPath ? (['not-found'] as const) : []),
    ...(method === 'GET' ? [] : (['payload-too-large', 'unsupported-media-type'] as const)),
    ...(spec?.idempotent === true || spec?.idempotent === 'handler' ? (['idempotency-key-missing'] as const) : []),
    ...(spec?.idempotent === true ? (['idempotency-key-reused'] as const) : []),
    ...(spec?.ifMatch ? (['precondition-required', 'precondition-failed', 'stale-version'] as const) : []),
    ...(writes || operation.requestBody ? (['conflict'] as const) : []),
    ...(spec?.problems ?? []),
    'too-many-requests',
    'internal-error',
    'unavailable',
  ];
}

function problemAnswers(codes: ProblemCode[], schemas: Components, page?: string): Record<string, unknown> {
  const converted = jsonSchemaOf(ProblemSchema, 'output');
  Object.assign(schemas, converted.components);
  const byStatus = Map.groupBy(new Set(codes), (code) => PROBLEMS[code]);
  return Object.fromEntries(
    [...byStatus].map(([status, list]) => [
      status,
      {
        description: list.map((code) => `\`${code}\`: ${problemTitle(code)}`).join('; '),
        content: {
          'application/problem+json': { schema: converted.schema },
          // A page may show its problems to people as a page.
          ...(page ? { [page]: { schema: { type: 'string' } } } : {}),
        },
      },
    ]),
  );
}
