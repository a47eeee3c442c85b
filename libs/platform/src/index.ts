export {
  type BeginningConfig,
  type DatabaseConfig,
  type FilesConfig,
  type HttpConfig,
  type KafkaConfig,
  type MailConfig,
  type OperationsConfig,
  type SecretsConfig,
  type TemporalConfig,
  beginningConcern,
  databaseConcern,
  filesConcern,
  httpConcern,
  kafkaConcern,
  mailConcern,
  operationsConcern,
  secretsConcern,
  temporalConcern,
} from './config/concerns.js';
export { ConfigError, readConfig } from './config/config.js';
export { type AppName, type MigrationClass, databaseOptions, migrateDatabase } from './database/database.js';
export { forgetInAnswers, forgetOldAnswers } from './database/idempotency.js';
export { platformMigrations } from './migrations/index.js';
export { CYCLE_CHANNEL, OutboxWaker } from './database/outbox-waker.js';
export { LAST_STATEMENT } from './database/round-trips.js';
export { rowAs } from './database/row-as.js';
export { UnitOfWork } from './database/unit-of-work.js';
export type { Work, WorkContext } from './database/work.js';
export {
  type MendableFinding,
  type Checkup,
  type Finding,
  SEVERITIES,
  type Severity,
  leftToPeople,
} from './doctor/checkup.js';
export { toMessage } from './events/cloud-event.js';
export type { ConsumerDefinition, ConsumerSettings, EventHandlers } from './events/consumer-definition.js';
export { ConsumerHost } from './events/consumer.js';
export { EventOperations, consumerMetrics } from './events/event-operations.js';
export { EventsCheckup } from './events/events-checkup.js';
export { EventConsumer, EventConsumers, EventsModule } from './events/events.module.js';
export { KafkaClient, createKafka, ensureTopics } from './events/kafka.js';
export { isInfrastructureFailure } from './events/infrastructure-failure.js';
export { NotificationListener } from './events/notification-listener.js';
export { OutboxRelay, type RelaySettings } from './events/relay.js';
export { FileStore } from './files/file-store.js';
export { copyImage } from './files/image-copy.js';
export { copyPdf, requirePdfTools } from './files/pdf-copy.js';
export { Staging } from './files/staging.js';
export { scanWithClamd } from './files/virus-scan.js';
export { CYCLE_DIRECTORY, type CycleDirectory } from './http/access/access.guard.js';
export { AuthenticationGuard } from './http/access/authentication.guard.js';
export { Accepted, Endpoint, type EndpointSpec, IdempotencyKey, WEIGHTS } from './http/routes/endpoint.js';
export { IfMatch, requireVersion } from './http/requests/etag.js';
export { EventStreams } from './http/event-streams.js';
export { unstorable } from './http/requests/field-errors.js';
export { type RunningHttp, createHttpApp, listen } from './http/http-app.js';
export { HttpModule } from './http/http.module.js';
export { jsonSchemaOf } from './http/openapi/json-schema.js';
export { openApiDocument } from './http/openapi/openapi.js';
export { PageQuery, pageOf, readCursor, toPage } from './http/requests/page.js';
export { schemaMessage } from './http/requests/schema-messages.js';
export {
  AUTHENTICATOR,
  type Authenticator,
  Context,
  type Access,
  type Principal,
  type RequestContext,
  anyOf,
  holds,
  requirePermission,
} from './http/access/principal.js';
export { sendProblem } from './http/problems/problem.filter.js';
export {
  type Grant,
  type Permission,
  type PermissionScope,
  type Scope,
  allows,
  permissions,
  staffOf,
} from './http/access/permission.js';
export { RateLimitGuard } from './http/limits/rate-limit.guard.js';
export { RouteTable } from './http/routes/route-table.js';
export { type Route, Routes } from './http/routes/routes.js';
export { MailTransport } from './mail/mail-transport.js';
export { startOperationsServer } from './operations/operations-server.js';
export { OperationsModule } from './operations/operations.module.js';
export { PlatformModule } from './platform.module.js';
export { Problem } from './problem/problem.js';
export { databaseCheck } from './telemetry/health.js';
export { NestLogger, currentLogContext, log, logConcern } from './telemetry/logger.js';
export { deadLetterMetrics, outboxMetrics } from './telemetry/metrics.js';
export { registerSearchAttributes } from './temporal/search-attributes.js';
export { TemporalClientModule } from './temporal/temporal-client.module.js';
export { TemporalClient } from './temporal/temporal-client.js';
export { temporalMetrics } from './temporal/temporal-runtime.js';
export { TemporalWorker, type TemporalWorkerOptions } from './temporal/temporal-worker.js';
export { operationPermissions } from './permissions.js';
