import type { Endpoint } from 'payload';
import { z } from 'zod';
import { AppError } from '../../kernel/index.ts';
import { actorOf } from '../../observability/index.ts';
import { poolOf, schoolEndpoint } from '../../tenancy/index.ts';
import { applyTemplate } from '../services/apply-template.ts';
import { readCalendar, saveDays } from '../services/calendar.ts';
import { qatarTemplate } from '../services/qatar-template.ts';
import { namedDay, plainDate, templateChoice } from './inputs.ts';

const LONGEST_DAYS = 800;

/** What the calendar page calls. */
export const calendarEndpoints: Endpoint[] = [
  schoolEndpoint({
    path: '/calendar',
    method: 'get',
    permission: 'structure.read',
    input: z.strictObject({ from: plainDate, until: plainDate }),
    run: async ({ req, input: { from, until } }) => {
      if (from > until) throw new AppError('calendar.dates_reversed', { start: from, end: until });
      if (Date.parse(until) - Date.parse(from) > LONGEST_DAYS * 86_400_000)
        throw new AppError('request.invalid', { reason: `at most ${LONGEST_DAYS} days at once` });
      return readCalendar(poolOf(req.payload), from, until);
    },
  }),
  schoolEndpoint({
    path: '/calendar/days',
    method: 'post',
    permission: 'structure.write',
    input: z.strictObject({
      days: z.array(namedDay).max(400),
      clear: z.array(plainDate).max(400),
    }),
    run: ({ req, input }) => saveDays(poolOf(req.payload), { ...input, actor: actorOf(req) }),
  }),
  schoolEndpoint({
    path: '/calendar/suggest',
    method: 'get',
    permission: 'structure.write',
    input: z.strictObject({
      startDate: plainDate,
      endDate: plainDate,
      moonOffset: z.coerce.number().int().min(-2).max(2).default(0),
    }),
    run: async ({ input: { moonOffset, ...year } }) => qatarTemplate(year, moonOffset),
  }),
  schoolEndpoint({
    path: '/calendar/template',
    method: 'post',
    permission: 'structure.write',
    input: templateChoice,
    run: ({ req, input: { isTrial, ramadan, ...choice } }) =>
      applyTemplate(poolOf(req.payload), { ...choice, ramadan }, { isTrial, actor: actorOf(req) }),
  }),
];
