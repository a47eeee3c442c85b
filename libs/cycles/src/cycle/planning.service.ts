import { Injectable } from '@nestjs/common';
import type { Language } from '#libs/identity';
import { UnitOfWork } from '#libs/platform';
import { toInstant } from '../definition/calendar.js';
import { CycleService } from './cycle.service.js';
import { Stage } from '../definition/stage.entity.js';
import { StageTypes } from '../rows/stage-types.js';
import { type MailList, explain } from '../planning/explain.js';
import { icsOf } from '../planning/ics.js';
import { pictureOf } from '../planning/picture.js';
import { type Timeline, timelineOf } from '../planning/timeline.js';

/** In which language, and in which ones mails are written. */
export interface PreviewOptions {
  language: Language;
  mailLanguages: string[];
  mails?: MailList | undefined;
}

/** Says what a cycle, or a definition that is none yet, means for people. */
@Injectable()
export class PlanningService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly cycles: CycleService,
    private readonly stageTypes: StageTypes,
  ) {}

  /** The timeline of a definition that is not kept. Throws `rule-violated` with every problem of it. */
  timelineOf(given: string | object): Timeline {
    return timelineOf(this.cycles.require(given));
  }

  /** The timeline of a cycle: of a draft by its definition, then as its deadlines are now. Throws `not-found`. */
  async timeline(cycleId: string): Promise<Timeline> {
    const { definition } = await this.cycles.definition(cycleId);
    const stages = await this.unitOfWork.read((em) => em.find(Stage, { cycleId }));
    return timelineOf(definition, { id: cycleId, stages });
  }

  /** Two pages of plain words, as Markdown. */
  explain(timeline: Timeline, options: PreviewOptions): string {
    return explain(timeline, { ...options, types: this.stageTypes });
  }

  /** The calendar for calendar programs, as iCalendar. */
  ics(timeline: Timeline, language: Language): string {
    return icsOf(timeline, { language, types: this.stageTypes, now: toInstant(new Date()) });
  }

  /** The calendar as a picture, as SVG. */
  picture(timeline: Timeline, language: Language): string {
    return pictureOf(timeline, language);
  }
}
