'use client';

import { useCallback } from 'react';
import type { AddOnSurfaces } from '../../../marketplace/index.ts';
import type { Language } from '../language.ts';
import { SurfaceCard } from './surface-card.tsx';
import { showSurface } from './surfaces-api.ts';
import { useSurfaces } from './use-surfaces.ts';

/** The widgets of the add-ons on the start page. The page is there before they are asked. */
export function Widgets() {
  const { surfaces, language } = useSurfaces();
  const widgets =
    surfaces?.addOns.flatMap((addOn) => addOn.widgets.map((widget) => ({ addOn, widget }))) ?? [];
  if (surfaces === undefined || widgets.length === 0) return null;
  return (
    <div className="surface-widgets" data-testid="add-on-widgets">
      {widgets.map(({ addOn, widget }) => (
        <Widget
          key={`${addOn.pluginId} ${widget.name}`}
          timeZone={surfaces.timeZone}
          {...{ addOn, widget, language }}
        />
      ))}
    </div>
  );
}

type WidgetProps = {
  addOn: AddOnSurfaces;
  widget: AddOnSurfaces['widgets'][number];
  language: Language;
  timeZone: string;
};

function Widget({ addOn, widget: { name, title, size }, language, timeZone }: WidgetProps) {
  const { pluginId } = addOn;
  const load = useCallback(() => showSurface({ kind: 'widget', pluginId, name }), [pluginId, name]);
  return (
    <SurfaceCard
      isWide={size === 'wide'}
      testId={`widget-${name}`}
      {...{ addOn, language, load, timeZone, title }}
    />
  );
}
