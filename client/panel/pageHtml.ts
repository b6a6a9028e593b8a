/** The frame of the results panel's page. Pure: what it shows comes by messages, never in here. */

export interface PageSources {
  language: string;
  script: string;
  style: string;
  /** The origin that the webview's own files come from. */
  source: string;
  /** Fresh for each page, not to be guessed. */
  nonce: string;
}

export function pageHtml({ language, script, style, source, nonce }: PageSources): string {
  const policy = `default-src 'none'; style-src ${source}; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="${escapeAttribute(language)}">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${escapeAttribute(policy)}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <link rel="stylesheet" href="${escapeAttribute(style)}">
    <title>Derivatives</title>
  </head>
  <body>
    <main id="results"></main>
    <script nonce="${escapeAttribute(nonce)}" src="${escapeAttribute(script)}"></script>
  </body>
</html>
`;
}

function escapeAttribute(text: string): string {
  return text.replace(/[&"<>]/g, (character) => `&#${character.charCodeAt(0)};`);
}
