'use client';

import { createElement, Fragment, type ReactNode, useMemo } from 'react';
import type { Block } from '../../../plugins/sdk/index.ts';
import { type BlockHost, directionOf, shown } from './block-host.ts';
import { type Inline, type MarkdownNode, readMarkdown } from './markdown-tree.ts';

type Props = { block: Extract<Block, { kind: 'markdown' }>; host: BlockHost };

const TAGS = { strong: 'strong', emphasis: 'em', deleted: 'del' } as const;

/** Text with headings, lists and links, drawn element by element: nothing a plugin writes becomes markup. */
export function MarkdownBlock({ block, host: { language } }: Props) {
  const text = shown(block.text, language);
  const nodes = useMemo(() => readMarkdown(text), [text]);
  return (
    <div className="blocks-markdown" dir={directionOf(text)}>
      {inOrder(nodes, drawNode)}
    </div>
  );
}

function inOrder<Item>(items: Item[], draw: (item: Item) => ReactNode): ReactNode {
  // biome-ignore lint/suspicious/noArrayIndexKey: a text is drawn once and never moves
  return items.map((item, index) => <Fragment key={index}>{draw(item)}</Fragment>);
}

function drawNode(node: MarkdownNode): ReactNode {
  switch (node.kind) {
    case 'heading':
      // The page and the card around have the first two levels.
      return createElement(
        node.level === 1 ? 'h3' : 'h4',
        { dir: 'auto' },
        inOrder(node.children, drawWords),
      );
    case 'paragraph':
      return <p dir="auto">{inOrder(node.children, drawWords)}</p>;
    case 'quote':
      return <blockquote>{inOrder(node.children, drawNode)}</blockquote>;
    case 'code':
      return (
        <pre dir="ltr">
          <code>{node.text}</code>
        </pre>
      );
    case 'rule':
      return <hr />;
    case 'list': {
      const items = inOrder(node.items, (item) => <li>{inOrder(item, drawNode)}</li>);
      return node.isOrdered ? <ol start={node.start}>{items}</ol> : <ul>{items}</ul>;
    }
  }
}

function drawWords(words: Inline): ReactNode {
  switch (words.kind) {
    case 'text':
      return words.text;
    case 'code':
      return <code>{words.text}</code>;
    case 'break':
      return <br />;
    case 'link':
      return (
        <a href={words.href} referrerPolicy="no-referrer" rel="noopener noreferrer nofollow" target="_blank">
          {inOrder(words.children, drawWords)}
        </a>
      );
    default:
      return createElement(TAGS[words.kind], null, inOrder(words.children, drawWords));
  }
}
