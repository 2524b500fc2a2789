// What every page loads.
import htmx from "htmx.org/dist/htmx.esm.js";
import "./alike.js";
import "./columns.js";
import "./copy.js";
import "./cut.js";
import "./days.js";
import "./dialogs.js";
import "./drafts.js";
import "./drop.js";
import "./focus.js";
import "./forms.js";
import "./inline.js";
import "./keys.js";
import "./lines.js";
import "./live.js";
import "./loading.js";
import "./narrow.js";
import "./offline.js";
import "./picker.js";
import "./quick.js";
import "./reading.js";
import "./rows.js";
import "./toasts.js";

window.htmx = htmx;
navigator.serviceWorker?.register("/worker.js").catch(() => {}); // without it, pages work as before
