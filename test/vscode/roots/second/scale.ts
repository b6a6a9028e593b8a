export const scale = 5;
