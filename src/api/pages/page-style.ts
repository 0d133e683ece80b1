/** The look of a shown page: the system's font, light and dark, and a mark on the passage that was cited. */
export const pageStyle = `:root {
  --paper: #fff;
  --ink: #1d2723;
  --soft: #5b6862;
  --line: #dfe4e1;
  --mark: #fff3c4;
  --link: #1f6f54;
  color-scheme: light dark;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #141917;
    --ink: #e6ece9;
    --soft: #9fada6;
    --line: #2b3430;
    --mark: #4a4117;
    --link: #7fd1ae;
  }
}
body {
  margin: 0;
  background: var(--paper);
  color: var(--ink);
  font:
    1.0625rem / 1.65 system-ui,
    sans-serif;
}
main {
  max-width: 44rem;
  margin: 0 auto;
  padding: clamp(1.5rem, 6vw, 4rem) 1.25rem 6rem;
  overflow-wrap: anywhere;
}
h1 {
  font-size: clamp(1.7rem, 5vw, 2.3rem);
  line-height: 1.2;
  margin: 0 0 1rem;
}
h2 {
  font-size: 1.35rem;
  margin: 2.2rem 0 0.6rem;
}
h3,
h4,
h5,
h6 {
  font-size: 1.1rem;
  margin: 1.6rem 0 0.4rem;
}
:target {
  background: var(--mark);
  box-shadow: 0 0 0 0.35rem var(--mark);
  border-radius: 2px;
  scroll-margin-top: 2rem;
}
a {
  color: var(--link);
}
.dates,
.origin {
  color: var(--soft);
  margin: 0 0 0.5rem;
  font-size: 0.95rem;
}
code {
  font:
    0.92em ui-monospace,
    monospace;
}
pre {
  background: color-mix(in srgb, var(--ink) 6%, transparent);
  padding: 1rem;
  border-radius: 8px;
  overflow-x: auto;
}
blockquote {
  margin: 1rem 0;
  padding-inline-start: 1rem;
  border-inline-start: 3px solid var(--line);
  color: var(--soft);
}
li {
  margin: 0.3rem 0;
}
.depth-1 {
  margin-inline-start: 1.5rem;
}
.depth-2 {
  margin-inline-start: 3rem;
}
.depth-3 {
  margin-inline-start: 4.5rem;
}
.depth-4 {
  margin-inline-start: 6rem;
}
.wide {
  overflow-x: auto;
}
table {
  border-collapse: collapse;
  width: 100%;
  font-size: 0.97rem;
}
th,
td {
  text-align: start;
  padding: 0.5rem 0.75rem 0.5rem 0;
  border-bottom: 1px solid var(--line);
  vertical-align: top;
}
th {
  color: var(--soft);
  font-weight: 600;
}
`
