/** Where the ledger and the costs say that a script was adapted, in place of a provider. */
export const scriptProvider = 'script';
