import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Client, Connection } from '@temporalio/client';
import type { TemporalConfig } from '../config/concerns.js';
import type { HealthCheck } from '../telemetry/health.js';

const CHECK_TIMEOUT_MS = 1500;

/** Talks to the Temporal server. Connects with the first call, so that a service starts while the server is away. */
@Injectable()
export class TemporalClient implements OnApplicationShutdown {
  readonly client: Client;
  private readonly connection: Connection;

  constructor(config: TemporalConfig) {
    this.connection = Connection.lazy({ address: config.address });
    this.client = new Client({ connection: this.connection, namespace: config.namespace });
  }

  /** Asks the server for our namespace. */
  healthCheck(): HealthCheck {
    const { namespace } = this.client.options;
    const ask = () => this.connection.workflowService.describeNamespace({ namespace });
    return { name: 'temporal', check: () => this.connection.withDeadline(Date.now() + CHECK_TIMEOUT_MS, ask) };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.connection.close();
  }
}
