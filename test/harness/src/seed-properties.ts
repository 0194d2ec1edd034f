import fc from 'fast-check';

/**
 * A run of the tests tries the same cases on every machine, so a failure belongs to the commit that caused it.
 * `pnpm run properties` looks for new cases: it passes a new PROPERTY_SEED to each round.
 */
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env.PROPERTY_SEED ?? 20_261_130) });
