import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { FaultBook } from '../../emulator-kit/index.ts';
import type { MessageStore } from '../store.ts';
import { parseMail } from './parse-mail.ts';

export type SmtpSinkOptions = { store: MessageStore; faults: FaultBook; now: () => number };

/** How a fault names the moment at which a mail is handed over. */
export const smtpRoute = 'SMTP DATA';

type Refusal = Error & { responseCode: number };

function refusal(code: number, message: string): Refusal {
  return Object.assign(new Error(message), { responseCode: code });
}

/**
 * An SMTP server that takes every mail and stores it before it says 250. Signing in is optional and any name and
 * password will do; there is no TLS. Faults on `SMTP DATA`: status 400 is a permanent 550, the others a temporary
 * 451, and a lost reply stores the mail and cuts the connection. Rejects when the port is taken.
 */
export async function startSmtpSink(options: SmtpSinkOptions, port: number, host: string) {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    size: 10_000_000,
    logger: false,
    // A client that keeps its connection open must not hold up the end of a test.
    closeTimeout: 500,
    onAuth: (auth, _session, callback) => callback(null, { user: auth.username ?? 'anonymous' }),
    onData(stream, session, callback) {
      receive(stream, session).then(
        () => callback(),
        (error: Error) => callback(error),
      );
    },
  });
  // A client that goes away in the middle is nothing to stop for.
  server.on('error', () => undefined);

  async function receive(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    if (stream.sizeExceeded) throw refusal(552, 'The mail is larger than 10 MB.');
    const fault = options.faults.draw([smtpRoute]);
    if (fault?.kind === 'status') {
      throw fault.status === 400 ? refusal(550, 'Mailbox unavailable') : refusal(451, 'Try again later');
    }
    const raw = Buffer.concat(chunks);
    const { mailFrom, rcptTo } = session.envelope;
    const mail = {
      ...parseMail(raw),
      id: randomUUID(),
      createdMs: options.now(),
      envelopeFrom: mailFrom ? mailFrom.address : '',
      envelopeTo: rcptTo.map((recipient) => recipient.address),
    };
    options.store.mail.insert(mail, raw);
    if (fault?.kind === 'lost_reply') cutConnection(session.id);
  }

  /** The library keeps its connections in a set but does not type what is inside. */
  function cutConnection(sessionId: string): void {
    const { connections } = server as unknown as {
      connections: Set<{ id: string; _socket: { destroy: () => void } }>;
    };
    for (const connection of connections) if (connection.id === sessionId) connection._socket.destroy();
  }

  const listener = server.listen(port, host);
  await new Promise<void>((resolve, reject) => {
    listener.once('listening', resolve);
    listener.once('error', reject);
  });
  return {
    port: (listener.address() as AddressInfo).port,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
