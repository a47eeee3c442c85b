import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { ProgressService, cyclePermissions } from '#libs/cycles';
import { Endpoint, EventStreams } from '#libs/platform';
import { CyclePath } from '../cycles/cycle.schemas.js';
import { CycleProgress } from './progress.schemas.js';
import { ProgressWatch } from './progress-watch.js';

type CyclePath = z.output<typeof CyclePath>;

/** How far a cycle is, once or for as long as somebody watches. */
@Controller('v1/cycles/:cycleId/progress')
export class ProgressController {
  constructor(
    private readonly progress: ProgressService,
    private readonly changes: ProgressWatch,
    private readonly streams: EventStreams,
  ) {}

  @Get()
  @Endpoint({
    summary: 'How far a cycle is, on one page: states, what fires next, counts, what needs attention',
    access: cyclePermissions.readProgress,
    response: CycleProgress,
  })
  find(@Param({ schema: CyclePath }) { cycleId }: CyclePath) {
    return this.progress.of(cycleId);
  }

  @Get('events')
  @Endpoint({
    summary: 'Watch how far a cycle is: server-sent events',
    description:
      'An event `progress` at once and whenever something has changed, at most one a second; its `data` is the whole ' +
      '`CycleProgress`, its `id` that of the picture, so that a client which connects again misses nothing. A comment every ' +
      '15 s is a sign of life. The stream ends when the key, the session or the role is gone.',
    access: cyclePermissions.readProgress,
    produces: 'text/event-stream',
  })
  async events(
    @Param({ schema: CyclePath }) { cycleId }: CyclePath,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const stream = await this.streams.begin(request, reply, cyclePermissions.readProgress);
    try {
      const stop = await this.changes.watch(cycleId, (picture) =>
        stream.send({ name: 'progress', id: picture.id, data: CycleProgress.parse(picture) }),
      );
      stream.onClose(stop);
    } catch (error) {
      stream.discard();
      throw error;
    }
    return stream.answer;
  }
}
