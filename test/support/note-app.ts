import { randomUUID } from 'node:crypto';
import { EntityManager } from '@mikro-orm/postgresql';
import { Body, Controller, Get, Global, Module, Param, Patch, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { refusals } from '#libs/words';
import {
  AUTHENTICATOR,
  type Authenticator,
  Accepted,
  CYCLE_DIRECTORY,
  Context,
  type DatabaseConfig,
  Endpoint,
  type Grant,
  HttpModule,
  IdempotencyKey,
  IfMatch,
  PageQuery,
  PlatformModule,
  Problem,
  type RequestContext,
  UnitOfWork,
  createHttpApp,
  currentLogContext,
  holds,
  pageOf,
  readCursor,
  permissions,
  requireVersion,
  toPage,
} from '#libs/platform';

const said = refusals('test/notes', { nothingHere: 'There is nothing here.' });

/** The cycle of most tests. */
export const CYCLE = '0198c0de-0000-7000-8000-000000000001';
/** Another cycle of the same programme. */
export const OTHER_CYCLE = '0198c0de-0000-7000-8000-000000000002';
export const http = { host: '127.0.0.1', port: 0, publicUrl: undefined, bodyLimitBytes: 5000, requestsPerMinute: 60 };

const Note = z.object({ id: z.uuid(), version: z.int(), text: z.string() }).meta({ id: 'Note' });
const NewNote = z.strictObject({ text: z.string().min(1).max(200), colour: z.enum(['red', 'blue']).optional() });
const NotePath = z.object({ cycleId: z.uuid() });
const Done = z.object({ status: z.string(), by: z.string(), onBehalfOf: z.string().nullable() });

const notePermissions = permissions({
  write: ['cycle', ['secretariat']],
  command: ['cycle', ['secretariat', 'organiser']],
});

/** Routes of every kind, on a real transaction: the "notes" are the events of a subject. */
@Controller('v1/cycles/:cycleId/notes')
export class NoteController {
  static handled = 0;
  static logged: Record<string, string> = {};
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly em: EntityManager,
  ) {}

  @Post()
  @Endpoint({ summary: 'Write a note', access: notePermissions.write, idempotent: true, etag: true, response: Note })
  async write(
    @Param({ schema: NotePath }) { cycleId }: z.output<typeof NotePath>,
    @Body({ schema: NewNote }) { text }: z.output<typeof NewNote>,
    @Context() context: RequestContext,
  ) {
    NoteController.logged = currentLogContext();
    return this.unitOfWork.run(context, async (work) => {
      work.emit({ type: 'laureate.cycle.completed.v1', subject: cycleId, data: { cycleId } });
      await work.em.execute('select pg_sleep(0.05)');
      NoteController.handled += 1;
      if (text === 'fail') throw new Error('an inner matter');
      return { id: randomUUID(), version: 1, text, secret: 'never leaves' };
    });
  }

  @Patch()
  @Endpoint({ summary: 'Edit a note', access: notePermissions.write, ifMatch: true, etag: true, response: Note })
  edit(@Body({ schema: NewNote }) { text }: z.output<typeof NewNote>, @IfMatch() version: number) {
    requireVersion(version, 2, { yours: text, theirs: 'theirs' });
    return { id: CYCLE, version: 3, text };
  }

  @Post('command')
  @Endpoint({
    summary: 'Tell a workflow',
    access: notePermissions.command,
    idempotent: 'handler',
    status: 200,
    response: Done,
    accepted: z.object({ key: z.string() }),
  })
  command(@IdempotencyKey() key: string, @Context() { actor }: RequestContext) {
    if (key === 'slow') return new Accepted({ key });
    return { status: 'done', by: actor.id, onBehalfOf: actor.onBehalfOf ?? null };
  }

  @Get()
  @Endpoint({ summary: 'List notes', access: 'public', response: pageOf(z.object({ n: z.int() })) })
  async list(@Query({ schema: PageQuery }) { cursor, limit }: z.output<typeof PageQuery>) {
    const after = readCursor(cursor, z.tuple([z.int()]))?.[0] ?? 0;
    const rows = await this.em
      .fork()
      .execute<{ n: number }[]>('select n::int from generate_series(1, 7) n where n > ? order by n limit ?', [
        after,
        limit + 1,
      ]);
    return toPage(
      rows,
      limit,
      ({ n }) => [n],
      ({ n }) => ({ n }),
    );
  }

  @Get('organisers')
  @Endpoint({ summary: 'Found by organisers only', access: 'signed-in', response: Done })
  organisers(@Context() { principal, actor }: RequestContext) {
    NoteController.handled += 1;
    if (!holds(principal, ['organiser'], 'own')) throw new Problem('not-found', said('nothingHere'));
    return { status: 'found', by: actor.id, onBehalfOf: null };
  }

  @Get('dear')
  @Endpoint({ summary: 'Costs a lot', access: 'public', weight: 25, response: Done })
  dear() {
    return { status: 'done', by: '', onBehalfOf: null };
  }

  @Get('slow')
  @Endpoint({ summary: 'Takes too long', access: 'public', response: Done })
  async slow(@Context() context: RequestContext) {
    await this.unitOfWork.run(context, ({ em }) => em.execute('select pg_sleep(5)'));
    return { status: 'never', by: '', onBehalfOf: null };
  }
}

const grant = (role: Grant['role'], more: Partial<Grant> = {}): Grant => ({
  role,
  programme: null,
  cycleId: null,
  cityId: null,
  cityRole: null,
  ...more,
});
const PEOPLE: Record<string, Grant[]> = {
  secretariat: [grant('secretariat', { programme: 'guangzhou' })],
  stranger: [grant('secretariat', { programme: 'elsewhere' })],
  once: [grant('secretariat', { programme: 'guangzhou', cycleId: CYCLE })],
  organiser: [grant('organiser')],
  busy: [grant('organiser')],
  dear: [grant('organiser')],
  promoted: [grant('organiser')],
};

@Global()
@Module({
  providers: [
    {
      provide: AUTHENTICATOR,
      useValue: {
        // Each has two keys: their name, and their name with a stroke behind it.
        authenticate: async ({ 'x-api-key': key }, { afresh = false } = {}) => {
          // Somebody who got a role since they were remembered.
          if (key === 'promoted' && !afresh)
            return { personId: 'promoted', grants: [], apiKeyId: 'key-promoted', isRemembered: true };
          const personId = String(key).replace(/'$/, '');
          const grants = PEOPLE[personId];
          return grants ? { personId, grants, apiKeyId: `key-${key}` } : null;
        },
      } satisfies Authenticator,
    },
    { provide: CYCLE_DIRECTORY, useValue: { programmeOf: async () => 'guangzhou' } },
  ],
  exports: [AUTHENTICATOR, CYCLE_DIRECTORY],
})
class PeopleModule {}

@Module({})
class TestModule {}
/** An application with these controllers, on this database. */
export const appWith = (database: DatabaseConfig, ...controllers: (new (...args: never[]) => unknown)[]) =>
  createHttpApp(
    {
      module: TestModule,
      imports: [PlatformModule.forRoot({ app: 'api', database, entities: [] }), HttpModule.forRoot(http), PeopleModule],
      controllers: controllers as never,
    },
    http,
  );
