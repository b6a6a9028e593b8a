/** The module's name in findings about a point that was given on the command line. */
export const commandLineModule = "--at";
