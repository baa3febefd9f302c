/** What a certificate names as its maker. */
export const engine = "openbeat-disclosure 0.1.0";
