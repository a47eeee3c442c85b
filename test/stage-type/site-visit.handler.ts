import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { type DynamicModule, Injectable, Module, type OnModuleInit } from '@nestjs/common';
import type { DecisionInputs, Proposal } from '#libs/contracts';
import { type Owing, type ProgressCount, type StageContext, type StageHandler, StageHandlers } from '#libs/cycles';
import { type PassFailInputs, recomputePassFail } from '#libs/entries/pure';
import { PeopleService } from '#libs/identity';
import { type SiteVisitSettings, siteVisit } from './site-visit.type.js';
import { citiesToVisit } from './site-visit.words.js';

/** What the visitors found, by the entry's id. A lib has tables for it; the services of the test share a notebook. */
export class Notebook {
  readonly found = new Map<string, 'valid' | 'invalid'>();
}

interface Visited {
  entryId: string;
  version: number;
  digest: string;
}

/** What a site visit does: the experts of the cycle owe the visits, and what they found is the decision. */
@Injectable()
class SiteVisitHandler implements StageHandler<SiteVisitSettings> {
  readonly type = siteVisit;

  constructor(
    private readonly people: PeopleService,
    private readonly notebook: Notebook,
  ) {}

  /** The experts, while a city waits for its visit. */
  async owing(em: SqlEntityManager, { stage, definition }: StageContext<SiteVisitSettings>): Promise<Owing[]> {
    const open = (await this.entries(em, stage.cycleId)).filter(({ entryId }) => !this.notebook.found.has(entryId));
    if (open.length === 0) return [];
    const place = { programme: definition.programme.key, cycleId: stage.cycleId };
    const experts = await this.people.peopleWithRole('expert', place);
    return experts.map(({ id }) => ({
      personId: id,
      tasks: (language) => [citiesToVisit(open.length, language)],
      path: `/v1/cycles/${stage.cycleId}/stages/${stage.key}/visits`,
    }));
  }

  async progress(em: SqlEntityManager, { stage }: StageContext<SiteVisitSettings>): Promise<ProgressCount[]> {
    const entries = await this.entries(em, stage.cycleId);
    const made = entries.filter(({ entryId }) => this.notebook.found.has(entryId)).length;
    return [{ what: 'visits', count: made, of: entries.length }];
  }

  async inputs(em: SqlEntityManager, { stage }: StageContext<SiteVisitSettings>): Promise<PassFailInputs> {
    const entries = await this.entries(em, stage.cycleId);
    return {
      mode: 'pass-fail',
      entries: entries.map((entry) => ({ ...entry, rules: [], verdict: this.verdict(entry.entryId) })),
    };
  }

  recompute(inputs: DecisionInputs): Proposal {
    return recomputePassFail(inputs as PassFailInputs);
  }

  private verdict(entryId: string): PassFailInputs['entries'][number]['verdict'] {
    const outcome = this.notebook.found.get(entryId);
    if (!outcome) return null;
    return {
      outcome,
      overridden: outcome === 'invalid',
      reasonCode: outcome === 'invalid' ? 'not-as-described' : null,
    };
  }

  private entries(em: SqlEntityManager, cycleId: string): Promise<Visited[]> {
    return em.execute<Visited[]>(
      `select e.id as "entryId", v.version, v.digest from entries.entry e
       join entries.entry_version v on v.entry_id = e.id and v.version = e.current_version
       where e.cycle_id = ? and e.state = 'submitted' order by e.id`,
      [cycleId],
    );
  }
}

/** Registers the type where it is imported, as the module of a lib does. */
@Module({})
export class SiteVisitModule implements OnModuleInit {
  static forRoot(notebook: Notebook): DynamicModule {
    return { module: SiteVisitModule, providers: [{ provide: Notebook, useValue: notebook }, SiteVisitHandler] };
  }

  constructor(
    private readonly handlers: StageHandlers,
    private readonly handler: SiteVisitHandler,
  ) {}

  onModuleInit(): void {
    this.handlers.register(this.handler);
  }
}
