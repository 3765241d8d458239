import { type IconName, iconPaths } from './icons.ts';

/** An icon beside words. Alone it needs a `label`. */
export function Icon({
  name,
  size = 20,
  label,
  className = '',
}: {
  name: IconName;
  size?: 16 | 20 | 24 | 32 | 40;
  label?: string;
  className?: string;
}) {
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: it has a label, or is hidden beside words
    <svg
      viewBox="0 0 24 24"
      width={size}
      height={size}
      className={`icon ${className}`}
      strokeWidth={size === 16 ? 2.25 : size >= 32 ? 1.5 : 2}
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
    >
      <path d={iconPaths[name]} />
    </svg>
  );
}
