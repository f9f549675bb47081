import type pg from 'pg';
import { SEARCH_KINDS, type SearchKind, type SearchReach } from '../../../core/search/services/kinds.ts';
import { search } from '../../../core/search/services/search.ts';
import { asTenant, ScopedPool, tenantInfo } from '../../../core/tenancy/index.ts';

export type SearchFigures = {
  students: number;
  guardians: number;
  /** Milliseconds of a search, from text to texts of the hits, all kinds, six of each. */
  p50: number;
  p95: number;
  worst: number;
  /** Milliseconds that 2,500 pupils take to be written, without and with the words for the search. */
  import: { without: number; with: number };
};

export type MeasureSearch = {
  admin: pg.Pool;
  applicationUrl: string;
  students: number;
  /** Schools of 2,500 pupils beside the one that is searched. */
  others: number;
  rounds: number;
};

/** What is typed: letters, words, names of two and three parts, both scripts, mistakes, numbers, nothing. */
const TYPED = [
  ...['m', 'mo', 'moh', 'mohammed', 'محمد', 'مح', 'احمد', 'عبدالرحمن', 'نوره', 'الكوارى'],
  ...['mohammed al', 'mohammed hassan al-kuwari', 'ahmed smith', 'عبد الرحمن الكواري'],
  ...['mohamed', 'muhammad', 'kuwarri', 'abdulrahmn kuwary', 'fatma haddad'],
  ...['001234', '1234', '٠٠١٢٣٤', '5512', '10-A', 'zzzzzz', 'a b c'],
];

const NAMES = `
  select i,
    (array['Mohammed','Ahmed','Ali','Fatima','Maryam','Khalid','Noora','Abdulrahman','Abdullah','Hamad','Sara','Layla','Yousef','Omar','Aisha','Hessa','Jassim','Nasser','Latifa','Dana'])[1 + floor(random() * 20)::int] as given,
    (array['محمد','أحمد','علي','فاطمة','مريم','خالد','نورة','عبد الرحمن','عبدالله','حمد','سارة','ليلى','يوسف','عمر','عائشة','حصة','جاسم','ناصر','لطيفة','دانة'])[1 + floor(random() * 20)::int] as given_ar,
    (array['Hassan','Saeed','Ibrahim','Salem','Mubarak','Rashid','Faisal','Sultan'])[1 + floor(random() * 8)::int] as middle,
    (array['حسن','سعيد','إبراهيم','سالم','مبارك','راشد','فيصل','سلطان'])[1 + floor(random() * 8)::int] as middle_ar,
    (array['Al-Kuwari','Al-Thani','Al-Marri','Al-Naimi','Haddad','Khoury','Smith','Rahman'])[1 + floor(random() * 8)::int]
      || case when random() < 0.8 then '' else chr(97 + floor(random() * 26)::int) || chr(97 + floor(random() * 26)::int) end as family,
    (array['الكواري','آل ثاني','المري','النعيمي','حداد','خوري','سميث','الرحمن'])[1 + floor(random() * 8)::int] as family_ar
    from generate_series(1, $2::int) i`;
const FILL_STUDENTS = `
  with n as materialized (${NAMES})
  insert into students (tenant_id, given_name, middle_name, family_name, given_name_ar, middle_name_ar, family_name_ar,
         display_name, display_name_ar, admission_number, status)
  select $1, given, middle, family, given_ar, middle_ar, family_ar, given || ' ' || family, given_ar || ' ' || middle_ar || ' ' || family_ar,
         'S-' || lpad(i::text, 6, '0'), (case when i % 20 = 0 then 'left' else 'active' end)::enum_students_status from n`;
const FILL_GUARDIANS = `
  with n as materialized (${NAMES})
  insert into guardians (tenant_id, given_name, middle_name, family_name, given_name_ar, middle_name_ar, family_name_ar,
         display_name, display_name_ar, phone, language)
  select $1, given, middle, family, given_ar, middle_ar, family_ar, given || ' ' || family, given_ar || ' ' || middle_ar || ' ' || family_ar,
         '+9745' || lpad(floor(random() * 10000000)::int::text, 7, '0'), 'ar' from n`;

/** Fills schools with pupils and guardians by SQL and measures searches of the big one under the wall. Leaves the schools there. */
export async function measureSearch(options: MeasureSearch): Promise<SearchFigures> {
  const { admin, applicationUrl, students, others, rounds } = options;
  const addSchool = async () => {
    const { rows } = await admin.query(
      `insert into tenants (subdomain, name, status, plan_id)
       select 'search-' || left(gen_random_uuid()::text, 8), 'Search', 'active', (select id from plans limit 1) returning *`,
    );
    return rows[0];
  };
  const timed = async (sql: string, values: unknown[]) => {
    const start = performance.now();
    await admin.query(sql, values);
    return performance.now() - start;
  };
  const big = await addSchool();
  await admin.query(FILL_STUDENTS, [big.id, students]);
  await admin.query(FILL_GUARDIANS, [big.id, students]);
  for (let school = 0; school < others; school += 1) {
    const { id } = await addSchool();
    await admin.query(FILL_STUDENTS, [id, 2500]);
  }
  const withWords = await timed(FILL_STUDENTS, [(await addSchool()).id, 2500]);
  await admin.query('alter table students disable trigger search_added');
  const without = await timed(FILL_STUDENTS, [(await addSchool()).id, 2500]);
  await admin.query('alter table students enable trigger search_added');
  await admin.query('analyze search_terms, search_words, students, guardians');

  const pool = new ScopedPool({ connectionString: applicationUrl, max: 4 });
  const reach: SearchReach = new Map(
    Object.keys(SEARCH_KINDS).map((kind) => [kind as SearchKind, 'all' as const]),
  );
  const ask = (text: string) => asTenant(tenantInfo(big), () => search(pool, text, reach, 6));
  try {
    await checkHits(ask);
    const times: number[] = [];
    for (let round = -1; round < rounds; round += 1) {
      for (const text of TYPED) {
        const start = performance.now();
        await ask(text);
        if (round >= 0) times.push(performance.now() - start);
      }
    }
    times.sort((a, b) => a - b);
    const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
    return {
      students,
      guardians: students,
      p50: at(0.5),
      p95: at(0.95),
      worst: at(1),
      import: { without, with: withWords },
    };
  } finally {
    await pool.end();
  }
}

async function checkHits(ask: (text: string) => Promise<{ title: string }[]>): Promise<void> {
  for (const [text, wanted] of [
    ['001234', 1],
    ['mohamed', 6],
    ['الكوارى', 6],
    ['zzzzzz', 0],
  ] as const) {
    const hits = await ask(text);
    if (wanted === 0 ? hits.length > 0 : hits.length < wanted)
      throw new Error(`"${text}" found ${hits.length}, not ${wanted}.`);
  }
}
