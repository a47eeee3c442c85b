import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { UnitOfWork, isInfrastructureFailure, log } from '#libs/platform';
import { StageHandlers } from './stage-types.js';

/**
 * Keeps an application from starting when it lacks the handler of a type of stage that a published cycle has: it would
 * pass over people, or stop, when it meets the stage.
 */
@Injectable()
export class HandlersCheckService implements OnApplicationBootstrap {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly handlers: StageHandlers,
  ) {}

  /** Throws, naming the types that lack. While the database is away nobody can know; the application starts. */
  async onApplicationBootstrap(): Promise<void> {
    for (const type of await this.typesUnderWay()) this.handlers.of(type);
  }

  private async typesUnderWay(): Promise<string[]> {
    try {
      const rows = await this.unitOfWork.read((em) =>
        em.execute<{ type: string }[]>(
          `select distinct s.type from cycles.stage s join cycles.cycle c on c.id = s.cycle_id
           where c.status = 'published' order by s.type`,
        ),
      );
      return rows.map(({ type }) => type);
    } catch (error) {
      if (!isInfrastructureFailure(error)) throw error;
      log.warn({ err: error }, 'the types of the stages under way could not be read');
      return [];
    }
  }
}
