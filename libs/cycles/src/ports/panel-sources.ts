import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { StageRef } from '#libs/contracts';

/** Who adopts the method of a stage: the members of its panel, and how many of them are its quorum. */
export interface Panel {
  memberIds: string[];
  quorum: number;
}

/** Knows the panels of stages of some types; registered by the lib that has them. */
export interface PanelSource {
  stageTypes: string[];
  panel(em: SqlEntityManager, ref: StageRef): Promise<Panel>;
}

/** Every source of panels. */
@Injectable()
export class PanelSources {
  private readonly sources: PanelSource[] = [];

  register(...sources: PanelSource[]): void {
    this.sources.push(...sources);
  }

  /** The panel of a stage; null for a type that has none. */
  async panel(em: SqlEntityManager, ref: StageRef, stageType: string): Promise<Panel | null> {
    const source = this.sources.find(({ stageTypes }) => stageTypes.includes(stageType));
    return source ? source.panel(em, ref) : null;
  }
}
