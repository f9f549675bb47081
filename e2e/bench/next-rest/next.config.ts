// The baseline is built as the panel is.
export { default } from '../../../admin/next.config.ts';
