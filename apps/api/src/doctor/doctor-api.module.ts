import { Module } from '@nestjs/common';
import { CommandCheckup, CycleRunService, RetentionCheckup, WorkflowCheckup, workflowEnds } from '#libs/cycles';
import { clarificationCheckup } from '#libs/entries';
import { complaintCheckup, supersessionCheckup } from '#libs/judging';
import { DeliveriesCheckup } from '#libs/notifications';
import { EventOperations, EventsCheckup, KafkaClient, TemporalClient, UnitOfWork } from '#libs/platform';
import { ArchiveCheckup } from '#libs/transparency';
import { Doctor } from './doctor.js';
import { DoctorController } from './doctor.controller.js';

/** The consumers an application has. */
export const CONSUMERS = ['worker', 'first-look', 'attachments', 'notifier', 'auditor'];

/** The doctor, with the checkup of each lib. */
@Module({
  controllers: [DoctorController],
  providers: [
    {
      provide: Doctor,
      inject: [UnitOfWork, TemporalClient, CycleRunService, KafkaClient, EventOperations],
      useFactory: (
        unitOfWork: UnitOfWork,
        temporal: TemporalClient,
        runs: CycleRunService,
        kafka: KafkaClient,
        operations: EventOperations,
      ) =>
        new Doctor([
          new WorkflowCheckup(unitOfWork, temporal, runs),
          clarificationCheckup(unitOfWork, temporal),
          complaintCheckup(unitOfWork, temporal),
          supersessionCheckup(unitOfWork, temporal),
          new RetentionCheckup(temporal),
          new CommandCheckup(unitOfWork),
          new EventsCheckup(unitOfWork, kafka, operations, CONSUMERS),
          new DeliveriesCheckup(unitOfWork),
          new ArchiveCheckup(unitOfWork, workflowEnds),
        ]),
    },
  ],
})
export class DoctorApiModule {}
