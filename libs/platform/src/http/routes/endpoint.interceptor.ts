import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor, Optional } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Observable, firstValueFrom, from } from 'rxjs';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { AuthenticationGuard } from '../access/authentication.guard.js';
import { Accepted, ENDPOINT_KEY, type EndpointSpec } from './endpoint.js';
import { etagOf } from '../requests/etag.js';
import { fieldsRefused, unstorable } from '../requests/field-errors.js';
import { readIdempotencyKey, requestFingerprint } from '../requests/idempotency-key.js';
import { Problem } from '../../problem/problem.js';
import { refusal } from '../../refusals.words.js';

interface Answer {
  status?: 202;
  body?: unknown;
}

/**
 * Does what a route declares around its handler: content type, one transaction for a repeatable
 * request, the answer's schema, ETag.
 */
@Injectable()
export class EndpointInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly who: AuthenticationGuard,
    @Optional() private readonly unitOfWork?: UnitOfWork,
  ) {}

  intercept(execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    const spec = this.reflector.get<EndpointSpec | undefined>(ENDPOINT_KEY, execution.getHandler());
    return spec ? from(this.answer(spec, execution, next)) : next.handle();
  }

  private async answer(spec: EndpointSpec, execution: ExecutionContext, next: CallHandler): Promise<unknown> {
    const request = execution.switchToHttp().getRequest<FastifyRequest>();
    const reply = execution.switchToHttp().getResponse<FastifyReply>();
    requireContentType(spec, request);
    // Before anything looks into the body: its fingerprint already walks through all of it.
    const refused = unstorable(request.body);
    if (refused.length > 0) throw fieldsRefused(refused);
    if (spec.idempotent === 'handler') readIdempotencyKey(request.headers);
    const handle = async () => toAnswer(spec, await firstValueFrom(next.handle(), { defaultValue: undefined }));
    const answer = await this.who.decide(request, () =>
      spec.idempotent === true ? this.once(spec, request, reply, handle) : handle(),
    );
    if (answer.status) reply.status(answer.status);
    const version = (answer.body as { version?: unknown } | undefined)?.version;
    if (spec.etag && typeof version === 'number') reply.header('etag', etagOf(version));
    return answer.body;
  }

  private async once(
    spec: EndpointSpec,
    request: FastifyRequest,
    reply: FastifyReply,
    handle: () => Promise<Answer>,
  ): Promise<Answer> {
    const context = request.laureate!;
    const fingerprint = requestFingerprint(request.method, request.url, request.body, context.actor.onBehalfOf);
    const key = readIdempotencyKey(request.headers);
    const { answer, isRepeated } = await this.unitOfWork!.runOnce(context, { key, fingerprint }, handle);
    if (!isRepeated) return answer;
    reply.header('idempotency-replayed', 'true');
    return { ...answer, ...toBody(answer.status ? spec.accepted : spec.response, answer.body) };
  }
}

function toAnswer(spec: EndpointSpec, value: unknown): Answer {
  return value instanceof Accepted
    ? { status: 202, ...toBody(spec.accepted, value.body) }
    : toBody(spec.response, value);
}

/** Only what the schema names leaves the application, in its order; an answer that does not fit is our own error. */
function toBody(schema: EndpointSpec['response'], value: unknown): Pick<Answer, 'body'> {
  return schema ? { body: schema.parse(value) } : value === undefined ? {} : { body: value };
}

function requireContentType(spec: EndpointSpec, request: FastifyRequest): void {
  const given = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  if (given === undefined || request.body === undefined) return;
  const taken = spec.form ? 'application/x-www-form-urlencoded' : 'application/json';
  if (given !== taken) throw new Problem('unsupported-media-type', refusal('body.mediaType', { taken, given }));
}
