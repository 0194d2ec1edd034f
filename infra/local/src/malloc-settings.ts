/**
 * How glibc hands memory back: by default it keeps most of what many threads allocated for decoded pictures. Two arenas instead of one per
 * thread, and blocks from 1 MB in mappings of their own, which are returned when freed; naming a threshold also keeps glibc from raising it.
 * Measured with `bench:sheets` (64 lettered panels of 1024×1024, two sheets at a time): 470 MB without, 425 MB with the arenas alone, 340 MB
 * with all, at the same CPU time. The image sets the same (`infra/docker/Dockerfile`).
 */
export const mallocSettings = {
  MALLOC_ARENA_MAX: '2',
  MALLOC_MMAP_THRESHOLD_: '1048576',
  MALLOC_TRIM_THRESHOLD_: '1048576',
} as const;

/**
 * How V8 runs in a finalizer. By default it lets young objects take up to 48 MB before it collects them, which lettering fills though it keeps little of them: 324 MB
 * instead of 389 for the same sheets, at the same CPU time (`bench:sheets`).
 */
export const finalizerFlags = ['--max-semi-space-size=4'] as const;
