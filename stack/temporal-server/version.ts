/** The Temporal command line that is downloaded or built. The tool module in temporal-build/ names the same one. */
export const TEMPORAL_VERSION = '1.8.2'
