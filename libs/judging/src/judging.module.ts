import { type DynamicModule, Module, type OnModuleInit } from '@nestjs/common';
import { OwedSources, StageHandlers } from '#libs/cycles';
import { BallotKey } from './ballot-key.js';
import { BallotService } from './ballot.service.js';
import { ConflictService } from './conflict.service.js';
import { DecisionAuthority } from './decision-authority.js';
import { DecisionRecordService } from './decision-record.service.js';
import { DecisionService } from './decision.service.js';
import { JudgedEntries } from './judged-entries.js';
import { JudgingActivities } from './judging.activities.js';
import { JuryHandler } from './jury.handler.js';
import { PanelsOwed } from './owed.service.js';
import { PanelService } from './panel.service.js';
import { ProposalService } from './proposal.service.js';
import { RecusalService } from './recusal.service.js';
import { ResultService } from './result.service.js';
import { ReviewService } from './review.service.js';
import { ScreeningHandler } from './screening.handler.js';

/** What judging must know of the installation. */
export interface JudgingOptions {
  /** 32 bytes in base64 (`BALLOT_KEY`); only the worker is given it. */
  ballotKey?: string;
}

const services = [
  BallotService,
  DecisionRecordService,
  DecisionService,
  JudgingActivities,
  PanelService,
  ProposalService,
  RecusalService,
  ResultService,
  ReviewService,
];

/**
 * Panels, reviews, ballots, decisions and results. Registers the stage types `technical-screening` and `jury`; stands on the
 * modules of identity and cycles.
 */
@Module({})
export class JudgingModule implements OnModuleInit {
  static forRoot({ ballotKey }: JudgingOptions = {}): DynamicModule {
    const key = new BallotKey(ballotKey === undefined ? null : Buffer.from(ballotKey, 'base64'));
    const internal = [ConflictService, DecisionAuthority, JudgedEntries, JuryHandler, PanelsOwed, ScreeningHandler];
    return {
      module: JudgingModule,
      providers: [{ provide: BallotKey, useValue: key }, ...internal, ...services],
      exports: services,
    };
  }

  constructor(
    private readonly handlers: StageHandlers,
    private readonly screening: ScreeningHandler,
    private readonly jury: JuryHandler,
    private readonly sources: OwedSources,
    private readonly owed: PanelsOwed,
  ) {}

  onModuleInit(): void {
    this.handlers.register(this.screening as never, this.jury as never);
    this.sources.register(this.owed);
  }
}
