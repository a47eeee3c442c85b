import {
  type ExecutionContext,
  Header,
  HttpCode,
  SetMetadata,
  applyDecorators,
  createParamDecorator,
} from '@nestjs/common';
import type { z } from 'zod';
import type { ProblemCode } from '#libs/contracts';
import { readIdempotencyKey } from '../requests/idempotency-key.js';
import { ACCESS_KEY, type Access } from '../access/principal.js';

export const ENDPOINT_KEY = 'laureate:endpoint';

/** An answer with status 202: the work was taken on and goes on after the answer. */
export class Accepted<T> {
  constructor(readonly body: T) {}
}

type Produced =
  | 'application/octet-stream'
  | 'text/html'
  | 'text/plain'
  | 'text/csv'
  | 'text/markdown'
  | 'text/calendar'
  | 'text/event-stream'
  | 'image/svg+xml'
  | 'application/jsonl'
  | 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  | 'application/zip';

/**
 * Everything a route declares about itself; validation of parameters is declared on the parameters
 * (`@Body({ schema })`).
 */
export interface EndpointSpec<Answer extends z.ZodType = z.ZodType, Later extends z.ZodType = z.ZodType> {
  /** One line for the documentation. */
  summary: string;
  /** More for the documentation, where the summary is not enough. */
  description?: string;
  /**
   * `'public'`, `'signed-in'`, or the permission that is needed; a `:cycleId` or `:programme` in the path says where.
   */
  access: Access;
  /**
   * Needed on every POST. `true`: needs an Idempotency-Key; the handler and everything it calls run
   * in one transaction, and a repetition gets the stored answer. `'handler'`: needs the key, which
   * the handler passes on itself (`@IdempotencyKey()`), outside any transaction. `{ no: reason }`:
   * takes no key.
   */
  idempotent?: true | 'handler' | { no: string };
  /**
   * The answer: what the handler returns goes through this schema, which also drops every field it
   * does not name. None: 204.
   */
  response?: Answer;
  /** The answer with status 202; return `new Accepted(body)`. */
  accepted?: Later;
  /** Status of the answer; 201 for POST, 204 without a response, else 200. */
  status?: 200 | 201 | 202 | 204 | 303;
  /**
   * Content type of an answer that is not JSON; a `text/event-stream` returns the `answer` of an
   * `EventStream`. Several: the handler returns a `StreamableFile` that names its own.
   */
  produces?: Produced | readonly Produced[];
  /** Sets the ETag from the answer's `version`. */
  etag?: true;
  /** Needs an If-Match header, read with `@IfMatch()`. */
  ifMatch?: true;
  /** Takes an HTML form instead of JSON. */
  form?: true;
  /** Not counted against the rate limit. */
  unlimited?: true;
  /** As how many requests it counts against the rate limit, where it costs more than an ordinary one: see `WEIGHTS`. */
  weight?: number;
  /** Not shown in the OpenAPI document. */
  hidden?: true;
  /** Problems it can answer with beyond those that follow from the rest. */
  problems?: ProblemCode[];
}

/** What dear routes count as: about what they cost beside an ordinary read. */
export const WEIGHTS = {
  /** Compares two texts, or checks a whole document. */
  check: 5,
  /** Plays through what would happen, without doing it. */
  dryRun: 10,
  /** Looks through all tables, workflows and topics. */
  doctor: 50,
  /** Reads all entries or decisions of a cycle, or all that is held about a person. */
  export: 100,
} as const;

type Awaitable<T> = T | Promise<T>;
type AnswerOf<A extends z.ZodType, L extends z.ZodType> =
  (z.ZodType extends A ? unknown : z.input<A>) | (z.ZodType extends L ? never : Accepted<z.input<L>>);

/**
 * Declares a route, once: access, repetition, answer, problems. The OpenAPI document, the guards
 * and the serialization all read it, and the handler's return type is checked against `response`.
 *
 * @example
 * const Cycle = z.object({ id: z.uuid(), version: z.int(), title: z.string() }).meta({ id: 'Cycle' });
 * const NewTitle = z.strictObject({ title: z.string().min(1).max(200) });
 * const CyclePath = z.object({ cycleId: z.uuid() });
 *
 * `@Controller`('v1/cycles') export class CycleController { `@Patch`(':cycleId') `@Endpoint`({
 * summary: 'Rename a cycle', access: cyclePermissions.renameCycle, ifMatch: true, etag: true,
 * response: Cycle }) rename( `@Param`({ schema: CyclePath }) { cycleId }: z.output<typeof
 * CyclePath>, `@Body`({ schema: NewTitle }) { title }: z.output<typeof NewTitle>, `@IfMatch`()
 * version: number, `@Context`() context: RequestContext, ) { return this.cycles.rename(context,
 * cycleId, version, title); } }
 */
export function Endpoint<Answer extends z.ZodType, Later extends z.ZodType>(spec: EndpointSpec<Answer, Later>) {
  const status = spec.status ?? (spec.response || spec.produces ? undefined : 204);
  const apply = applyDecorators(
    SetMetadata(ENDPOINT_KEY, spec),
    SetMetadata(ACCESS_KEY, spec.access),
    ...(status ? [HttpCode(status)] : []),
    ...(typeof spec.produces === 'string' ? [Header('content-type', contentTypeOf(spec.produces))] : []),
  );
  return <T extends (...args: never[]) => Awaitable<AnswerOf<Answer, Later>>>(
    target: object,
    key: string | symbol,
    descriptor: TypedPropertyDescriptor<T>,
  ): void => apply(target, key, descriptor);
}

/** Injects the request's Idempotency-Key; for routes with `idempotent: 'handler'`. */
export const IdempotencyKey = createParamDecorator((_: unknown, context: ExecutionContext): string =>
  readIdempotencyKey(context.switchToHttp().getRequest<{ headers: Record<string, string | undefined> }>().headers),
);

const contentTypeOf = (produces: Produced) =>
  produces === 'application/octet-stream' ? produces : `${produces}; charset=utf-8`;
