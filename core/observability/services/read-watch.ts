const MOST_KEYS = 50_000;

/** Remembers for a while what was told already. Of one process; bounded, the oldest are forgotten first. */
export class RecentlySeen {
  private readonly until = new Map<string, number>();
  private readonly milliseconds: number;

  constructor(milliseconds: number) {
    this.milliseconds = milliseconds;
  }

  has(key: string, now = Date.now()): boolean {
    return (this.until.get(key) ?? 0) > now;
  }

  add(key: string, now = Date.now()): void {
    this.until.delete(key);
    this.until.set(key, now + this.milliseconds);
    if (this.until.size <= MOST_KEYS) return;
    const [oldest] = this.until.keys();
    if (oldest !== undefined) this.until.delete(oldest);
  }
}

type Spending = { since: number; rows: number; raised: boolean };

/** Counts rows by account over a window and says once a window when there were too many. Of one process. */
export class RowBudget {
  private readonly spendings = new Map<string, Spending>();
  private readonly most: number;
  private readonly milliseconds: number;

  constructor(most: number, milliseconds: number) {
    this.most = most;
    this.milliseconds = milliseconds;
  }

  /** Adds rows; the window's start and sum when these rows passed the limit, otherwise undefined. */
  spend(account: string, rows: number, now = Date.now()): { since: number; rows: number } | undefined {
    const known = this.spendings.get(account);
    const spending =
      known && now - known.since < this.milliseconds ? known : { since: now, rows: 0, raised: false };
    spending.rows += rows;
    this.spendings.delete(account);
    this.spendings.set(account, spending);
    if (this.spendings.size > MOST_KEYS) {
      const [oldest] = this.spendings.keys();
      if (oldest !== undefined) this.spendings.delete(oldest);
    }
    if (spending.raised || spending.rows <= this.most) return undefined;
    spending.raised = true;
    return { since: spending.since, rows: spending.rows };
  }
}
