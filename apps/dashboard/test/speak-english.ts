import { i18n } from '@lingui/core';
import { messages } from '../src/locales/en.po';

/** Tests of single functions read them in English, as a page does once its catalogue has come. */
i18n.loadAndActivate({ locale: 'en', locales: ['en-US'], messages });
