import { createContext, useContext } from 'react';

const AskForKeyContext = createContext<() => void>(() => {});

/** Its value is called wherever the server asks for a key: it leads to the sign-in page, and back afterwards. */
export const AskForKeyProvider = AskForKeyContext.Provider;
export const useAskForKey = (): (() => void) => useContext(AskForKeyContext);
