/** The page's style: paper and ink, hairlines, one accent; the pictures are what has colour. */
export const style = `
:root{color-scheme:light dark;--paper:#fbfaf7;--ink:#1d1c1a;--quiet:#5c5952;--line:#dedad0;--stripe:#f3f0e9;--accent:#9a3412;--fault:#b42318}
@media (prefers-color-scheme:dark){:root{--paper:#1c1c1e;--ink:#e9e7e2;--quiet:#a8a49b;--line:#3a3a3d;--stripe:#242427;--accent:#f0a37c;--fault:#ff9b8f}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
.container{max-width:960px;margin:0 auto;padding:24px 16px 48px}
h1{font-size:24px;line-height:1.3;font-weight:600;margin:0 0 16px}
a{color:var(--accent)}
.row{display:grid;grid-template-columns:minmax(0,3fr) minmax(0,4fr);gap:24px;padding:24px 0;border-top:1px solid var(--line);align-items:start}
.thumbnail{display:block}
.thumbnail img{display:block;width:auto;height:auto}
.table{border-collapse:collapse;width:100%;font-size:14px;font-variant-numeric:tabular-nums}
.table th,.table td{text-align:left;vertical-align:top;padding:4px 8px}
.table th{width:8em;font-weight:500;color:var(--quiet);white-space:nowrap}
.table td{overflow-wrap:anywhere}
.table-striped tr:nth-child(odd){background:var(--stripe)}
pre{margin:0;font:13px/1.6 ui-monospace,monospace;white-space:pre-wrap}
.pagination{display:flex;flex-wrap:wrap;gap:4px;list-style:none;margin:16px 0;padding:0}
.pagination li>*{display:block;min-width:2.4em;padding:4px 8px;text-align:center;border:1px solid var(--line);border-radius:6px;text-decoration:none;font-variant-numeric:tabular-nums}
.pagination .active>*{background:var(--accent);border-color:var(--accent);color:var(--paper)}
.pagination .disabled>*{color:var(--quiet);border-color:transparent}
.create{margin:0 0 16px}
summary{cursor:pointer;color:var(--accent);width:max-content}
.fields{display:grid;grid-template-columns:repeat(4,minmax(0,1fr));gap:12px;margin:12px 0}
label{display:block;font-size:14px;color:var(--quiet)}
input{display:block;width:100%;margin-top:4px;padding:6px 8px;font:inherit;font-size:16px;color:var(--ink);background:transparent;border:1px solid var(--line);border-radius:6px}
button{padding:6px 16px;font:inherit;color:var(--paper);background:var(--accent);border:0;border-radius:6px;cursor:pointer}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
form p,.waiting,.empty{color:var(--quiet)}
.fault{color:var(--fault)}
@media (max-width:640px){.pagination li>*{min-width:2em;padding:4px 6px;font-size:14px}.row{grid-template-columns:minmax(0,1fr);gap:12px}.fields{grid-template-columns:repeat(2,minmax(0,1fr))}}
`;

/**
 * Loads the page anew from time to time, unless someone is about to fill in the form or cannot see it.
 * It does not ask behind the page's back: as an opaque origin the page may not read its own server's answers.
 */
export const script = (seconds: number): string => `
const details = document.querySelector('details.create');
const refresh = () => { if (!details.open && document.visibilityState === 'visible') location.reload(); };
setInterval(refresh, ${seconds * 1000});
document.addEventListener('visibilitychange', refresh);
`;
