import { Module } from '@nestjs/common';
import type { OperationsConfig } from '../config/concerns.js';
import { type RunningHttp, createHttpApp, listen } from '../http/http-app.js';
import { HttpModule } from '../http/http.module.js';
import { type Operations, OperationsModule } from './operations.module.js';

@Module({})
class OperationsServerModule {}

/** `/health/live`, `/health/ready` and `/metrics` of a service that has no HTTP API. Port 0 takes a free one. */
export async function startOperationsServer(config: OperationsConfig, operations: Operations): Promise<RunningHttp> {
  const http = { ...config, publicUrl: undefined, bodyLimitBytes: 1024, requestsPerMinute: 6000 };
  const app = await createHttpApp(
    {
      module: OperationsServerModule,
      imports: [HttpModule.forRoot(http), OperationsModule.forRoot({ useFactory: () => operations })],
    },
    http,
  );
  return listen(app, http);
}
