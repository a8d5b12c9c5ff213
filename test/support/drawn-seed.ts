import fc from 'fast-check'

/** Properties draw from one seed, so that a run fails for what was changed in it and fails again the same way; POSTROOM_SEED=<number> draws others. */
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env.POSTROOM_SEED ?? 1) })
