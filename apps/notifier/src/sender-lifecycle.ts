import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DeliverySender } from '#libs/notifications';
import { MailTransport } from '#libs/platform';

/** Starts the sender with the service; at shutdown the claimed mails go out first. */
@Injectable()
export class SenderLifecycle implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    private readonly sender: DeliverySender,
    private readonly transport: MailTransport,
  ) {}

  onApplicationBootstrap(): void {
    this.sender.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.sender.stop();
    this.transport.close();
  }
}
