import { createContext, useContext } from 'react';

const AskForKeyContext = createContext<() => void>(() => {});

/** Called whenever the server asks for a key: opens the sign-in page and returns afterwards. */
export const AskForKeyProvider = AskForKeyContext.Provider;
export const useAskForKey = (): (() => void) => useContext(AskForKeyContext);
