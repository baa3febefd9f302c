import {
  checkedEachTime,
  contentTypes,
  embedPattern,
  embedPolicy,
  filePolicy,
  framedPolicy,
  isOpen,
  lasting,
  lastingPattern,
  openHeaders,
  securityHeaders,
} from "./headers.ts";

const made = "Made from packages/site/src/headers.ts by `pnpm generate`.";
const types = Object.entries(contentTypes).map(([ending, type]) => ({ ending: ending.slice(1), type }));
const open = types.filter(({ type }) => isOpen(type)).map(({ ending }) => ending);
const entries = (headers: Readonly<Record<string, string>>) => Object.entries(headers);

const nginx = (): string => `# ${made}
# The maps stand in \`http\`, with the server beside them. Put in its name, folder and certificate.
map $uri $openbeat_policy {
  default "${filePolicy}";
  "~${embedPattern}(.*/)?[^/]*\\.html$" "${embedPolicy}";
  "~\\.html$" "${framedPolicy}";
}
map "$status $uri" $openbeat_cache {
  default "${checkedEachTime}";
  "~^404 " "no-store";
  "~^\\d+ ${lastingPattern.slice(1)}" "${lasting}";
}
${entries(openHeaders)
  .map(([name, value]) => `map $uri $openbeat_${name.toLowerCase().replaceAll("-", "_")} {\n  "~\\.(${open.join("|")})$" "${value}";\n}`)
  .join("\n")}
map $request_uri $openbeat_missing {
  default /404.html;
  "~^/(?<openbeat_language>[a-z][a-z]+)/" /$openbeat_language/404/index.html;
}

server {
  listen 8080;
  server_name localhost;
  root /srv/site;
  index index.html;
  types {
${types.map(({ ending, type }) => `    "${type}" ${ending};`).join("\n")}
  }
  default_type application/octet-stream;
  gzip on;
  gzip_types *;
  error_page 404 @missing;
  location @missing {
    try_files $openbeat_missing /404.html =404;
  }
${[
  ...entries(securityHeaders).map(([name, value]) => `  add_header ${name} "${value}" always;`),
  "  add_header Content-Security-Policy $openbeat_policy always;",
  "  add_header Cache-Control $openbeat_cache always;",
  ...entries(openHeaders).map(([name]) => `  add_header ${name} $openbeat_${name.toLowerCase().replaceAll("-", "_")} always;`),
].join("\n")}
}
`;

const caddy = (): string => {
  const fields = (headers: Readonly<Record<string, string>>, tabs: string) =>
    entries(headers)
      .map(([name, value]) => `${tabs}${name} "${value}"`)
      .join("\n");
  return `# ${made}
# Put in the name and the folder: Caddy gets a certificate for the name by itself.
example.org {
	root * /srv/site
	encode zstd gzip
	file_server

	@lasting path_regexp ${lastingPattern}
	@checked not path_regexp ${lastingPattern}
	@open path ${open.map((ending) => `*.${ending}`).join(" ")}
	@embed path_regexp ${embedPattern}
	@page {
		path */ *.html
		not path_regexp ${embedPattern}
	}
	@file not path */ *.html

	header {
${fields(securityHeaders, "\t\t")}
	}
	header @lasting Cache-Control "${lasting}"
	header @checked Cache-Control "${checkedEachTime}"
	header @open {
${fields(openHeaders, "\t\t")}
	}
	header @embed Content-Security-Policy "${embedPolicy}"
	header @page Content-Security-Policy "${framedPolicy}"
	header @file Content-Security-Policy "${filePolicy}"
${types.map(({ ending, type }) => `	@${ending} path *.${ending}\n	header @${ending} Content-Type "${type}"`).join("\n")}

	handle_errors 404 {
		header {
${fields(securityHeaders, "\t\t\t")}
			Content-Security-Policy "${framedPolicy}"
			Cache-Control no-store
		}
		@language path_regexp language ^/([a-z]{2,3})/
		try_files /{re.language.1}/404/index.html /404.html
		file_server
	}
}
`;
};

/** For hosts that read a file of headers in the folder of the site. Where several rules fit, such hosts send the headers of them all. */
const headersFile = (): string => {
  const rule = (path: string, headers: Readonly<Record<string, string>>) =>
    [path, ...entries(headers).map(([name, value]) => `  ${name}: ${value}`)].join("\n");
  return `# ${made}
# Copy it into the folder of the site. The pages' own policy stands in each page, so only the common part of it is here.
${[
  rule("/*", { ...securityHeaders, "Content-Security-Policy": "base-uri 'none'; form-action 'none'; object-src 'none'" }),
  ...["/assets/*", "/r/:version/assets/*"].map((path) => rule(path, { "Cache-Control": lasting })),
  ...open.map((ending) => rule(`/*.${ending}`, openHeaders)),
].join("\n\n")}
`;
};

/** Settings of other servers that send what `serve.ts` sends, by the name of their file. */
export const hostingFiles = (): Readonly<Record<string, string>> => ({
  "nginx.conf": nginx(),
  Caddyfile: caddy(),
  _headers: headersFile(),
});
