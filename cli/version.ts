/** Of the package; put in by the build. */
export const version: string = process.env.SPMD_VERSION ?? "0.0.0";
