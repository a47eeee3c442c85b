import { type DynamicModule, Module, type OnModuleInit } from '@nestjs/common';
import {
  ConcernedSources,
  OwedSources,
  OwnDeadlineSources,
  PanelSources,
  ProgressSources,
  StageHandlers,
} from '#libs/cycles';
import { CycleDefinitions } from '#libs/entries';
import { CityMentions } from '#libs/identity';
import { BallotKey } from './ballot-key.js';
import { BallotService } from './ballot.service.js';
import { CertificationService } from './certification.service.js';
import { CertifierService } from './certifier.service.js';
import { judgingMentions } from './city-mentions.js';
import { ComplaintHandlingService } from './complaint-handling.service.js';
import { ComplaintRunService } from './complaint-run.service.js';
import { AppealService } from './appeal.service.js';
import { ComplaintService } from './complaint.service.js';
import { ConflictService } from './conflict.service.js';
import { DecisionAuthority } from './decision-authority.js';
import { DecisionHistoryService } from './decision-history.service.js';
import { DecisionRecordService } from './decision-record.service.js';
import { DecisionSigning } from './decision-signing.js';
import { DecisionService } from './decision.service.js';
import { JudgedEntries } from './judged-entries.js';
import { JudgingActivities } from './judging.activities.js';
import { panelConcerned } from './judging.concerned.js';
import { JuryHandler } from './jury.handler.js';
import { panelSource } from './panel.source.js';
import { PanelsOwed } from './owed.service.js';
import { PanelService } from './panel.service.js';
import { ballotsProgress, reviewsProgress, signaturesProgress } from './progress.js';
import { ProposalService } from './proposal.service.js';
import { RecusalService } from './recusal.service.js';
import { ResultService } from './result.service.js';
import { ReviewService } from './review.service.js';
import { StageReopening } from './stage-reopening.js';
import { ScreeningHandler } from './screening.handler.js';
import { LaterStages } from './later-stages.js';
import { SupersedingService } from './superseding.service.js';
import { SupersessionPreviews } from './supersession-preview.js';
import { SupersessionService } from './supersession.service.js';

/** What judging must know of the installation. */
export interface JudgingOptions {
  /** 32 bytes in base64 (`BALLOT_KEY`); only the worker is given it. */
  ballotKey?: string;
}

const services = [
  BallotService,
  CertificationService,
  CertifierService,
  ComplaintHandlingService,
  ComplaintRunService,
  AppealService,
  ComplaintService,
  DecisionHistoryService,
  DecisionRecordService,
  DecisionService,
  JudgingActivities,
  PanelService,
  ProposalService,
  RecusalService,
  ResultService,
  ReviewService,
  SupersedingService,
  SupersessionService,
];

/**
 * Panels, reviews, ballots, decisions and results. Registers the stage types `technical-screening` and `jury`; stands on the
 * modules of identity and cycles.
 */
@Module({})
export class JudgingModule implements OnModuleInit {
  static forRoot({ ballotKey }: JudgingOptions = {}): DynamicModule {
    const key = new BallotKey(ballotKey === undefined ? null : Buffer.from(ballotKey, 'base64'));
    const internal = [
      ConflictService,
      DecisionAuthority,
      DecisionSigning,
      CycleDefinitions,
      JudgedEntries,
      JuryHandler,
      LaterStages,
      PanelsOwed,
      ScreeningHandler,
      SupersessionPreviews,
      StageReopening,
    ];
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
    private readonly progress: ProgressSources,
    private readonly concerned: ConcernedSources,
    private readonly panels: PanelSources,
    private readonly ownDeadlines: OwnDeadlineSources,
    private readonly complaints: ComplaintRunService,
    private readonly mentions: CityMentions,
  ) {}

  onModuleInit(): void {
    this.handlers.register(this.screening as never, this.jury as never);
    this.sources.register(this.owed);
    this.panels.register(panelSource);
    this.progress.register(reviewsProgress, ballotsProgress, signaturesProgress);
    this.concerned.register(panelConcerned);
    this.ownDeadlines.register(this.complaints);
    this.mentions.register(...judgingMentions);
  }
}
