// In the place of page.js: a page that says hello to Zendesk and does nothing else; what any app's page costs at least.
import { connectZaf, preloadTopBar } from "./zaf.js";

const zaf = await connectZaf();
if (document.body.dataset.place === "background") preloadTopBar(zaf.client, zaf.instances);
else document.body.dataset.engine = "ready";
