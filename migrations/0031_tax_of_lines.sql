-- Up Migration

-- Tax is rounded on each line, as the provider rounds it; the amount of a line is without it.
alter table billing_invoice_lines add column tax_cents bigint not null default 0;
