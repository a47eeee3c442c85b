import { SwaggerModule } from '@nestjs/swagger';
import { type RunningHttp, createHttpApp, listen, openApiDocument } from '#libs/platform';
import { type ApiConfig, ApiModule } from './api.module.js';
import { ApiDescription } from './operations/api-description.js';

const API_VERSION = '0.1.0';

/** Starts the API; answers when it listens. */
export async function startApi(config: ApiConfig): Promise<RunningHttp> {
  const app = await createHttpApp(ApiModule.forRoot(config), config.http);
  const description = app.get(ApiDescription);
  description.openapi = openApiDocument(app, { version: API_VERSION, url: config.http.publicUrl });
  SwaggerModule.setup('docs', app, () => description.openapi!, { raw: false, customSiteTitle: 'Laureate API' });
  return listen(app, config.http);
}
