import type { Queryable } from '../../../tenancy/index.ts';

export type Account = {
  id: string;
  email: string;
  displayName: string | null;
  realm: string;
  active: boolean;
  role: string | null;
  breakGlass: boolean;
  language: 'en' | 'ar';
};

const COLUMNS = 'id, email, display_name, realm, active, role_id, break_glass, language';

/** The account of an address in the scope of the host: a school's, or one of its realm. Addresses are compared folded. */
export async function findAccount(database: Queryable, email: string): Promise<Account | undefined> {
  const { rows } = await database.query(`select ${COLUMNS} from users where email = $1`, [foldEmail(email)]);
  return rows[0] ? toAccount(rows[0]) : undefined;
}

/** The account of an id in the scope of the host. */
export async function accountById(database: Queryable, id: string): Promise<Account | undefined> {
  const { rows } = await database.query(`select ${COLUMNS} from users where id = $1`, [id]);
  return rows[0] ? toAccount(rows[0]) : undefined;
}

/** An address as it is stored and compared. */
export function foldEmail(email: string): string {
  return email.trim().normalize('NFKC').toLowerCase();
}

function toAccount(row: Record<string, unknown>): Account {
  return {
    id: String(row.id),
    email: String(row.email),
    displayName: row.display_name === null ? null : String(row.display_name),
    realm: String(row.realm),
    active: row.active !== false,
    role: row.role_id === null ? null : String(row.role_id),
    breakGlass: row.break_glass === true,
    language: row.language === 'ar' ? 'ar' : 'en',
  };
}
