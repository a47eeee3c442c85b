import { CycleDefinitions } from '#libs/entries';
import { type DynamicModule, Module, type OnModuleInit } from '@nestjs/common';
import { ProposalSources, StageHandlers } from '#libs/cycles';
import { CityReferences } from '#libs/identity';
import { BallotKey } from './jury/ballot-key.js';
import { BallotService } from './jury/ballot.service.js';
import { CertificationService } from './decision/certification.service.js';
import { CertifierService } from './decision/certifier.service.js';
import { judgingCityReferences } from './city-references.js';
import { ComplaintHandlingService } from './complaints/complaint-handling.service.js';
import { ComplaintRunService } from './complaints/complaint-run.service.js';
import { AppealService } from './complaints/appeal.service.js';
import { ComplaintService } from './complaints/complaint.service.js';
import { ConflictService } from './panel/conflict.service.js';
import { DecisionAuthorityService } from './decision/decision-authority.service.js';
import { DecisionHistoryService } from './supersession/decision-history.service.js';
import { DecisionRecordService } from './decision/decision-record.service.js';
import { DecisionSigningService } from './decision/decision-signing.service.js';
import { decisionIdInForce, proposalOf } from './decision/decision-facts.queries.js';
import { DecisionService } from './decision/decision.service.js';
import { EntriesForJudgesService } from './panel/entries-for-judges.service.js';
import { JudgingActivities } from './judging.activities.js';
import { JuryHandler } from './jury/jury.handler.js';
import { PanelService } from './panel/panel.service.js';
import { signatureProgress } from './decision/signature-progress.js';
import { ProposalService } from './decision/proposal.service.js';
import { RecusalService } from './panel/recusal.service.js';
import { ResultService } from './decision/result.service.js';
import { ReviewService } from './screening/review.service.js';
import { VoidDecisionOnReopeningService } from './decision/void-decision-on-reopening.service.js';
import { ScreeningHandler } from './screening/screening.handler.js';
import { FollowingStagesService } from './supersession/following-stages.service.js';
import { SupersessionEnforcementService } from './supersession/supersession-enforcement.service.js';
import { SupersessionPreviewService } from './supersession/supersession-preview.service.js';
import { SupersessionRequestService } from './supersession/supersession-request.service.js';

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
  SupersessionEnforcementService,
  SupersessionRequestService,
];

/**
 * Panels, reviews, ballots, decisions and results. Registers the stage types `technical-screening`
 * and `jury`; stands on the modules of identity and cycles.
 */
@Module({})
export class JudgingModule implements OnModuleInit {
  static forRoot({ ballotKey }: JudgingOptions = {}): DynamicModule {
    const key = new BallotKey(ballotKey === undefined ? null : Buffer.from(ballotKey, 'base64'));
    const internal = [
      CycleDefinitions,
      ConflictService,
      DecisionAuthorityService,
      DecisionSigningService,
      EntriesForJudgesService,
      JuryHandler,
      FollowingStagesService,
      ScreeningHandler,
      SupersessionPreviewService,
      VoidDecisionOnReopeningService,
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
    private readonly proposals: ProposalSources,
    private readonly complaints: ComplaintRunService,
    private readonly references: CityReferences,
  ) {}

  onModuleInit(): void {
    this.handlers.register(this.screening, this.jury);
    // Stages of every type are decided and complained about.
    this.handlers.extend({
      progress: (em, stageContext) => signatureProgress(em, this.handlers, stageContext),
      individualDeadlines: this.complaints,
    });
    this.proposals.register({
      proposal: (em, stage) => proposalOf(em, this.handlers, stage),
      inForce: decisionIdInForce,
    });
    this.references.register(...judgingCityReferences);
  }
}
