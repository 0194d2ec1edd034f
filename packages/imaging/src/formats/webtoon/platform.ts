/** What a platform takes; see https://www.s-morishitastudio.com/webtoon-page-format-guides/, read on 2026-11-29. */
export const canvas = {
  /** Pixels. */
  width: 800,
  maxHeight: 1280,
  maxSliceBytes: 2_000_000,
  maxEpisodeBytes: 20_000_000,
} as const;
