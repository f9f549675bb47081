type Query = (...args: unknown[]) => unknown;

const BEGINS = /^\s*(begin|start\s+transaction)\b/i;
const ENDS = /^\s*(commit|end|abort|rollback(?!\s+to\b))\b/i;

/**
 * Lets every transaction of a client name its scope again, because behind a PgBouncer in transaction mode each may be on
 * another connection of the server: a statement alone gets a transaction around it, and its answer is there only after COMMIT.
 * `bind` is the SQL that sets the scope until the end of the transaction. Prepared statements lose their names.
 */
export function boundTransactions(query: Query, bind: string): Query {
  let isOpen = false;
  // Statements that are not waited for still come one after the other, each in its own transaction.
  let last: Promise<unknown> = Promise.resolve();
  const inLine = (args: unknown[]): Promise<unknown> => {
    const answer = last.then(() => alone(query, args, bind));
    last = answer.catch(() => undefined);
    return answer;
  };
  return (...args) => {
    const first = args[0];
    if (isStream(first)) {
      if (!isOpen)
        throw new Error('A stream needs a transaction of its own where PgBouncer pools transactions.');
      return query(...args);
    }
    const text = typeof first === 'string' ? first : String((first as { text?: unknown }).text ?? '');
    if (isOpen) {
      if (ENDS.test(text)) isOpen = false;
      return query(...unnamed(args));
    }
    if (BEGINS.test(text)) {
      isOpen = true;
      // One message and not two: the scope costs no way to the server and back.
      return query(`${text}; ${bind}`, ...args.slice(1).filter((arg) => typeof arg === 'function'));
    }
    const callback = args.at(-1) as ((error: unknown, answer?: unknown) => void) | undefined;
    if (typeof callback !== 'function') return inLine(args);
    inLine(args.slice(0, -1)).then((answer) => callback(null, answer), callback);
    return undefined;
  };
}

// A statement that fails leaves its transaction to the rollback; only what COMMIT confirmed is answered.
async function alone(query: Query, args: unknown[], bind: string): Promise<unknown> {
  await query(`begin; ${bind}`);
  try {
    const answer = await query(...unnamed(args));
    await query('commit');
    return answer;
  } catch (error) {
    // A connection that is lost says so by the error itself.
    await Promise.resolve(query('rollback')).catch(() => undefined);
    throw error;
  }
}

function unnamed(args: unknown[]): unknown[] {
  const [first, ...rest] = args;
  if (typeof first !== 'object' || first === null || !('name' in first)) return args;
  const { name: _name, ...query } = first as { name?: unknown };
  return [query, ...rest];
}

function isStream(query: unknown): boolean {
  return typeof query === 'object' && query !== null && 'submit' in query;
}
