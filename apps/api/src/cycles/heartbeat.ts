import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { AvailabilityService } from '#libs/cycles';
import { log } from '#libs/platform';

/** How often an instance says that it can serve, ms. */
const BEAT_MS = 15_000;

/** Says that this instance can serve, as long as it listens and reaches the database. */
@Injectable()
export class Heartbeat implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly instance = randomUUID();
  private timer: NodeJS.Timeout | undefined;
  private beating: Promise<void> = Promise.resolve();
  private failing = false;

  constructor(
    private readonly http: HttpAdapterHost,
    private readonly availability: AvailabilityService,
  ) {}

  onApplicationBootstrap(): void {
    // Without HTTP (a script that uses the services) there is nothing to say.
    const server = (this.http.httpAdapter as HttpAdapterHost['httpAdapter'] | null)?.getHttpServer() as
      Server | undefined;
    if (!server) return;
    const beat = () => {
      if (server.listening) this.beating = this.beat();
    };
    server.once('listening', beat);
    this.timer = setInterval(beat, BEAT_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.beating;
  }

  private async beat(): Promise<void> {
    try {
      await this.availability.beat(this.instance);
      this.failing = false;
    } catch (error) {
      if (!this.failing) log.warn({ err: error }, 'the service cannot record that it serves');
      this.failing = true;
    }
  }
}
