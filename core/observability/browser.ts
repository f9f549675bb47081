export type { TrailEntry, TrailPage } from './services/read-trail.ts';
