/** The page that the tour image serves. */
export const tourPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Craton tour</title>
<style>
  :root { color-scheme: light dark; font: 16px/1.6 system-ui, sans-serif; }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: Canvas; color: CanvasText; }
  main { max-width: 34rem; padding: 2rem; }
  h1 { font-size: 1.6rem; line-height: 1.2; margin: 1rem 0; }
  svg { display: block; }
  ol { padding-left: 1.2rem; }
  li { margin: .4rem 0; }
  code { font: .9em ui-monospace, monospace; padding: .1em .35em; border-radius: .3em; background: color-mix(in srgb, CanvasText 10%, transparent); }
</style>
</head>
<body>
<main>
  <svg width="64" height="40" viewBox="0 0 64 40" aria-hidden="true">
    <path d="M2 14 20 2h24l18 12-18 10H20z" fill="#4f7cac"/>
    <path d="M2 20l18 10h24l18-10v6L44 38H20L2 26z" fill="#2f4b6e"/>
  </svg>
  <h1>This page comes from a pod.</h1>
  <p>It is served by busybox in an App Container image, run by the agent of this node. Nothing was fetched to get here.</p>
  <ol>
    <li>Open the pod in the console and follow its logs: each visit of this page is a line.</li>
    <li>Open a terminal in it and try <code>ps</code>, <code>id</code> and <code>cat /etc/passwd</code>.</li>
    <li>Change <code>/www/index.html</code> with <code>vi</code> and load this page again.</li>
    <li>Stop the pod, look at its exit code, and remove it.</li>
  </ol>
</main>
</body>
</html>
`;
