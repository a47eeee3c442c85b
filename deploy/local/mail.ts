import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { projectRoot } from './cache.js';
import { LOOPBACK } from './ports.js';
import { folderOf, launch, type ServerContext } from './server-context.js';
import { flags, ServerUnavailableError } from './tools.js';

const NAME = 'Mail';
const PROGRAM = 'node_modules/maildev/dist/bin/maildev.js';

/** Starts a mail server that delivers nothing and shows everything: SMTP, a web page and a REST API under `/api`. */
export async function startMail(context: ServerContext, wantedPort?: number, wantedWebPort?: number) {
  const program = join(projectRoot(), PROGRAM);
  if (!existsSync(program)) {
    throw new ServerUnavailableError(
      NAME,
      'the npm package maildev is not installed.',
      'npm ci with development dependencies',
      'SMTP_URL=smtp://host:25',
    );
  }
  const folder = await folderOf(context, 'mail');
  const port = await context.ports.take('mail (SMTP)', wantedPort);
  const webPort = await context.ports.take('the mailbox web page', wantedWebPort);
  const server = await launch(context, {
    name: NAME,
    command: process.execPath,
    args: [program, ...flags({ ip: LOOPBACK, smtp: port, 'web-ip': LOOPBACK, web: webPort, 'mail-directory': folder })],
    cwd: folder,
    env: { PATH: context.env['PATH'], NODE_ENV: 'production' },
    signal: 'SIGTERM',
  });
  const mailboxUrl = `http://${LOOPBACK}:${webPort}`;
  await server.untilReady(async () => {
    await greeting(port);
    await (await fetch(`${mailboxUrl}/api/healthz`)).text();
  });
  return { smtpUrl: `smtp://${LOOPBACK}:${port}`, mailboxUrl, pid: server.pid, address: `${LOOPBACK}:${port}` };
}

async function greeting(port: number): Promise<void> {
  const socket = connect(port, LOOPBACK);
  try {
    const [line] = (await once(socket, 'data', { signal: AbortSignal.timeout(2_000) })) as [Buffer];
    if (!line.toString().startsWith('220')) throw new Error(`The mail server greeted with ${line.toString().trim()}`);
    socket.end('QUIT\r\n');
  } finally {
    socket.destroy();
  }
}
