'use client';

import type { ReactNode } from 'react';
import type { Block } from '../../../plugins/sdk/index.ts';
import { SeriesChart } from '../series-chart.tsx';
import { ActionBlock } from './action-block.tsx';
import { type BlockHost, shown } from './block-host.ts';
import { CalloutBlock } from './callout-block.tsx';
import { FormBlock } from './form-block.tsx';
import { MarkdownBlock } from './markdown-block.tsx';
import { StatBlock } from './stat-block.tsx';
import { TableBlock } from './table-block.tsx';
import { BLOCK_TEXTS } from './texts.ts';
import '../tool-kit.css';
import './blocks.css';

type Props = { blocks: Block[]; host: BlockHost };

/** What a plugin shows, from top to bottom; numbers that follow each other stand in one row, and so do buttons. */
export function BlockList({ blocks, host }: Props) {
  if (blocks.length === 0) return <p className="dft-muted">{BLOCK_TEXTS[host.language].nothing}</p>;
  return (
    <div className="blocks">
      {rowsOf(blocks).map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks of a plugin have no identity
        <div className={`blocks__row blocks__row--${row[0]?.kind}`} key={index}>
          {row.map((block, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: as above
            <BlockView block={block} host={host} key={place} />
          ))}
        </div>
      ))}
    </div>
  );
}

function BlockView({ block, host }: { block: Block; host: BlockHost }): ReactNode {
  switch (block.kind) {
    case 'stat':
      return <StatBlock {...{ block, host }} />;
    case 'table':
      return <TableBlock {...{ block, host }} />;
    case 'chart': {
      const { language } = host;
      const series = block.series.map(({ label, points }) => ({
        label: shown(label, language),
        points: points.map((point) => ({ label: shown(point.label, language), value: point.value })),
      }));
      const unit = block.unit === undefined ? undefined : shown(block.unit, language);
      const title = shown(block.title, language);
      return (
        <SeriesChart
          shape={block.shape}
          texts={BLOCK_TEXTS[language]}
          isTitleHidden={title === host.heading}
          {...{ language, series, title, unit }}
        />
      );
    }
    case 'markdown':
      return <MarkdownBlock {...{ block, host }} />;
    case 'callout':
      return <CalloutBlock {...{ block, host }} />;
    case 'action':
      return <ActionBlock {...{ block, host }} />;
    case 'form':
      return <FormBlock {...{ block, host }} />;
  }
}

function rowsOf(blocks: Block[]): Block[][] {
  const rows: Block[][] = [];
  for (const block of blocks) {
    const last = rows.at(-1);
    const joins = block.kind === 'stat' || block.kind === 'action';
    if (last && joins && last[0]?.kind === block.kind) last.push(block);
    else rows.push([block]);
  }
  return rows;
}
