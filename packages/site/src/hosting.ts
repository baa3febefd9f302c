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

/** An address within a release that may be withdrawn, and the files of it that stay then: an expression of regular expressions, of a path. */
const releasePattern = "^/r/(\\d+\\.\\d+\\.\\d+)/";
const stays = "(manifest|withdrawn)\\.json$";

const nginx = (): string => `# ${made}
# The maps stand in \`http\`, with the server beside them. Put in its name, folder and certificate.
map "$status $request_uri $uri" $openbeat_policy {
  default "${filePolicy}";
  "~^410 ${embedPattern.slice(1)}" "${embedPolicy}";
  "~^410 " "${framedPolicy}";
  "~ ${embedPattern.slice(1)}([^ ]*/)?[^/ ]*\\.html$" "${embedPolicy}";
  "~\\.html$" "${framedPolicy}";
}
map "$status $uri" $openbeat_cache {
  default "${checkedEachTime}";
  "~^4(04|10) " "no-store";
  "~^\\d+ ${lastingPattern.slice(1)}" "${lasting}";
}
${entries(openHeaders)
  .map(([name, value]) => `map $uri $openbeat_${name.toLowerCase().replaceAll("-", "_")} {\n  "~\\.(${open.join("|")})$" "${value}";\n}`)
  .join("\n")}
map $request_uri $openbeat_missing {
  default /404.html;
  "~^/(?<openbeat_language>[a-z][a-z]+)/" /$openbeat_language/404/index.html;
}
# Of a release that was withdrawn its pages say so in its place, and everything else is gone.
map $uri $openbeat_release {
  "~${releasePattern}" $1;
}
map $uri $openbeat_tombstone {
  default /r/$openbeat_release/index.html;
  "~${releasePattern}(?<openbeat_tongue>[a-z][a-z]+)/" /r/$openbeat_release/$openbeat_tongue/index.html;
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
  # A folder without a page is no page.
  error_page 403 =404 @missing;
  location @missing {
    try_files $openbeat_missing /404.html =404;
  }
  location ~ "${releasePattern}(?!${stays})" {
    if (-f $document_root/r/$openbeat_release/withdrawn.json) {
      return 410;
    }
  }
  error_page 410 @gone;
  location @gone {
    try_files $openbeat_tombstone /r/$openbeat_release/index.html =410;
  }
${[
  ...entries(securityHeaders).map(([name, value]) => `  add_header ${name} "${value}" always;`),
  "  add_header Content-Security-Policy $openbeat_policy always;",
  "  add_header Cache-Control $openbeat_cache always;",
  ...entries(openHeaders).map(([name]) => `  add_header ${name} $openbeat_${name.toLowerCase().replaceAll("-", "_")} always;`),
].join("\n")}
}
`;

/** What stands in the block of the site, but for its folder. */
const caddySite = (): string => {
  const fields = (headers: Readonly<Record<string, string>>, tabs: string) =>
    entries(headers)
      .map(([name, value]) => `${tabs}${name} "${value}"`)
      .join("\n");
  /** What is sent with a page in the place of what was asked for. */
  const instead = `			header {
${fields({ ...securityHeaders, "Content-Type": contentTypes[".html"] ?? "", "Cache-Control": "no-store" }, "\t\t\t\t")}
${entries(openHeaders)
  .map(([name]) => `\t\t\t\t-${name}`)
  .join("\n")}
			}`;
  return `	encode zstd gzip
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
	header @file Content-Security-Policy "${filePolicy}"
	header @page Content-Security-Policy "${framedPolicy}"
	header @embed Content-Security-Policy "${embedPolicy}"
${types.map(({ ending, type }) => `	@${ending} path *.${ending}\n	header @${ending} Content-Type "${type}"`).join("\n")}

	# Of a release that was withdrawn its pages say so in its place, and everything else is gone.
	@release path_regexp release ${releasePattern}
	handle @release {
		@gone {
			file /r/{re.release.1}/withdrawn.json
			not path_regexp /${stays}
		}
		error @gone 410
	}

	handle_errors {
		@status404 expression {err.status_code} == 404
		handle @status404 {
${instead}
			header Content-Security-Policy "${framedPolicy}"
			@language path_regexp language ^/([a-z]{2,3})/
			handle @language {
				try_files /{re.language.1}/404/index.html /404.html
			}
			handle {
				rewrite * /404.html
			}
			file_server
		}
		@status410 expression {err.status_code} == 410
		handle @status410 {
${instead}
			@goneEmbed path_regexp ${embedPattern}
			@goneOther not path_regexp ${embedPattern}
			header @goneOther Content-Security-Policy "${framedPolicy}"
			header @goneEmbed Content-Security-Policy "${embedPolicy}"
			@tongue path_regexp tongue ${releasePattern}([a-z]{2,3})/
			handle @tongue {
				try_files /r/{re.tongue.1}/{re.tongue.2}/index.html /r/{re.tongue.1}/index.html
			}
			@gonePage path_regexp gonePage ${releasePattern}
			handle @gonePage {
				rewrite * /r/{re.gonePage.1}/index.html
			}
			file_server
		}
	}
`;
};

const caddy = (): string => `# ${made}
# Put in the name and the folder: Caddy gets a certificate for the name by itself.
example.org {
	root * /srv/site
${caddySite()}}
`;

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

/** What `deploy` takes of them, by the name of its file there. */
export const deployFiles = (): Readonly<Record<string, string>> => ({ "site.caddy": `# ${made}\n${caddySite()}` });
