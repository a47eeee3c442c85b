import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Server } from '@tus/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AttachmentUploads } from '#libs/entries';
import {
  AuthenticationGuard,
  Problem,
  RateLimitGuard,
  type RequestContext,
  RouteTable,
  Staging,
  log,
  sendProblem,
} from '#libs/platform';
import { preferredWords, problemInWords } from '#libs/words';
import { refusal } from '../../refusals.words.js';

/** Where the bytes of attachments are sent. */
export const UPLOADS = '/v1/uploads';
const TUS = '1.0.0';

/**
 * The routes of tus, beside those of Nest: a body of any length that goes to the staging folder as
 * it comes. Who may send is asked before anything is read, by the same guards and rules as
 * everywhere.
 */
@Injectable()
export class UploadRoutes implements OnModuleInit {
  /** The sender of each upload that tus is working on. */
  private readonly asking = new AsyncLocalStorage<RequestContext>();

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly who: AuthenticationGuard,
    private readonly rate: RateLimitGuard,
    private readonly routes: RouteTable,
    private readonly uploads: AttachmentUploads,
    private readonly staging: Staging,
  ) {}

  async onModuleInit(): Promise<void> {
    // Without a server (a seed, a test of services) there is nothing to mount on.
    const fastify = this.host.httpAdapter?.getInstance<FastifyInstance | undefined>();
    if (!fastify?.register) return;
    const { Server: TusServer } = await import('@tus/server');
    const tus = new TusServer({
      path: UPLOADS,
      datastore: this.staging.store,
      onUploadFinish: async (_, { id }) => {
        await this.uploads.finish(this.asking.getStore()!, id);
        return {};
      },
      // What is no refusal of tus is ours: nothing of it is told, and whoever sends may go on at once.
      onResponseError: ({ headers }, error) => {
        if (error instanceof Problem) {
          const document = problemInWords(error.document, preferredWords(headers.get('accept-language') ?? undefined));
          return { status_code: document.status, body: JSON.stringify(document) };
        }
        if ('status_code' in error) return undefined;
        log.warn({ err: error }, 'an upload was not finished');
        return { status_code: 503, body: 'Ask how much is here (HEAD), and go on.' };
      },
    });
    void fastify.register((scope, _, done) => {
      // Left to tus, unread.
      scope.addContentTypeParser('application/offset+octet-stream', (_request, _body, parsed) => parsed(null));
      scope.route({
        method: ['HEAD', 'PATCH'],
        url: `${UPLOADS}/:id`,
        handler: (request, reply) => this.answer(tus, request, reply),
      });
      done();
    });
  }

  private async answer(tus: Server, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { id } = request.params as { id: string };
    try {
      const context = await this.who.identify(request);
      this.rate.count(request, reply);
      if (!context.principal) throw new Problem('unauthenticated', refusal('access.notSignedIn'));
      const { size, state } = await this.who.decide(request, () => this.uploads.admit(context, id));
      if (state === 'staged') await this.staging.prepare(id, size);
      // It came in whole, and who took it died, or the answer was lost.
      const all = state !== 'staged' || (await this.staging.sizeOf(id)) === size;
      if (all) await this.uploads.finish(context, id);
      if (all && request.method === 'HEAD') return void (await headOfWhole(reply, size));
      if (all) throw new Problem('conflict', refusal('upload.complete'));
      const answer = await this.asking.run(context, () => tus.handleWeb(this.forTus(id, request)));
      // What was refused half-way is not read on; what was refused at once is, by Node, so that the answer arrives.
      if (request.raw.readableDidRead && !request.raw.complete) void reply.header('connection', 'close');
      await reply
        .status(answer.status)
        .headers(Object.fromEntries(answer.headers))
        .send(await answer.text());
    } catch (error) {
      sendProblem(error, request, reply, this.routes);
    }
  }

  private forTus(id: string, { method, url, headers: given, raw }: FastifyRequest): Request {
    const headers = Object.entries(given).filter((header): header is [string, string] => typeof header[1] === 'string');
    const body = method === 'PATCH' ? { body: this.staging.bodyOf(id, raw), duplex: 'half' as const } : {};
    return new Request(new URL(url, 'http://tus'), { method, headers, ...body });
  }
}

const headOfWhole = (reply: FastifyReply, size: number) =>
  reply
    .status(200)
    .headers({ 'tus-resumable': TUS, 'upload-offset': size, 'upload-length': size, 'cache-control': 'no-store' })
    .send();
