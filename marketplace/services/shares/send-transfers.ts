import type pg from 'pg';
import type { Logger } from '../../../core/observability/index.ts';
import { asSystem, whileAlone } from '../../../core/tenancy/index.ts';
import { DUE_TRANSFERS, MARK_TRANSFER_SENT, NOTE_ATTEMPT, NOTE_TRANSFER_ERROR } from '../../sql/shares.ts';

/** What moves partners' money at the payment provider. Both calls with the same id again move nothing again. */
export type PartnerTransfers = {
  /** Sends whole US cents of a payment, by the provider's id for that, to a partner's account; answers the provider's id. */
  transfer: (order: TransferOrder & { account: string; paymentId: string | undefined }) => Promise<string>;
  /** Takes a part of an earlier transfer back and answers the provider's id. */
  reverse: (order: TransferOrder & { transferId: string }) => Promise<string>;
};

export type TransferOrder = {
  /** Ours, stable over repetitions. */
  id: string;
  amountCents: number;
  /** The line of the invoice: all that was moved because of it. */
  lineId: string;
  /** Whether it was tried before, so that the provider is asked first what became of that. */
  isRepeated: boolean;
};

type Due = {
  id: string;
  amountCents: string;
  lineId: string;
  attempts: number;
  reversesProviderId: string | null;
  account: string | null;
  paymentId: string | null;
};

export type ShareTools = { pool: pg.Pool; transfers: PartnerTransfers; logger: Logger };

const AT_ONCE = 200;
const LOCK = 'daftar.partner-transfers';

/**
 * Sends what entries ask for, one process at a time. What fails stays pending and is tried again; an answer that was lost
 * is looked up at the provider first. Answers how many were sent.
 */
export async function sendTransfers({ pool, transfers, logger }: ShareTools, now: Date): Promise<number> {
  return asSystem(async () => {
    const sent = await whileAlone(pool, LOCK, () => sendDue({ pool, transfers, logger }, now));
    return sent ?? 0;
  }, 'partner-transfers');
}

async function sendDue({ pool, transfers, logger }: ShareTools, now: Date): Promise<number> {
  const { rows } = await pool.query<Due>(DUE_TRANSFERS, [AT_ONCE]);
  let sent = 0;
  for (const { id, amountCents, lineId, attempts, reversesProviderId, account, paymentId } of rows) {
    const order = { id, lineId, amountCents: Number(amountCents), isRepeated: attempts > 0 };
    try {
      await pool.query(NOTE_ATTEMPT, [id]);
      const providerId =
        reversesProviderId === null
          ? await transfers.transfer({ ...order, account: account ?? '', paymentId: paymentId ?? undefined })
          : await transfers.reverse({ ...order, transferId: reversesProviderId });
      await pool.query(MARK_TRANSFER_SENT, [id, providerId, now]);
      sent += 1;
    } catch (err) {
      logger.warn({ err, transfer: id, msg: 'a partner’s transfer was not made; it is tried again' });
      const message = err instanceof Error ? err.message : String(err);
      await pool.query(NOTE_TRANSFER_ERROR, [id, message.slice(0, 500)]);
    }
  }
  return sent;
}
