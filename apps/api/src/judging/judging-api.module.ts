import { Module } from '@nestjs/common';
import { JudgingModule } from '#libs/judging';
import { BallotController } from './ballot.controller.js';
import { CertifierController } from './certifier.controller.js';
import {
  ComplaintController,
  EntryAppealController,
  EntryComplaintController,
  PublishedComplaintController,
} from './complaint.controller.js';
import { DecisionController } from './decision.controller.js';
import { PanelController } from './panel.controller.js';
import { ResultController } from './result.controller.js';
import { ReviewController } from './review.controller.js';

/** The routes of judging. The API has no ballot key: it seals ballots, and can open none. */
@Module({
  imports: [JudgingModule.forRoot()],
  controllers: [
    BallotController,
    CertifierController,
    ComplaintController,
    EntryAppealController,
    EntryComplaintController,
    PublishedComplaintController,
    DecisionController,
    PanelController,
    ResultController,
    ReviewController,
  ],
  exports: [JudgingModule],
})
export class JudgingApiModule {}
