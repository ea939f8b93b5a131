// What pages do better with script. Every page works without this file; nothing here knows a language (texts come from
// data attributes that the server writes), and nothing is evaluated or written as markup.
//
//   data-suggest     company by name or business ID while typing      part/suggest.js
//   data-live        counters and lists that change by themselves     part/live.js
//   data-rows        one more colleague in a form                     part/rows.js
//   forms            one submit is one; leaving a half-filled form    part/forms.js
//   lists of the door   what is kept on the device goes in time    part/door-store.js
//   data-copy, data-print, data-check-all, time[data-zone], ...       part/small.js
import { expire } from "./part/door-store.js";
import { forms } from "./part/forms.js";
import { live } from "./part/live.js";
import { rows } from "./part/rows.js";
import { small } from "./part/small.js";
import { suggestAll } from "./part/suggest.js";

expire();
forms();
rows();
suggestAll(document);
small();
live();
