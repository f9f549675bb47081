import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import type { Logger } from '../../observability/index.ts';

const QUEUE = 'daftar-events';

export type EventQueue = {
  add: (eventId: string) => Promise<void>;
  ping: () => Promise<void>;
  close: () => Promise<void>;
};

/**
 * Hands event ids to BullMQ. The job id is the event id, so an event that is already waiting is not queued
 * twice. The queue carries no data: losing Redis loses nothing, the relay fills it again from the outbox.
 */
export function openQueue(redisUrl: string, logger: Logger): EventQueue {
  const connection = new Redis(redisUrl, { maxRetriesPerRequest: 1, enableOfflineQueue: true });
  connection.on('error', (err) => logger.warn({ err, msg: 'Redis is not reachable' }));
  const queue = new Queue(QUEUE, { connection });
  queue.on('error', () => undefined);
  return {
    add: async (eventId) => {
      await queue.add(
        'event',
        { eventId },
        { jobId: eventId, removeOnComplete: true, removeOnFail: true, attempts: 1 },
      );
    },
    ping: async () => {
      await connection.ping();
    },
    close: async () => {
      await queue.close();
      connection.disconnect();
    },
  };
}

/** Takes event ids from BullMQ and runs them; retries are the outbox's business, not the queue's. */
export function startQueueWorker(options: {
  redisUrl: string;
  logger: Logger;
  run: (eventId: string) => Promise<void>;
  concurrency?: number;
}): { close: () => Promise<void> } {
  const connection = new Redis(options.redisUrl, { maxRetriesPerRequest: null });
  connection.on('error', (err) => options.logger.warn({ err, msg: 'Redis is not reachable' }));
  const worker = new Worker<{ eventId: string }>(QUEUE, (job) => options.run(job.data.eventId), {
    connection,
    concurrency: options.concurrency ?? 4,
    lockDuration: 30_000,
    stalledInterval: 5_000,
    maxStalledCount: 10,
  });
  worker.on('error', (err) => options.logger.warn({ err, msg: 'queue worker' }));
  return {
    close: async () => {
      await worker.close();
      connection.disconnect();
    },
  };
}
